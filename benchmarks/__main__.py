"""``python -m benchmarks [--scale county|prefecture|trial] [--only WORD | --peers] [--goal WORD] [--rounds N]``

Measure, print, say what misses.

DATABASE_OWNER_URL may create databases; DATABASE_URL is the login role; ``make bench`` gives both.
"""

import argparse
import os
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any

from benchmarks import database, table
from benchmarks.pairs import Result
from benchmarks.scales import SCALES, Scale


def main() -> int:
    given = arguments()
    os.environ["DJANGO_SETTINGS_MODULE"] = (
        "benchmarks.peers.settings" if given.peers else "benchmarks.settings"
    )
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(143))
    with database.own_database():
        missed = run(SCALES[given.scale], "peers" if given.peers else given.only, given.goal, given.rounds)
    print(f"\nMissed beyond the noise: {'; '.join(missed) or 'nothing'}")
    return 1 if missed else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--scale", choices=SCALES, default="county")
    parser.add_argument("--only", default="", help="measure only what this book of goals promises")
    parser.add_argument("--goal", default="", help="of these, the lines with this word in their goal")
    parser.add_argument("--rounds", type=int, default=0, help="instead of those of each line")
    parser.add_argument(
        "--peers", action="store_true", help="against Django's admin and django-import-export"
    )
    return parser.parse_args()


def run(scale: Scale, *chosen: Any) -> list[str]:
    """The table, and the goals that were missed."""
    import django

    django.setup()
    from django.db import connections

    from benchmarks import filling, goals

    start = time.monotonic()
    try:
        checksum = filling.fill(scale)
        print(f"{scale}\nchecksum {checksum}, filled in {time.monotonic() - start:.0f} s\n", flush=True)
        missed = print_results(goals.measured(scale, *chosen))
        print(f"\nmeasured after {time.monotonic() - start:.0f} s")
        return missed
    finally:
        connections.close_all()


def print_results(results: Iterator[Result]) -> list[str]:
    table.write(table.HEADINGS)
    missed = []
    for result in results:
        table.write(table.line(result))
        if result.verdict == "MISSED":
            missed.append(f"{result.goal} ({result.subject})")
    return missed


if __name__ == "__main__":
    sys.exit(main())
