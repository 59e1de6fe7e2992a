"""`make mutants`: take each book out of each place that lists books (tests/book_mutants.py), and print the table.

1 when a mutant survives: no test would notice that the place has forgotten the book.
"""

import sys
from pathlib import Path
from typing import Any

import pytest

MUTANTS = Path(__file__).with_name("book_mutants.py")
KILLED, SURVIVED, BROKEN = "killed", "SURVIVED", "BROKEN"


class Table:
    """What became of each mutant: a line a book, a column a place."""

    def __init__(self) -> None:
        self.outcomes: dict[tuple[str, str], str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        properties: dict[str, Any] = dict(report.user_properties)
        if report.when == "call" and properties:
            self.outcomes[properties["book"], properties["place"]] = KILLED if report.passed else SURVIVED
        elif report.failed:
            self.outcomes[report.nodeid, report.when or ""] = BROKEN

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        write, found = terminalreporter.write_line, [*self.outcomes]
        stems, places = (list(dict.fromkeys(one[part] for one in found)) for part in (0, 1))
        width = max(map(len, stems), default=0) + 2
        write("")
        for number, place in enumerate(places, 1):
            write(f"{number:>3}  {place}")
        write("\n" + " " * width + "".join(f"{number:>9}" for number in range(1, len(places) + 1)))
        for stem in stems:
            cells = [self.outcomes.get((stem, place), "-") for place in places]
            write(f"{stem:<{width}}" + "".join(f"{cell:>9}" for cell in cells))
        killed = sum(outcome == KILLED for outcome in self.outcomes.values())
        write(f"\n{killed} of {len(found)} mutants killed")


def main() -> int:
    """The exit code of pytest: 0 when every mutant was killed."""
    quiet = ["-q", "--no-header", "--show-capture=no", "--tb=line", "-o", f"python_files={MUTANTS.name}"]
    return int(pytest.main([*quiet, str(MUTANTS), *sys.argv[1:]], plugins=[Table()]))


if __name__ == "__main__":
    sys.exit(main())
