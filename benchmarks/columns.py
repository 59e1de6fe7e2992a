"""What a column of ours reads, for those that are held against it and know fields only."""

from collections.abc import Iterable

from pages.columns import Column

OF_TODAY = {"of_town": "village__town__name", "of_village": "village__name", "division_code": "village__code"}


def fields_of(columns: Iterable[Column]) -> list[str]:
    """Paths from the list's model. An expression bears the name of the field that it words: keys, not names, say.

    What a village was called on the day of a row is read as it is called today.
    """
    return [OF_TODAY.get(column.name) or column.path or column.name for column in columns]
