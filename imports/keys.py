"""The keys by which a line finds its household and its person: the one seam to the folding of the register."""

from functools import lru_cache

from folding import house_numbers, text


@lru_cache(50_000)
def name(written: str) -> str:
    """The folded name, as ``Resident.name_key`` and ``Household.householder_key`` store it."""
    return text.name(written)


@lru_cache(50_000)
def number(written: str) -> str:
    """The folded house number, as ``Household.number_key`` stores it."""
    return house_numbers.folded(written)


@lru_cache(10_000)
def word(written: str) -> str:
    """A folded word of a place's name."""
    return text.name(written)
