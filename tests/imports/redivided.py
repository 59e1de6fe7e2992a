"""Division files of a real county, and the same after changes as they happen: what became of each village is known.

``Region`` is read from tests/data/divisions; each method is one kind of change; ``answers`` says what the county would.
"""

import csv
import random
from pathlib import Path

from imports.divisions.files import DivisionFile

SAMPLES = Path(__file__).parents[1] / "data" / "divisions"


class Region:
    """The towns and villages of one county by code. ``truth``: a village's code at first -> its codes now."""

    def __init__(self, county: str, rng: random.Random, towns: int = 99):
        """``towns``: only so many, the last ones, of which some are townships."""
        self.county, self.rng = county, rng
        self.towns = {row["code"]: row["name"] for row in _rows(f"towns-{county}.csv")[-towns:]}
        self.villages = {
            row["code"]: (row["name"], row["streetCode"])
            for row in _rows(f"villages-{county}.csv")
            if row["streetCode"] in self.towns
        }
        self.truth = {code: [code] for code in self.villages}
        self.towns_were = {code: code for code in self.towns}
        self.done: list[str] = []

    def files(self) -> tuple[DivisionFile, DivisionFile, DivisionFile]:
        towns = [f"{code},{name},{self.county}" for code, name in self.towns.items()]
        villages = [f"{code},{name},{town}" for code, (name, town) in self.villages.items()]
        return (
            DivisionFile("counties.csv", (SAMPLES / "counties.csv").read_bytes()),
            _file("towns.csv", ["code,name,areaCode", *towns]),
            _file("villages.csv", ["code,name,streetCode", *villages]),
        )

    def answers(self) -> dict[str, list[str]]:
        """What changed, as the county would write it: old code -> new ones."""
        found = {old: list(new) for old, new in self.truth.items() if new != [old]}
        stay = {code for code, new in self.truth.items() if new == [code]}
        shared = {code for new in found.values() for code in new}
        return (
            found
            | {old: [old] for old in stay & shared}
            | {old: [new] for old, new in self.towns_were.items() if old != new}
        )

    def free_code(self, town: str) -> str:
        used = {*self.villages, *self.truth}
        return next(code for number in range(200, 600) if (code := f"{town}{number}") not in used)

    def recode_town(self, town: str = "") -> None:
        """A township becomes a town: new codes for it and all its villages."""
        town = town or self.rng.choice(sorted(self.towns))
        code = next(
            one
            for n in range(100, 400)
            if (one := f"{self.county}{n}") not in {*self.towns, *self.towns_were}
        )
        self.towns[code] = self.towns.pop(town).replace("乡", "镇")
        self.towns_were = {old: code if new == town else new for old, new in self.towns_were.items()}
        for old in [old for old, (_name, place) in self.villages.items() if place == town]:
            self._recode(old, code + old[9:], code)
        self.done.append(f"recode town {town} {code}")

    def recode(self) -> None:
        old = self._any()
        self._recode(old, self.free_code(old[:9]), old[:9])

    def move(self) -> None:
        old = self._any()
        town = self.rng.choice(sorted(self.towns.keys() - {old[:9]}))
        self._recode(old, self.free_code(town), town)

    def rename(self) -> None:
        code = self._any()
        name, town = self.villages[code]
        self.villages[code] = (f"新{name}", town)
        self.done.append(f"rename {code}")

    def swap(self) -> None:
        """Two villages of a town exchange their codes."""
        first = self._any()
        others = sorted(code for code in self.villages if code[:9] == first[:9] and code != first)
        if not others:
            return
        second = self.rng.choice(others)
        self.villages[first], self.villages[second] = self.villages[second], self.villages[first]
        self._replace({first: second, second: first})
        self.done.append(f"swap {first} {second}")

    def merge(self) -> None:
        gone, kept = self._any(), self._any()
        if gone == kept:
            return
        del self.villages[gone]
        self._replace({gone: kept})
        self.done.append(f"merge {gone} {kept}")

    def split(self) -> None:
        old = self._any()
        name, town = self.villages[old]
        part = self.free_code(town)
        self.villages[part] = (f"{name[:1]}分{name[1:]}", town)
        for new in self.truth.values():
            if old in new:
                new.append(part)
        self.done.append(f"split {old} {part}")

    def reuse(self) -> None:
        """A code that a village has lost means a new one."""
        lost = sorted(code for code in self.truth if code not in self.villages and code[:9] in self.towns)
        if lost:
            code = self.rng.choice(lost)
            self.villages[code] = (f"再用{code[-3:]}村委会", code[:9])
            self.done.append(f"reuse {code}")

    def change(self, times: int) -> None:
        kinds = [
            self.recode_town, self.recode, self.move, self.rename, self.swap, self.merge, self.split, self.reuse,
        ]  # fmt: skip
        for kind in self.rng.choices(kinds, k=times):
            kind()

    def _any(self) -> str:
        """A village that only one old one became, and which became only one."""
        plain = [new[0] for new in self.truth.values() if len(new) == 1]
        return self.rng.choice(sorted(code for code in plain if plain.count(code) == 1))

    def _recode(self, old: str, code: str, town: str) -> None:
        self.villages[code] = (self.villages.pop(old)[0], town)
        self._replace({old: code})
        self.done.append(f"recode {old} {code}")

    def _replace(self, codes: dict[str, str]) -> None:
        self.truth = {old: [codes.get(one, one) for one in new] for old, new in self.truth.items()}


def _rows(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def _file(name: str, lines: list[str]) -> DivisionFile:
    return DivisionFile(name, ("\n".join(lines) + "\n").encode())
