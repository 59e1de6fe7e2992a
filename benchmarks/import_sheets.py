"""``python -m benchmarks.import_sheets [ROWS]``: one sheet of 160,000 people, from the upload to the register.

Prints the seconds of each step, all of them against the goal of 60 s, and the peak memory of the process against
300 MB. The sheet is written by a process of its own, so that its memory is not counted.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks import database
from benchmarks.clocks import server_seconds

ROWS, VILLAGES, IN_A_HOUSEHOLD = 160_000, 74, 4
GOAL_SECONDS, GOAL_MEGABYTES = 60, 300
SURNAMES, GIVEN = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗",
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰",
)


def write_sheet(path: str, rows: int) -> None:
    """The sheet, one row a person; telephone numbers of nobody."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet("人口")
        page.write_row(
            0, 0, ("村", "门牌号", "姓名", "与户主关系", "出生年份", "联系电话", "居住类型", "备注")
        )
        for row in range(rows):
            house, member = divmod(row, IN_A_HOUSEHOLD)
            village, number = house % VILLAGES, house // VILLAGES
            name = (
                SURNAMES[house % len(SURNAMES)] + GIVEN[row * 7 % len(GIVEN)] + GIVEN[row // 24 % len(GIVEN)]
            )
            born, phone = 1940 + row * 7 % 70, "" if member else f"154{row:08d}"
            place = f"{number // 60 + 1}组{number % 60 + 1}号"
            cells = (f"测试{village}村", place, name, "子女" if member else "户主", born, phone, "常住", "")
            page.write_row(row + 1, 0, cells)


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder, database.own_database():
        path = Path(folder, "sheet.xlsx")
        code = f"from benchmarks.import_sheets import write_sheet; write_sheet({str(path)!r}, {rows})"
        subprocess.run([sys.executable, "-c", code], check=True)
        try:
            return measure(path)
        finally:
            from django.db import connections

            connections.close_all()


def measure(path: Path) -> int:
    import django

    django.setup()
    import environ
    from django.db import connection

    owner_of_tables = environ.Env().db_url(
        "DATABASE_OWNER_URL"
    )  # makes the cast; the steps take on their levels
    connection.settings_dict |= {key: owner_of_tables[key] for key in ("USER", "PASSWORD")}
    from access import scope
    from imports import actions
    from policies.acting import acting

    clerk, chief = cast()
    total, processor, owner = 0.0, 0.0, None

    def step(name: str, work: Callable[[], Any]) -> Any:
        nonlocal total, processor
        begun, cpu, server = time.monotonic(), time.process_time(), server_seconds()
        found = work()
        seconds = time.monotonic() - begun
        here, there = time.process_time() - cpu, server_seconds() - server
        total, processor = total + seconds, processor + here + there
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
        print(
            f"{name:10} {seconds:6.1f} s, CPU {here:5.1f} s here, {there:5.1f} s in the database, {memory:4.0f} MB",
            flush=True,
        )
        return found

    with acting(scope.acting_as(clerk)):
        owner = step("upload", lambda: actions.upload(path.name, path.read_bytes(), by=clerk))
        owner = step(
            "columns",
            lambda: actions.choose_columns(owner, owner.columns, by=clerk, since=None, all_are_14=True),
        )
    in_a_worker = replace(scope.acting_as(clerk), in_background=True)  # as sheets of this length are
    with acting(in_a_worker):
        owner = step("check", lambda: actions.check(owner, by=clerk))
    print({name: n for name, n in owner.counts.items() if n})
    with acting(scope.acting_as(chief)):
        owner = actions.confirm(owner, by=chief)
    with acting(in_a_worker):
        print(step("commit", lambda: actions.commit(owner, by=clerk)))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    is_met = total <= GOAL_SECONDS and memory <= GOAL_MEGABYTES
    print(
        f"{owner.rows:,} rows in {total:.1f} s of {GOAL_SECONDS} (CPU {processor:.1f} s), "
        f"{memory:.0f} MB of {GOAL_MEGABYTES}"
    )
    return 0 if is_met else 1


def cast() -> tuple[Any, Any]:
    """A station with the villages, its clerk and its chief."""
    from tests import build

    county = build.make_county("测算县", "990977")
    station = build.make_station(county)
    post = build.make_post(station)
    for number in range(VILLAGES):
        build.make_village(post, f"测试{number}村")
    return build.make_user("benchclerk", "clerk", station), build.make_user("benchchief", "chief", station)


if __name__ == "__main__":
    sys.exit(main())
