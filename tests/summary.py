"""Printed at the end of a run: what tests counted, and how long they took.

What a test counted (``record_property("summary", line)``) is printed whichever process ran the test. The median time of
the tests is to stay below 50 ms: the usual test asks one page.
"""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from tests import by_day

JOURNEYS = "tests/journeys/"  # whole stories in a browser
FEW = 20  # tests of which a median says nothing
TIMES = Path(__file__).resolve().parents[1] / "var" / "cache" / "times.txt"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    reports = [report for stat in terminalreporter.stats.values() for report in stat]
    properties = (pair for report in reports for pair in getattr(report, "user_properties", ()))
    for line in dict.fromkeys(value for name, value in properties if name == "summary"):
        terminalreporter.write_line(line)
    if line := times(reports):
        terminalreporter.write_line(line)
        if by_day.is_of_all(terminalreporter.config):
            TIMES.write_text("\n".join(by_function(reports)) + "\n", encoding="utf-8")


def by_function(reports: Iterable[Any]) -> list[str]:
    """Seconds, cases and name of each test function, the longest first: where the time of a run goes."""
    seconds: dict[str, float] = defaultdict(float)
    cases: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        if hasattr(report, "duration"):
            name = report.nodeid.partition("[")[0]
            seconds[name] += report.duration
            cases[name].add(report.nodeid)
    longest = sorted(seconds, key=lambda name: -seconds[name])
    return [f"{seconds[name]:8.1f} s {len(cases[name]):>5} {name}" for name in longest]


def times(reports: Iterable[Any]) -> str:
    """The median and the ninth decile of the tests, setup and teardown included; nothing for a few tests."""
    seconds: dict[str, float] = defaultdict(float)
    for report in reports:
        if hasattr(report, "duration") and not report.nodeid.startswith(JOURNEYS):
            seconds[report.nodeid] += report.duration
    if len(seconds) < FEW:
        return ""
    middle, ninth = median(seconds.values()), quantiles(seconds.values(), n=10)[-1]
    spread = f"median {1000 * middle:.0f} ms, nine of ten below {1000 * ninth:.0f} ms"
    return f"{len(seconds):,} tests without a browser: {spread}"
