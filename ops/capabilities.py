"""`make capabilities`: docs/capabilities.md, the wishes of the client's sources and where each stands, from its data.

The data, docs/capabilities.toml, are written by hand; tests/test_capabilities.py holds them against pages and tests.
"""

import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from ops.environment import ROOT
from ops.trouble import Trouble, report_trouble

DATA = ROOT / "docs" / "capabilities.toml"
PAGE = ROOT / "docs" / "capabilities.md"
PICTURES = ROOT / "docs" / "pictures"
STATUSES = ("built", "partly", "planned", "left out", "refused")
HEAD = """\
# Capabilities

What the client's sources wish for, by number, and what this version does of it. Made by `make capabilities` from
[capabilities.toml](capabilities.toml); change that file, not this one.

- **built**: a user does it today, and the tests beside it show it.
- **partly**: a part of it; the remark says what is there or missing.
- **planned**: not there.
- **left out**: it would be a form that nobody reads.
- **refused**: the registry keeps no such record, on purpose ([what it is not](../README.md#what-it-is-not)).

"""


@dataclass(frozen=True)
class Wish:
    """One line of the table. ``page`` is the name of a url, ``tests`` are node ids, ``picture`` a file's name."""

    number: int
    title: str
    status: str
    page: str = ""
    tests: list[str] = field(default_factory=list)
    picture: str = ""
    note: str = ""


def load(path: Path = DATA) -> list[Wish]:
    """The wishes in the order of the file; Trouble for a status or a word that does not exist."""
    try:
        found = [Wish(**entry) for entry in tomllib.loads(path.read_text(encoding="utf-8"))["wishes"]]
    except (TypeError, KeyError, tomllib.TOMLDecodeError) as error:
        raise Trouble(f"{path.name} can not be read: {error}") from error
    strange = [str(wish.number) for wish in found if wish.status not in STATUSES]
    if strange:
        raise Trouble(
            f"{path.name}: unknown status of {', '.join(strange)}; known are {', '.join(STATUSES)}."
        )
    return found


def table(wishes: list[Wish]) -> str:
    """The whole page."""
    counted = Counter(wish.status for wish in wishes)
    sums = ", ".join(f"{counted[status]} {status}" for status in STATUSES if counted[status])
    lines = [f"Of {len(wishes)} wishes: {sums}.", "", "| # | Wish | Status | Page | Tests | Remark |"]
    lines += ["|--:|---|---|---|---|---|", *map(row, wishes)]
    return HEAD + "\n".join(lines) + "\n"


def row(wish: Wish) -> str:
    page = f"`{wish.page}`" if wish.page else ""
    if wish.picture:
        page = f"{page} [picture](pictures/{wish.picture})".strip()
    cells = [str(wish.number), wish.title, wish.status, page, "<br>".join(map(link, wish.tests)), wish.note]
    return f"| {' | '.join(cells)} |".replace("  ", " ")


def link(test: str) -> str:
    """A test as a link to its file, named after it."""
    path, _colons, name = test.partition("::")
    return f"[{name.removeprefix('test_').replace('_', ' ')}](../{path})"


def main() -> None:
    PAGE.write_text(table(load()), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} is made anew.")


if __name__ == "__main__":
    with report_trouble():
        main()
