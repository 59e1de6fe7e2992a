"""The month's figures: counted for all villages, for what was touched, and read from the counted rows."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db import connection, connections, transaction

from accounts.models import User
from benchmarks.cast import signed_in_as
from benchmarks.filling import moments
from benchmarks.pairs import Pair
from calendars import calendar
from indicators import compute, sums
from indicators.models import VillageMonth
from policies.acting import COMPUTE, acting
from posts.models import Village
from residents.models import Visit

TOUCHED_SHARE = 0.04


def pairs(cast: dict[str, User]) -> Iterator[Pair]:
    month = moments()["month"]
    everywhere = list(Village.objects.using("owner").values_list("pk", flat=True).order_by("pk"))
    yield Pair(
        "a month's figures", "fill_month, all villages", "the same SQL by cursor",
        lambda: compute.fill_month(month), lambda: send(month), 1.3,
        before=lambda: forget(month), rounds=9,
    )  # fmt: skip
    for name, limit, villages in (
        ("1 village", 0.06, everywhere[:1]),
        ("4 % of villages", 0.15, everywhere[:: round(1 / TOUCHED_SHARE)]),
    ):
        yield recount(name, limit, villages, everywhere, month)
    with signed_in_as(cast["county"], "alone"):
        for name, first in (("month", month), ("12 months", calendar.shift(month, -11))):
            yield board(name, cast["county"], first, month)
            yield beside_others(name, cast["county"], first, month)


def recount(name: str, limit: float, villages: list[int], everywhere: list[int], month: date) -> Pair:
    """What the job that runs every minute does for one month; the reference counts the whole month."""
    return Pair(
        f"recount of {name}", "fill_month, these villages", "fill_month, all villages",
        lambda: compute.fill_month(month, villages), lambda: compute.fill_month(month), limit,
        before=lambda: touch(villages, month), before_reference=lambda: touch(everywhere, month),
        at_prefecture=True, rounds=9,
    )  # fmt: skip


def board(name: str, user: User, first: date, last: date) -> Pair:
    """What a county board reads, and the same counts worked out from the ledgers for its villages."""
    months = VillageMonth.objects.visible_to(user)
    villages = list(Village.objects.served_by(user).values_list("pk", flat=True))
    return Pair(
        f"sums by station, {name}", "village-months", "live from ledger rows",
        lambda: sums.by_place(months, "station", first, last), lambda: count_live(first, last, villages), 15,
        is_speed=True, rounds=4,
    )  # fmt: skip


def beside_others(name: str, user: User, first: date, last: date) -> Pair:
    """The same board on a server that has this county alone."""
    months = VillageMonth.objects.visible_to(user)
    return Pair(
        f"county board, {name}", "all counties on the server", "this county alone",
        lambda: sums.by_place(months, "station", first, last),
        lambda: sums.by_place(months.using("alone"), "station", first, last), 1.3, rounds=20,
    )  # fmt: skip


def forget(month: date) -> None:
    """Every village-month is written, as at the first count."""
    VillageMonth.objects.using("owner").filter(month=month).delete()


def touch(villages: Sequence[int], month: date) -> None:
    """As a late row does: the counts are out of date, and the running month has been handed nothing yet."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM indicators_touchedmonth")
        cursor.execute(
            "UPDATE indicators_villagemonth SET visits = visits + 1 WHERE month = %s AND village_id = ANY (%s)",
            [month, list(villages)],
        )
        cursor.execute(
            "INSERT INTO indicators_touchedmonth (village_id, month) SELECT unnest(%s::bigint[]), %s",
            [list(villages), month],
        )


def send(month: date) -> None:
    with acting(COMPUTE), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(compute._statement(), compute._values(month, None))
        cursor.fetchone()


def count_live(first: date, last: date, villages: Sequence[int]) -> list[tuple]:
    """The counting half of the month's SQL, without writing, for each month of the period."""
    counting, writing, _rest = compute._statement(villages).partition("removed AS (")
    assert writing, "the statement writes under another name"
    counting = counting.rstrip().removesuffix(",") + " SELECT * FROM counted"
    rows: list[tuple] = []
    with connection.cursor() as cursor:
        for month in calendar.months_between(first, last):
            cursor.execute(counting, compute._values(month, villages))
            rows += cursor.fetchall()
    return rows


def counted_visits(month: date) -> int:
    """How much work lies in the month that is counted, printed above the table."""
    return Visit.objects.in_month(month).count()
