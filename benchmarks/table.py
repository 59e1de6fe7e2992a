"""The table of goals, a line at a time as each is measured."""

from benchmarks.pairs import Result

HEADINGS = ("goal", "subject", "reference", "limit", "median", "p95", "noise", "verdict")
WIDTHS = (30, 26, 26, 11, 7, 7, 5, 0)


def line(result: Result) -> tuple[str, ...]:
    sign = ">=" if result.is_speed else "<="
    at = " p95" if result.at == "p95" else ""
    or_more = f"/+{result.slack * 1000:.0f}ms" if result.slack else ""
    by = f", {result.longer * 1000:+.2f} ms" if result.slack else ""
    return (
        result.goal, result.subject, result.reference, f"{sign} {result.limit:.3g}{at}{or_more}",
        f"{result.median:.3g}", f"{result.p95:.3g}", f"{result.noise:.0%}", result.verdict + by,
    )  # fmt: skip


def write(cells: tuple[str, ...]) -> None:
    print("  ".join(f"{cell:{wide}}" for cell, wide in zip(cells, WIDTHS, strict=True)).rstrip(), flush=True)
