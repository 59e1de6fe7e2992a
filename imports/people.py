"""Lines -> what they say of a household and of a person, by the chosen meaning of the columns."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from imports.models import Import, ImportLine
from imports.sheets import cells, days
from imports.staging import born
from residents.models import Resident
from residents.models.people import YOUNGEST

HEAD = frozenset(("户主", "本人", "户主本人", "本户", "本户户主", "01", "1", "0"))
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

    line: ImportLine
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

    def household(self) -> dict[str, str]:
        """The household as its form takes it; what the sheet has no column for is left out."""
        hardship = self.get("hardship").lower()
        found = {
            "number": self.number,
            "householder": self.get("householder") or self.get("name"),
            "phone": cells.whole(self.get("phone")),
            "members": count(self.get("members")),
            "children_under_14": count(self.get("children")),
            "is_hardship": "on" if hardship and hardship not in NO else "",
            "note": self.get("note"),
        }
        needed = {"number", "householder"}
        return {name: entry for name, entry in found.items() if entry or name in needed}

    def person(self) -> dict[str, str]:
        """The person as the form of a resident takes it."""
        year, stated = self.birth
        residence = self.get("residence")
        found = {
            "name": self.name,
            "phone": cells.whole(self.get("phone")),
            "birth_year": year,
            "is_stated_14": stated,
            "residence": RESIDENCE_OF.get(residence, residence) or Resident.Residence.PERMANENT.value,
        }
        return {name: entry for name, entry in found.items() if entry or name == "name"}

    @property
    def birth(self) -> tuple[str, str]:
        """Year of birth, and ``on`` when the day shows that somebody who turns 14 this year has."""
        entry = self.get("identity") or cells.whole(self.get("birth"))
        entry = born(days.day(entry), self.today) or str(days.year(entry) or entry)
        return entry.rstrip("+-"), "on" if entry.endswith("+") else ""

    @property
    def is_child(self) -> bool:
        """Younger than 14: only a number on the household."""
        entry = self.get("identity") or born(days.day(cells.whole(self.get("birth"))), self.today)
        year, _stated = self.birth
        cut = self.today.year - YOUNGEST
        return entry.endswith("-") or (year.isdecimal() and cut < int(year) <= self.today.year)


def count(entry: str) -> str:
    """``count("4人") == "4"``; what is no count stays for the form to refuse."""
    found = COUNTED.fullmatch(cells.whole(entry))
    return found[1] if found else entry


class Reader:
    """Reads the lines of an import in order; blanks under a merged cell take what stands above."""

    def __init__(self, owner: Import):
        self.columns: list[list[tuple[int, str]]] = [
            [
                (place, owner.columns[heading])
                for place, heading in enumerate(sheet["headings"])
                if owner.columns.get(heading)
            ]
            for sheet in owner.sheets
        ]
        self.names = [sheet["name"] for sheet in owner.sheets]
        self.titles = [sheet["title"] for sheet in owner.sheets]
        self.today = timezone.localdate()
        self.above: dict[str, str] = {}
        self.sheet = -1

    def read(self, lines: Iterator[ImportLine]) -> Iterator[SheetEntry]:
        for line in lines:
            yield self.entry(line, json.loads(str(line.cells)))

    def entry(self, line: ImportLine, row: list[str]) -> SheetEntry:
        if line.sheet != self.sheet:
            self.sheet, self.above = line.sheet, {}
        values = self._values(line, row)
        entry = SheetEntry(line, self.today, values)
        if line.part:
            values |= {
                name: self.above.get(name, "") for name in ("village", "code", "town", "group", "number")
            }
            return entry
        entry.is_new = self._fill(values)
        self.above = {name: values.get(name, "") for name in OF_FIRST} | {
            "new": "yes" if entry.is_new else ""
        }
        return entry

    def _values(self, line: ImportLine, row: list[str]) -> dict[str, str]:
        values: dict[str, str] = {}
        for place, code in self.columns[line.sheet]:
            cell = row[place] if place < len(row) else ""
            name, _sign, slot = code.partition("#")
            if int(slot or 0) == line.part and cell:
                values.setdefault(name, cell)
            if code == "names" and line.part and cell:
                values |= _listed(cell, line.part)
        if line.part:
            values = {name: cell for name, cell in values.items() if name != "names"}
            values.setdefault("relation", "成员")
        return values

    def _fill(self, values: dict[str, str]) -> bool:
        """Take village and number from above where they are blank; does the row begin another household?"""
        for name in ("village", "code", "town", "group"):
            if not values.get(name) and self.above.get(name):
                values[name] = self.above[name]
        has_number, householder = bool(values.get("number")), values.get("householder")
        if not has_number and self.above.get("number"):
            other = bool(householder) and householder != self.above.get("householder")
            if other or values.get("relation") in HEAD:
                return True
            values["number"] = self.above["number"]
            values.setdefault("householder", self.above.get("householder", ""))
            return False
        keys = ("village", "code", "town", "group", "number")
        is_same = all(values.get(name, "") == self.above.get(name, "") for name in keys)
        return not (is_same and bool(self.above)) or values.get("relation") in HEAD

    def place(self, line: ImportLine) -> tuple[str, str]:
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
    slots = [
        sorted({int(code.partition("#")[2]) for _place, code in columns if "#" in code})
        for columns in reader.columns
    ]
    lists = [next((place for place, code in columns if code == "names"), None) for columns in reader.columns]
    for line in owner.lines.filter(part=0).order_by("sheet", "number").iterator(1_000):
        row = json.loads(str(line.cells))
        listed = lists[line.sheet]
        members = slots[line.sheet]
        if listed is not None and listed < len(row):
            members = list(range(1, len([one for one in NAME_IN_LIST.split(row[listed]) if one]) + 1))
        for part in members:
            line.part = part
            if reader._values(line, row).get("name"):
                yield line.sheet, line.number, part, row
