"""Find a household or a resident by what an officer types: name, initials, pinyin, house number, telephone.

Beginnings only: they stay indexed under a scope of any width (docs/architecture.md). Each way gives its candidates by
an index of its own before they are put in order.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.lookups import Lookup

from accounts.models import User
from encryption.fields import matching
from folding import house_numbers
from folding import text as folding
from residents import given_names, phones
from residents.models import Household, Resident
from residents.surnames import OTHERS

CANDIDATES = 1_000  # of each kind: nobody reads further, and sorting them costs little


@CharField.register_lookup
class Begins(Lookup):
    """``name__begins="王"``. PostgreSQL uses an index for it under a row policy too, for ``^@`` is leakproof: it
    reveals nothing about rows that the policy hides. For LIKE it does not.
    """

    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} ^@ {right}", (*left_params, *right_params)


@dataclass(frozen=True)
class Columns:
    """Where a model has the folded keys of a person, and of the house they live in."""

    name: str
    number: str


COLUMNS: dict[type[Model], Columns] = {
    Household: Columns(name="householder_key", number="number_key"),
    Resident: Columns(name="name_key", number="household__number_key"),
}


def households(rows: QuerySet[Household], text: str, *, by: User) -> QuerySet[Household]:
    """The households of ``rows`` in which somebody is found by ``text``, and those whose house number begins with it.

    All of them when nothing is typed. ``by`` sees the residents who are searched.
    """
    if not text.strip():
        return rows
    members = Resident.objects.visible_to(by).filter(left_on=None).order_by()
    own = (*of_person(Household, text), *of_house(text))
    ways: list[Any] = [rows.order_by().filter(one).values("pk") for one in own]
    ways += [members.filter(one).values("household") for one in of_person(Resident, text)]
    return _any_of(rows, ways)


def members(found: Iterable[Household], text: str, *, by: User) -> dict[int, list[str]]:
    """The names of those whom ``text`` means besides the householder, by the key of their household."""
    named = {one.pk: one.householder for one in found}
    here = Resident.objects.visible_to(by).filter(left_on=None, household__in=list(named))
    ways = list(of_person(Resident, text))
    names: dict[int, list[str]] = {}
    if not ways:
        return names
    for household, name in here.filter(reduce(or_, ways)).order_by("pk").values_list("household", "name"):
        if name != named[household]:
            names.setdefault(household, []).append(name)
    return names


def residents(rows: QuerySet[Resident], text: str, *, by: User) -> QuerySet[Resident]:
    """The residents of ``rows`` who are found by ``text``, or whose house has the number or phone; all for no text."""
    if not text.strip():
        return rows
    plain = rows.order_by()
    houses = Household.objects.visible_to(by).order_by()
    ways = [plain.filter(one).values("pk") for one in of_person(Resident, text)]
    ways += [
        plain.filter(household__in=houses.filter(one).values("pk")[:CANDIDATES]).values("pk")
        for one in (*of_house(text), *of_phone(Household, text))
    ]
    return _any_of(rows, ways)


def _any_of(rows: QuerySet[Any], ways: list[Any]) -> QuerySet[Any]:
    if not ways:
        return rows.none()
    return rows.filter(pk__in=reduce(lambda one, other: one.union(other), [way[:CANDIDATES] for way in ways]))


def of_house(text: str) -> Iterator[Q]:
    """By the house number alone, in any spelling. A whole telephone number without a dash is none."""
    typed = house_numbers.folded(text)
    if typed and not ("-" not in folding.plain(text) and phones.is_whole(text)):
        yield Q(number_key__begins=typed)


def of_phone(model: type[Model], text: str) -> Iterator[Q]:
    """By a whole telephone number, or its last four digits."""
    if phones.is_whole(text):
        yield matching(model, "phone_index", text)
    elif phones.is_tail(text):
        yield matching(model, "phone_tail", text)


def of_person(model: type[Model], text: str) -> Iterator[Q]:
    """The ways in which ``text`` can mean a person: by telephone, by name, by name and house number."""
    columns = COLUMNS[model]
    yield from of_phone(model, text)
    if phones.is_whole(text):
        return
    yield from of_name(columns, folding.name(text))
    name, number = parted(text)
    if name:
        here = Q(**{f"{columns.number}__begins": number})
        yield from (one & here for one in of_name(columns, name))


def as_new_household(text: str) -> dict[str, str]:
    """What a search that found nobody says about a household to register: its householder, its number, or both.

    Letters are a spelling of a name and no name; a telephone number is typed where it is encrypted.
    """
    if phones.is_whole(text):
        return {}
    name, number = parted(text)
    if name:
        return {"number": number} | ({} if name.isascii() else {"householder": name})
    if any(letter.isdecimal() for letter in folding.plain(text)):
        return {"number": text.strip()}
    return {} if folding.name(text).isascii() else {"householder": text.strip()}


# A name, a blank and a house number, which may begin with the name of a group (东组5号); or a name and digits.
PARTED = re.compile(
    r"(?P<word>\D+?) +(?P<place>(?:[^\d\s]*[组队社屯栋座路街巷弄])?\d.*)|(?P<name>\D*[^\d\s]) *(?P<number>\d.*)"
)


def parted(text: str) -> tuple[str, str]:
    """``parted("王芳 3-5号") == ("王芳", "3-5")``: a name before a house number, both folded; else two empty texts."""
    found = PARTED.fullmatch(folding.plain(text))
    if not found:
        return "", ""
    name, number = found["name"] or found["word"], found["number"] or found["place"]
    return folding.name(name), house_numbers.folded(number)


def of_name(columns: Columns, typed: str) -> Iterator[Q]:
    """By a folded name: its beginning or the given name; in letters the pinyin or its initials."""
    typed = typed.replace("ü", "v")  # as pinyin is stored: lv, nv
    if not typed:
        return
    yield Q(given_key__begins=typed)
    if not typed.isascii():
        yield Q(**{f"{columns.name}__begins": typed})
        return
    yield Q(pinyin__begins=typed)
    yield Q(initials__begins=typed)
    for surname, changed in other_readings(typed):
        yield changed & Q(**{f"{columns.name}__begins": surname})
    for key, column, characters in of_given_name(typed):
        yield Q(**{column: key}) & Q(**{f"{columns.name}__regex": f".[{characters}]"})


def of_given_name(typed: str) -> Iterator[tuple[str, str, str]]:
    """Key, column and characters of what ``typed`` means when a character after the surname is read otherwise."""
    for key, character in given_names.other_readings(typed):
        yield key, "pinyin__begins", character
    if len(typed) <= given_names.LONGEST:
        for key, characters in given_names.other_initials(typed):
            yield key, "initials__begins", characters


def other_readings(typed: str) -> Iterator[tuple[str, Q]]:
    """The surnames that ``typed`` reads in another way than the register does, and what it would be in the register.

    ``"dishan"`` is ``zhaishan`` for somebody called 翟, ``"ds"`` is ``zs``.
    """
    for surname, ours, other in OTHERS:
        letters = "".join(word[0] for word in other.split())
        our_letters = "".join(word[0] for word in ours.split())
        ours, other = ours.replace(" ", ""), other.replace(" ", "")
        if typed.startswith(other):
            yield surname, Q(pinyin__begins=ours + typed.removeprefix(other))
        elif other.startswith(typed) and not ours.startswith(typed):
            yield surname, Q()
        if letters != our_letters and len(typed) > len(letters) and typed.startswith(letters):
            yield surname, Q(initials__begins=our_letters + typed.removeprefix(letters))
