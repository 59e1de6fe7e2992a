"""What a test counted (``record_property("summary", line)``) is printed at the end, whichever process ran the test."""

from typing import Any


def pytest_terminal_summary(terminalreporter: Any) -> None:
    reports = (report for stat in terminalreporter.stats.values() for report in stat)
    properties = (pair for report in reports for pair in getattr(report, "user_properties", ()))
    for line in dict.fromkeys(value for name, value in properties if name == "summary"):
        terminalreporter.write_line(line)
