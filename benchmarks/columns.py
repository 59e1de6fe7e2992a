"""What a column of ours reads, for those that are held against it and know fields only."""

from collections.abc import Iterable

from pages.columns import Column


def fields_of(columns: Iterable[Column]) -> list[str]:
    """Paths from the list's model. An expression bears the name of the field that it words: keys, not names, say."""
    return [column.path or column.name for column in columns]
