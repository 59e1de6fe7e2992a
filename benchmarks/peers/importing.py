"""A sheet of people into the register, as an import does it and as django-import-export does.

Both take the same file: columns, check and commit here, dry run and import of two resources there. All of it happens
in a transaction that is taken back, with its deferred constraints checked before the clock stops. The clock is the
processor's, with the database's share.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from django.db import connection, connections, transaction
from tablib import Dataset

from access import scope
from accounts.models import User
from benchmarks.clocks import processor_seconds
from benchmarks.pairs import Pair
from benchmarks.peers.resources import (
    HEAD,
    HEADINGS,
    OTHER,
    RELATION,
    HouseholdResource,
    ResidentResource,
    SheetResource,
)
from calendars import calendar
from imports import actions
from policies.acting import acting
from posts.models import Village
from residents.models import Resident

ROWS, IN_A_HOUSEHOLD, AS_FAST = 2_000, 4, 20
ROUNDS = 2
SURNAMES, GIVEN = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗",
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰",
)
CLERK = """
WITH account AS (
    INSERT INTO accounts_user (username, name, badge, is_active, created_at, opened_at, confirmed_at,
                               password_changed_at, must_change_password)
    VALUES ('clerk', '内勤', '', true, now(), now(), now(), now(), false) RETURNING id
)
INSERT INTO posts_assignment (user_id, role, station_id, is_responsible, office, starts_on)
SELECT id, 'clerk', %s, false, '', %s FROM account RETURNING user_id
"""


def pairs(chief: User) -> Iterator[Pair]:
    """The station's clerk brings the sheet in, its chief confirms it."""
    clerk = a_clerk(scope.for_user(chief).station_id or 0)
    with acting(scope.acting_as(clerk)), transaction.atomic():
        villages = list(Village.objects.served_by(clerk).values_list("name", flat=True))
    content = sheet(villages, ROWS)
    for what, options in (
        ("row by row", {}),
        ("in bulk, no differences", {"use_bulk": True, "skip_diff": True}),
    ):
        yield Pair(
            f"import of {ROWS:,} people", "check and commit", f"import-export, {what}",
            partial(taken_back, clerk, partial(ours, content, clerk, chief)),
            partial(taken_back, clerk, partial(theirs, content, clerk, options)), AS_FAST,
            is_speed=True, is_judged=not options, rounds=ROUNDS, clock=processor_seconds,
        )  # fmt: skip


def a_clerk(station: int) -> User:
    with connections["owner"].cursor() as cursor:
        cursor.execute(CLERK, [station, calendar.shift(calendar.this_month(), -1)])
        key = cursor.fetchone()[0]
    return User.objects.using("owner").get(pk=key)


def sheet(villages: list[str], rows: int) -> bytes:
    """One row a person, household by household; no household of it is in the register."""
    target = io.StringIO()
    lines = csv.writer(target)
    lines.writerow(HEADINGS)
    for row in range(rows):
        house, member = divmod(row, IN_A_HOUSEHOLD)
        number, village = divmod(house, len(villages))
        name = SURNAMES[house % len(SURNAMES)] + GIVEN[row * 7 % len(GIVEN)] + GIVEN[row // 24 % len(GIVEN)]
        phone = "" if member else f"154{row:08d}"
        cells = (villages[village], f"{90_000 + number}组1号", name, OTHER if member else HEAD)
        born = 1910 + row * 7 % 30  # before anybody of the register: nobody looks like an entry that is there
        lines.writerow((*cells, born, phone))
    return target.getvalue().encode()


def taken_back(clerk: User, work: Callable[[], None]) -> None:
    """``work`` as the clerk's job; asserts that it made everybody."""
    with acting(replace(scope.acting_as(clerk), in_background=True)), transaction.atomic():
        before = Resident.objects.visible_to(clerk).count()
        work()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        made = Resident.objects.visible_to(clerk).count() - before
        assert made == ROWS, f"{made} people are made"
        transaction.set_rollback(True)


def ours(content: bytes, clerk: User, chief: User) -> None:
    owner = actions.upload("sheet.csv", content, by=clerk)
    owner = actions.choose_columns(owner, owner.columns, by=clerk, since=None)
    owner = actions.check(owner, by=clerk)
    with acting(scope.acting_as(chief)):
        owner = actions.confirm(owner, by=chief)
    actions.commit(owner, by=clerk)


def with_options(kind: type[SheetResource], options: dict[str, bool]) -> type[SheetResource]:
    return type(kind.__name__, (kind,), {"Meta": type("Meta", (kind.Meta,), options)})


def theirs(content: bytes, clerk: User, options: dict[str, bool]) -> None:
    """Households first, then their people; each tried and then imported."""
    people = Dataset().load(content.decode(), format="csv")
    relation = HEADINGS.index(RELATION)
    heads = Dataset(*(row for row in people if row[relation] == HEAD), headers=people.headers)
    for kind, rows in ((HouseholdResource, heads), (ResidentResource, people)):
        for is_trial in (True, False):
            result = with_options(kind, options)(clerk).import_data(rows, dry_run=is_trial, raise_errors=True)
            assert result.totals["new"] == len(rows), result.totals
