"""How many lines of the rooms the tests ran, and the floor below which `make test` fails: a plugin of pytest.

ops/test.py names it in PYTEST_PLUGINS when all tests run. An option would be too late: a worker of pytest-xdist reads
its options after Django has imported the rooms, and lines are seen in code that is imported while this is at work.
Slipcover rewrites the code once; a tracer (coverage.py on Python 3.11) took half as much time again.
"""

import ast
from pathlib import Path
from typing import Any

import pytest
from slipcover import FileMatcher, ImportManager, Slipcover

from ops.environment import ROOT
from ops.instance import VAR

FLOOR = 92.0  # percent of the lines of the rooms
FLOORS = ROOT / "config" / "rooms.py"
REPORT = VAR / "cache" / "lines.txt"
LEAST = 5  # files that are shown at the end

Seen = dict[str, tuple[set[int], set[int]]]  # file: lines that ran, lines that did not


def rooms(path: Path = FLOORS) -> list[str]:
    """The folders of the rooms (config/rooms.py), read without importing ``config``, which would be too early."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "FLOORS" and node.value:
            return [room for floor in ast.literal_eval(node.value) for room in floor]
    raise LookupError(f"{path} has no literal FLOORS.")


class Lines:
    """What one process saw, and, in the process that shares the tests out, what its workers reported."""

    def __init__(self, folders: list[str]) -> None:
        omit = ["*/migrations/*"]
        self.slipcover = Slipcover(source=folders, omit=omit)
        self.reported: list[dict[str, Any]] = []
        ImportManager(self.slipcover, FileMatcher(sources=folders, omit=omit)).__enter__()

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        self.reported.append(getattr(node, "workeroutput", {}).get("lines", {}))

    @property
    def own(self) -> dict[str, Any]:
        """File -> lines that ran in this process, lines that did not."""
        files = self.slipcover.get_coverage()["files"]
        return {name: [facts["executed_lines"], facts["missing_lines"]] for name, facts in files.items()}

    @property
    def seen(self) -> Seen:
        """Of all processes, once those have ended."""
        return together([self.own, *self.reported])

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput["lines"] = self.own
            return
        if share(self.seen) < FLOOR and session.exitstatus == 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(trylast=True)
    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        seen = self.seen
        REPORT.parent.mkdir(parents=True, exist_ok=True)
        REPORT.write_text("\n".join(gaps(seen)) + "\n", encoding="utf-8")
        total = share(seen)
        fails = "" if total >= FLOOR else f": below the floor of {FLOOR:g} %"
        terminalreporter.write_line(f"Lines of the rooms that ran: {total:.2f} %{fails}", red=bool(fails))
        for line in gaps(seen)[:LEAST]:
            terminalreporter.write_line(f"  {line[:110]}")


def together(reports: list[dict[str, Any]]) -> Seen:
    """What ran in any process ran; what ran in none did not."""
    ran: dict[str, set[int]] = {}
    known: dict[str, set[int]] = {}
    for report in reports:
        for name, (executed, missing) in report.items():
            ran.setdefault(name, set()).update(executed)
            known.setdefault(name, set()).update(executed, missing)
    return {name: (ran[name], lines - ran[name]) for name, lines in known.items()}


def share(seen: Seen) -> float:
    """Percent of all lines that ran; 0 where there is no line."""
    ran, missed = (sum(len(lines[side]) for lines in seen.values()) for side in (0, 1))
    return 100 * ran / (ran + missed) if ran + missed else 0.0


def gaps(seen: Seen) -> list[str]:
    """A line for each file in which something did not run, most missing lines first."""
    worst = sorted(
        ((name, *lines) for name, lines in seen.items() if lines[1]), key=lambda one: (-len(one[2]), one[0])
    )
    return [f"{missed_of(ran, missed)} {name}: {spans(sorted(missed))}" for name, ran, missed in worst]


def missed_of(ran: set[int], missed: set[int]) -> str:
    return f"{len(missed):>4} of {len(ran) + len(missed):>4}"


def spans(lines: list[int]) -> str:
    """``[1, 2, 3, 7]`` as ``1-3, 7``."""
    found: list[list[int]] = []
    for line in lines:
        if found and line == found[-1][1] + 1:
            found[-1][1] = line
        else:
            found.append([line, line])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in found)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(AT_WORK)


AT_WORK = Lines([str(ROOT / room) for room in rooms()])
