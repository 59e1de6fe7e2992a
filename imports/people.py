"""Lines -> what they say of a household and of a person, by the chosen meaning of the columns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db.models import Q
from django.utils import timezone

from imports import lines
from imports.lines import Line
from imports.models import Import
from imports.sheets import cells, days
from imports.staging import born
from residents.models import Resident
from residents.models.people import YOUNGEST

HEAD = frozenset(("户主", "本人", "户主本人", "本户", "本户户主", "01", "02", "1", "0"))
Relation = Resident.Relation
RELATIONS = {
    Relation.SPOUSE: "配偶 妻 妻子 夫 丈夫 爱人 老婆 老公 之妻 之夫 户主配偶 10 11 12",
    Relation.CHILD: "子女 子 女 儿子 女儿 独生子 独生女 长子 次子 三子 四子 五子 长女 次女 三女 四女 五女 大儿子 "
    "二儿子 大女儿 二女儿 小儿子 小女儿 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39",
    Relation.PARENT: "父母 父 母 父亲 母亲 爸爸 妈妈 51 52",
}
# GB/T 4761 (codes of relations in a family) beside the words; what is none of these is another relation.
RELATION_OF = {word: code.value for code, words in RELATIONS.items() for word in words.split()}
MEMBER = "成员"  # in a column of members without a relation
NO = frozenset(("否", "无", "不", "没有", "不是", "0", "n", "no", "×", "x", "非", "/"))
RESIDENCES = {
    Resident.Residence.PERMANENT: "常住 户籍 常住人口 户籍人口 本地 本村 常 在家 人户一致 常住户籍",
    Resident.Residence.TEMPORARY: "暂住 流动 流动人口 暂住人口 外来 外来人口 租住 租户 暂",
    Resident.Residence.FOREIGN: "境外 境外人员 外籍 外国人 港澳台",
}
RESIDENCE_OF = {word: code.value for code, words in RESIDENCES.items() for word in words.split()}
COUNTED = re.compile(r"(\d+)\s*(?:人|口|口人|个)?")
NAME_IN_LIST = re.compile(r"[、,，;；/\s]+")
YEAR_BESIDE = re.compile(r"(.*?)[(（]?((?:19|20)\d{2})年?(?:生)?[)）]?")
GROUP = re.compile(r"组|村民小组|屯")
OF_FIRST = (
    "village",
    "code",
    "town",
    "group",
    "number",
    "householder",
    "members",
    "children",
    "hardship",
    "note",
)


@dataclass(slots=True)
class SheetEntry:
    """What a line says, by meaning; of the person of its part. ``is_new``: it begins a household."""

    line: Line
    today: date
    values: dict[str, str] = field(default_factory=dict)
    is_new: bool = False

    def get(self, code: str) -> str:
        return self.values.get(code, "")

    @property
    def name(self) -> str:
        return self.get("name") or (self.get("householder") if self.is_head else "")

    @property
    def is_head(self) -> bool:
        relation = self.get("relation")
        if relation:
            return relation in HEAD
        name = self.get("name")
        return self.is_new and (not name or name == (self.get("householder") or name))

    @property
    def number(self) -> str:
        """The house number with its group: 3 and 12号 is 3组12号."""
        group, number = self.get("group"), self.get("number")
        if not group or not number or GROUP.search(number):
            return number
        return f"{group if GROUP.search(group) else group + '组'}{number}"

    @property
    def phone(self) -> str:
        return cells.whole(self.get("phone"))

    def household(self) -> dict[str, str]:
        """The household as its form takes it; what the sheet has no column for is left out."""
        found = {
            "number": self.number,
            "householder": self.get("householder") or self.get("name"),
            "phone": self.phone,
            **self.counts(),
            "is_hardship": "on" if is_yes(self.get("hardship")) else "",
            "note": self.get("note"),
        }
        needed = {"number", "householder"}
        return {name: entry for name, entry in found.items() if entry or name in needed}

    def counts(self) -> dict[str, str]:
        """The counts of the household, by field of its form."""
        return {
            "members": count(self.get("members")),
            "children_under_14": count(self.get("children")),
        }

    def person(self) -> dict[str, str]:
        """The person as the form of a resident takes it."""
        year, stated = self.birth
        residence = self.get("residence")
        found = {
            "name": self.name,
            "phone": self.phone,
            "birth_year": year,
            "is_stated_14": stated,
            "relation": self.relation,
            "residence": RESIDENCE_OF.get(residence, residence) or Resident.Residence.PERMANENT.value,
        }
        return {name: entry for name, entry in found.items() if entry or name == "name"}

    @property
    def relation(self) -> str:
        """To the householder, as the register writes it; empty where the sheet does not say."""
        written = self.get("relation")
        if written in HEAD or written in {"", MEMBER}:
            return ""
        return RELATION_OF.get(written, Relation.OTHER.value)

    @property
    def says_head(self) -> bool:
        """Does the column of the relation say that this is the householder?"""
        return self.get("relation") in HEAD

    @property
    def birth(self) -> tuple[str, str]:
        """Year of birth, and ``on`` when the day shows that somebody who turns 14 this year has."""
        return read_birth(self.get("identity"), self.get("birth"), self.today)[:2]

    @property
    def is_child(self) -> bool:
        """Younger than 14: only a number on the household."""
        return read_birth(self.get("identity"), self.get("birth"), self.today)[2]


@lru_cache(20_000)
def read_birth(identity: str, birth: str, today: date) -> tuple[str, str, bool]:
    """Year of birth, ``on`` for somebody who turns 14 this year and has, and whether it is a child under 14.

    ``identity`` is what staging.birth_of left of an identity number, ``birth`` the cell of a year or a day.
    """
    day = days.day(cells.whole(birth))
    known = identity or born(day, today)
    entry = known or str(days.year(cells.whole(birth)) or cells.whole(birth))
    year, cut = entry.rstrip("+-"), today.year - YOUNGEST
    is_child = known.endswith("-") or (year.isdecimal() and cut < int(year) <= today.year)
    return year, "on" if entry.endswith("+") else "", is_child


def is_yes(written: str) -> bool:
    """Is what stands in a column of marks a yes?"""
    return bool(written) and written.lower() not in NO


def count(entry: str) -> str:
    """``count("4人") == "4"``; what is no count stays for the form to refuse."""
    found = COUNTED.fullmatch(cells.whole(entry))
    return found[1] if found else entry


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read: where it stands, what it means, of which member (0: of the row itself)."""

    place: int
    meaning: str
    slot: int

    @classmethod
    def of(cls, place: int, code: str) -> "Column":
        """``Column.of(3, "birth#2") == Column(3, "birth", 2)``."""
        name, _sign, slot = code.partition("#")
        return cls(place, name, int(slot or 0))


