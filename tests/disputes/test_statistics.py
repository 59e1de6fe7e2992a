"""The quarterly statistics: every cell counted again from random disputes, by another way."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from disputes import statistics
from disputes.models import Dispute
from disputes.statistics import COLUMNS, UNKNOWN
from tests import build

QUARTER, END = date(2026, 1, 1), date(2026, 4, 1)
CODE = "000"


def some_disputes(village, officer, number: int = 120) -> None:
    """Random ones around the quarter: every type, origin, host, stage, state; some of no known value."""
    pick = random.Random(7)
    for _number in range(number):
        accepted = date(2025, 11, 1) + timedelta(days=pick.randrange(200))
        stage = pick.choice(Dispute.Stage.values)
        handled = None if stage == "open" else accepted + timedelta(days=pick.randrange(90))
        violent = pick.random() < 0.1
        made = build.make_dispute(
            village, accepted, officer, kind=pick.choice(Dispute.Kind.values),
            origin=pick.choice(Dispute.Origin.values),
            host=pick.choice(Dispute.Host.values), stage=stage, handled_on=handled, parties=pick.randrange(2, 9),
            agreement=pick.choice(["oral", "written"]) if stage == "agreed" else "",
            amount=pick.choice([None, Decimal("120.50"), Decimal(60_000)]), people_concerned=pick.choice([None, 3, 40]),
            applied_on=handled if stage == "settled" else None, approved_on=handled if stage == "settled" else None,
            state=pick.choice(["recorded", "accepted", "given_back", "withdrawn"]), reason="理由",
            violence="yes" if violent else "no", is_protected=violent, procedure="protected" if violent else "told",
        )  # fmt: skip
        if pick.random() < 0.1:
            Dispute.objects.filter(pk=made.pk).update(
                kind=pick.choice(["gone", made.kind]), origin="gone", host=pick.choice(["gone", made.host])
            )


def expected(rows: list[Dispute], column: str) -> Decimal:
    """The number of a column, from the rows themselves."""
    name, _colon, value = column.partition(":")
    accepted = [row for row in rows if QUARTER <= row.occurred_on < END]
    handled = [row for row in rows if row.handled_on and QUARTER <= row.handled_on < END]
    agreed = [row for row in handled if row.stage == "agreed"]
    if value:
        attribute = {"origin": "origin", "host": "host", "outcome": "stage", "form": "agreement"}[name]
        pool = {"origin": accepted, "host": accepted, "outcome": handled, "form": agreed}[name]
        choices = dict(Dispute._meta.get_field(attribute).flatchoices)
        values = [getattr(row, attribute) for row in pool]
        return Decimal(sum(one not in choices if value == UNKNOWN else one == value for one in values))
    plain = {
        "before": lambda: sum(
            row.occurred_on < QUARTER and not (row.handled_on and row.handled_on < QUARTER) for row in rows
        ),
        "accepted": lambda: len(accepted),
        "handled": lambda: len(handled),
        "parties": lambda: sum(row.parties for row in handled),
        "amount": lambda: sum(row.amount or 0 for row in agreed),
        "no_amount": lambda: sum(row.amount is None for row in agreed),
        "difficult": lambda: sum((row.amount or 0) > 50_000 or (row.people_concerned or 0) > 10 for row in handled),
        "open": lambda: sum(row.occurred_on < END and not (row.handled_on and row.handled_on < END) for row in rows),
    }  # fmt: skip
    return Decimal(plain[name]())


@pytest.fixture
def found(village, officer, chief):
    some_disputes(village, officer)
    return statistics.of_quarter(chief, QUARTER, CODE)


def test_every_cell_is_what_the_disputes_say(found):
    rows = list(Dispute.objects.filter(state__in=["recorded", "accepted"], is_protected=False))
    known = dict(Dispute.Kind.choices)
    wrong = []
    for line in found.lines:
        own = [row for row in rows if (row.kind if row.kind in known else UNKNOWN) == line.kind]
        wrong += [
            (line.kind, column.code, line.cells[column.code])
            for column in COLUMNS
            if line.cells[column.code] != expected(own, column.code)
        ]
    assert wrong == [] and len(rows) > 40


def test_rows_and_columns_add_up(found):
    for line in [*found.lines, found.total]:
        for prefix, whole in {(one.code.partition(":")[0], one.part_of) for one in COLUMNS if one.part_of}:
            parts = sum(line.cells[one.code] for one in COLUMNS if one.code.startswith(f"{prefix}:"))
            assert parts == line.cells[whole], (line.kind, prefix)
        cells = line.cells
        assert cells["before"] + cells["accepted"] - cells["handled"] == cells["open"], line.kind
    for column in COLUMNS:
        assert sum(line.cells[column.code] for line in found.lines) == found.total.cells[column.code]


def test_what_has_an_unknown_value_is_a_row_and_a_column_of_its_own(found):
    unknown = found.lines[-1]
    assert unknown.kind == UNKNOWN and unknown.cells["accepted"] > 0
    assert found.total.cells[f"origin:{UNKNOWN}"] > 0 and found.total.cells[f"host:{UNKNOWN}"] > 0


def test_all_who_see_the_place_see_the_same_numbers(
    village, officer, chief, clerk, auxiliary, bureau, leader
):
    some_disputes(village, officer, 60)
    seen = [
        statistics.of_quarter(user, QUARTER, CODE).total.cells
        for user in (officer, chief, clerk, auxiliary, bureau, leader)
    ]
    assert all(one == seen[0] for one in seen) and seen[0]["accepted"] > 0


def test_success_is_agreed_of_handled(found):
    total = found.total
    assert total.success == Decimal(total.cells["outcome:agreed"]) / Decimal(total.cells["handled"])
    assert statistics.Line("", "").success is None


def test_another_station_is_not_counted(village, elsewhere, officer, stranger):
    build.make_dispute(elsewhere, date(2026, 2, 1), stranger)
    assert statistics.of_quarter(officer, QUARTER, CODE).total.cells["accepted"] == 0
