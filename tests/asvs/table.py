"""`pytest -m asvs`: each requirement that a program checks, with the tests that hold it and whether they do."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.asvs.held_by import HELD_BY
from tests.asvs.requirements import WORDS

ROOT = Path(__file__).resolve().parents[2]


def ids_of(item: pytest.Item) -> set[str]:
    return {one for mark in item.iter_markers("asvs") for one in mark.args}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before ``-m`` is looked at: the tests of held_by.py get their marks."""
    for item in items:
        held = HELD_BY.get(item.path.relative_to(ROOT).as_posix(), {})
        ids = held.get(getattr(item, "originalname", ""), ())
        if ids:
            item.add_marker(pytest.mark.asvs(*ids))
        item.user_properties += [("asvs", one) for one in sorted(ids_of(item))]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if "asvs" in config.getoption("-m", default=""):
        for line in lines_of(terminalreporter.stats):
            terminalreporter.write_line(line)


def lines_of(stats: dict[str, list[Any]]) -> list[str]:
    """The table: number, our words, how many tests, the outcome."""
    found: dict[str, list[str]] = defaultdict(list)
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in stats.get(outcome, []):
            for one in {value for name, value in report.user_properties if name == "asvs"}:
                found[one].append(outcome)
    lines = ["", "OWASP ASVS 5.0.0"]
    for one in sorted(found, key=in_order):
        outcomes = found[one]
        outcome = (
            "pass"
            if set(outcomes) == {"passed"}
            else "FAIL"
            if {"failed", "error"} & set(outcomes)
            else "skip"
        )
        lines.append(f"  {one:7} {outcome}  {len(outcomes):3} tests  {WORDS.get(one, '?')}")
    return [*lines, f"{len(found)} requirements checked by {sum(map(len, found.values()))} tests"]


def in_order(number: str) -> list[int]:
    return [int(part) for part in number.split(".")]