def columns_of(owner: Import) -> list[list[Column]]:
    """The columns that are read, of each sheet."""
    return [
        [
            Column.of(place, owner.columns[heading])
            for place, heading in enumerate(sheet["headings"])
            if owner.columns.get(heading)
        ]
        for sheet in owner.sheets
    ]


class Reader:
    """Reads the lines of an import in order; blanks under a merged cell take what stands above."""

    def __init__(self, owner: Import):
        self.columns = columns_of(owner)
        self.names = [sheet["name"] for sheet in owner.sheets]
        self.titles = [sheet["title"] for sheet in owner.sheets]
        self.today = timezone.localdate()
        self.above: dict[str, str] = {}
        self.sheet = -1

    def read(self, stored: Iterator[Line]) -> Iterator[SheetEntry]:
        return map(self.entry, stored)

    def entry(self, line: Line) -> SheetEntry:
        if line.sheet != self.sheet:
            self.sheet, self.above = line.sheet, {}
        values = self._values(line)
        entry = SheetEntry(line, self.today, values)
        if line.part:
            values |= {
                name: self.above.get(name, "") for name in ("village", "code", "town", "group", "number")
            }
            return entry
        entry.is_new = self._fill(values)
        self.above = {name: values[name] for name in OF_FIRST if name in values}
        return entry

    def _values(self, line: Line) -> dict[str, str]:
        values: dict[str, str] = {}
        row, part = line.cells, line.part
        end = len(row)
        for column in self.columns[line.sheet]:
            cell = row[column.place] if column.place < end else ""
            if not cell:
                continue
            if column.slot == part and not (part and column.meaning == "names"):
                values.setdefault(column.meaning, cell)
            if part and column.meaning == "names":
                values |= _listed(cell, part)
        if part:
            values.setdefault("relation", MEMBER)
        return values

    def names_member(self, line: Line) -> bool:
        """Does the row name somebody in this part of it?"""
        return bool(self._values(line).get("name"))

    def _fill(self, values: dict[str, str]) -> bool:
        """Take village and number from above where they are blank; does the row begin another household?"""
        above = self.above
        for name in ("village", "code", "town", "group"):
            if name in above and not values.get(name):
                values[name] = above[name]
        has_number, householder = bool(values.get("number")), values.get("householder")
        if not has_number and above.get("number"):
            other = bool(householder) and householder != above.get("householder")
            if other or values.get("relation") in HEAD:
                return True
            values["number"] = above["number"]
            values.setdefault("householder", above.get("householder", ""))
            return False
        keys = ("village", "code", "town", "group", "number")
        is_same = bool(above) and all(values.get(name, "") == above.get(name, "") for name in keys)
        other = bool(householder) and householder != (above.get("householder") or householder)
        return not is_same or other or values.get("relation") in HEAD

    def place(self, line: Line) -> tuple[str, str]:
        """What the sheet is called and what stands above its headings: they may name the village."""
        return self.names[line.sheet], self.titles[line.sheet]


def _listed(cell: str, part: int) -> dict[str, str]:
    """Name, and year beside it, of the member ``part`` in 李四(1980)、李五."""
    found = [one for one in NAME_IN_LIST.split(cell) if one]
    if part > len(found):
        return {}
    beside = YEAR_BESIDE.fullmatch(found[part - 1])
    return {"name": beside[1], "birth": beside[2]} if beside else {"name": found[part - 1]}


def parts(owner: Import) -> Iterator[tuple[int, int, int, list[str]]]:
    """The members of each family's row as lines of their own, to be stored beside it."""
    reader = Reader(owner)
    slots = [sorted({one.slot for one in columns} - {0}) for columns in reader.columns]
    lists = [
        next((one.place for one in columns if one.meaning == "names"), None) for columns in reader.columns
    ]
    if not any(slots) and all(place is None for place in lists):
        return
    for line in lines.with_cells(owner, Q(part=0)):
        listed, members = lists[line.sheet], slots[line.sheet]
        if listed is not None and listed < len(line.cells):
            members = list(range(1, len([one for one in NAME_IN_LIST.split(line.cells[listed]) if one]) + 1))
        for part in members:
            line.part = part
            if reader.names_member(line):
                yield line.sheet, line.number, part, line.cells
