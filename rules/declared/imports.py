"""Files of an import."""

from django.utils.translation import gettext_lazy as _

from rules.declared.shape import PRODUCT, SETTING, Declared, Group, Unit

IMPORTS = Group.IMPORTS

DECLARED: tuple[Declared, ...] = (
    Declared("import.megabytes", IMPORTS, _("Largest file of an import"), 20, Unit.MEGABYTES, PRODUCT),
    Declared(
        "import.megabytes_unpacked", IMPORTS, _("Largest workbook, unpacked"), 200, Unit.MEGABYTES, PRODUCT
    ),
    Declared("import.rows", IMPORTS, _("Most rows of a file"), 200_000, Unit.ROWS, PRODUCT),
    Declared("import.columns", IMPORTS, _("Most columns of a file"), 100, Unit.COLUMNS, PRODUCT),
    Declared("import.cells", IMPORTS, _("Most cells of a file"), 4_000_000, Unit.CELLS, PRODUCT),
    Declared(
        "import.characters_a_cell", IMPORTS, _("Longest text of a cell"), 2_000, Unit.CHARACTERS, PRODUCT
    ),
    Declared(
        "import.rows_at_once",
        IMPORTS,
        _("Rows that are checked while the page waits"),
        1_000,
        Unit.ROWS,
        PRODUCT,
    ),
    Declared(
        "import.rows_of_people_and_places",
        IMPORTS,
        _("Most rows of a sheet of accounts or of villages"),
        1_000,
        Unit.ROWS,
        PRODUCT,
    ),
    Declared(
        "import.rows_alone",
        IMPORTS,
        _("Rows above which a chief confirms an import"),
        500,
        Unit.ROWS,
        SETTING,
        50,
        5_000,
    ),
    Declared(
        "import.withdraw_days", IMPORTS, _("An import is withdrawn within"), 7, Unit.DAYS, SETTING, 1, 7
    ),
)
