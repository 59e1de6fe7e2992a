"""Printed at the end of a run: what tests counted, and how long they took.

What a test counted (``record_property("summary", line)``) is printed whichever process ran the test. The median time of
the tests is to stay below 50 ms: the usual test asks one page.

After a run of all tests var/cache/times.txt says for each function its seconds by the clock, those in which its process
was at work (other programs on the machine change the first, hardly the second), those of the test itself without its
fixtures, and the number of its cases. ``make costs`` writes from it which tests have turns (tests/by_day.py).
"""

import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import pytest

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


class Processor:
    """Seconds that this process was at work since the report before this one."""

    def __init__(self) -> None:
        self.before = time.process_time()

    def spent(self) -> float:
        before, self.before = self.before, time.process_time()
        return self.before - before


PROCESSOR = Processor()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Any:
    report = yield
    report.user_properties.append(("processor", PROCESSOR.spent()))
    return report


def by_function(reports: Iterable[Any]) -> list[str]:
    """A line for each test function, the longest first: where the time of a run goes."""
    seconds: dict[str, float] = defaultdict(float)
    at_work: dict[str, float] = defaultdict(float)
    itself: dict[str, float] = defaultdict(float)
    cases: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        if hasattr(report, "duration"):
            name = report.nodeid.partition("[")[0]
            seconds[name] += report.duration
            itself[name] += report.duration if report.when == "call" else 0
            at_work[name] += sum(value for what, value in report.user_properties if what == "processor")
            cases[name].add(report.nodeid)
    longest = sorted(seconds, key=lambda name: -seconds[name])
    return [
        f"{seconds[name]:8.1f} s {at_work[name]:8.1f} s {itself[name]:8.1f} s {len(cases[name]):>5} {name}"
        for name in longest
    ]


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
