"""An import as data: what manage.py import_sheet prints, and the notes of lines for pages and workbooks."""

from typing import Any

from imports.columns import BY_CODE
from imports.models import Import, ImportLine

# Field of a form -> the meanings of columns that fill it in, the likeliest first.
COLUMNS_OF = {
    "village": ("village", "code", "town"),
    "number": ("number", "group"),
    "account": ("account",),
    "householder": ("householder", "name"),
    "phone": ("phone",),
    "members": ("members",),
    "children_under_14": ("children",),
    "is_hardship": ("hardship",),
    "note": ("note",),
    "name": ("name", "householder", "names"),
    "relation": ("relation",),
    "residence": ("residence",),
    "birth_year": ("birth", "identity"),
    "is_stated_14": ("birth", "identity"),
}


def column_of(owner: Import, line: ImportLine, field: str) -> str:
    """The heading of the column in which the value of a field stands; the field's own word where there is none."""
    headings = {code: heading for heading, code in owner.columns.items()}
    for code in COLUMNS_OF.get(field, (field,)):
        for named in (f"{code}#{line.part}", code) if line.part else (code, f"{code}#1"):
            if named in headings:
                return str(headings[named])
    for code in COLUMNS_OF.get(field, (field,) if field in BY_CODE else ()):
        return str(BY_CODE[code].label)
    return field


def notes(owner: Import, line: ImportLine) -> list[dict[str, Any]]:
    """What is wrong with a line, by column: the same of one column once, whichever forms say it."""
    found = [
        {"column": column_of(owner, line, one["field"]), "reason": one["text"], "weight": one["weight"]}
        for one in line.faults
    ]
    return list({(one["column"], one["reason"]): one for one in found}.values())


def report(owner: Import) -> dict[str, Any]:
    """Numbers, forbidden columns and every line that is not good."""
    found = owner.lines.exclude(faults=[]).defer("cells", "written")
    lines = [
        {"sheet": owner.sheets[line.sheet]["name"], "line": line.number, "state": line.state, **note}
        for line in found
        for note in notes(owner, line)
    ]
    made = {name.removeprefix("made_"): n for name, n in owner.counts.items() if name.startswith("made_")}
    return {
        "import": owner.pk,
        "state": owner.state,
        "kind": owner.kind,
        "rows": owner.rows,
        "columns": owner.columns,
        "forbidden_columns_dropped": owner.forbidden,
        "good": owner.counts.get("good", 0),
        "doubtful": owner.counts.get("doubtful", 0),
        "refused": owner.counts.get("refused", 0),
        "households": owner.counts.get("households", 0),
        "unchanged": owner.counts.get("unchanged", 0),
        "changed": owner.counts.get("changed", 0),
        "gone": owner.counts.get("gone", 0),
        "lines": lines,
        "made": made,
    }
