"""What the monthly report shows, for tests."""

from typing import Any

from reports.monthly import ReportLine


def lines_of(answer: Any) -> list[ReportLine]:
    """The lines of a page of the monthly report, under all phrases."""
    return [line for section in answer.context["sections"] for line in section.lines]
