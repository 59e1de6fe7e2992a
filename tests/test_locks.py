"""Advisory locks of different classes never meet, whatever the keys of stations are."""

import re
from pathlib import Path

from django.db import connection, transaction

from config.lock_order import Advisory
from config.rooms import ROOMS

ROOT = Path(__file__).resolve().parents[1]
TAKEN = re.compile(r"pg_(?:try_)?advisory_(?!unlock)\w*\((?P<numbers>[^)]*)\)(?P<rest>.*)")
BY_STATION = "ledgers/months.py"  # the station is the first number, the month the second


def test_every_advisory_lock_has_its_class():
    assert len({*Advisory}) == len(Advisory) and all(one < 0 for one in Advisory)
    used = {}
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            name = str(path.relative_to(ROOT))
            for found in TAKEN.finditer(path.read_text()):
                if name != BY_STATION:
                    assert found["numbers"].count(",") == 1, (
                        f"{name}: a lock has two numbers, a class and a key"
                    )
                    used.setdefault(name, set()).update(
                        re.findall(r"Advisory\.(\w+)|(lock_of)", found["rest"])
                    )
    assert len(used) == 5 and all(used.values()), used
    assert not any("advisory" in path.read_text() for path in ROOT.glob("*/sql/*.sql"))


def test_the_month_of_a_station_never_waits_for_another_class(db):
    """Station 7302 once had the locks of the counts of all stations."""
    for one in Advisory:
        with transaction.atomic(), connection.cursor() as cursor, connection.copy().cursor() as other:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s, 24315)", [-one]
            )  # a month of the station with this key
            other.execute("SELECT pg_try_advisory_xact_lock(%s, 24315)", [one])
            assert other.fetchone()[0]
            other.connection.close()
