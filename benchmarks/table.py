"""The table of goals."""

from collections.abc import Sequence
from unicodedata import east_asian_width

from benchmarks.pairs import Result

HEADINGS = ("goal", "subject", "reference", "limit", "median", "p95", "noise", "verdict")


def line(result: Result) -> tuple[str, ...]:
    sign = ">=" if result.is_speed else "<="
    at = " p95" if result.at == "p95" else ""
    return (
        result.goal, result.subject, result.reference, f"{sign} {result.limit:.3g}{at}",
        f"{result.median:.3g}", f"{result.p95:.3g}", f"{result.noise:.0%}", result.verdict,
    )  # fmt: skip


def show(results: Sequence[Result]) -> None:
    lines = [HEADINGS, *map(line, results)]
    widths = [max(width(cells[column]) for cells in lines) for column in range(len(HEADINGS))]
    for cells in lines:
        print(
            "  ".join(
                cell + " " * (wide - width(cell)) for cell, wide in zip(cells, widths, strict=True)
            ).rstrip()
        )


def width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
