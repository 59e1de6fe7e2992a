"""``python -m benchmarks [--scale county|prefecture|trial] [--only WORD]``: measure, print, say what misses.

DATABASE_OWNER_URL may create databases; DATABASE_URL is the login role; ``make bench`` gives both.
"""

import argparse
import os
import signal
import sys
import time

from benchmarks import database, table
from benchmarks.scales import SCALES, Scale


def main() -> int:
    given = arguments()
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(143))
    with database.own_database():
        results = run(SCALES[given.scale], given.only)
    table.show(results)
    missed = [f"{one.goal} ({one.subject})" for one in results if one.verdict == "MISSED"]
    print(f"\nMissed beyond the noise: {'; '.join(missed) or 'nothing'}")
    return 1 if missed else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--scale", choices=SCALES, default="county")
    parser.add_argument("--only", default="", help="measure only what this book of goals promises")
    return parser.parse_args()


def run(scale: Scale, only: str) -> list:
    import django

    django.setup()
    from django.db import connections

    from benchmarks import filling, goals

    start = time.monotonic()
    try:
        checksum = filling.fill(scale)
        print(f"{scale}\nchecksum {checksum}, filled in {time.monotonic() - start:.0f} s", flush=True)
        return list(goals.measured(scale, only))
    finally:
        connections.close_all()
        print(f"measured after {time.monotonic() - start:.0f} s\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
