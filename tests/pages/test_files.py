"""A list's file is written by the database itself: in blocks, within the scope, the same cells in each format."""

import csv
from datetime import date
from hashlib import sha256
from io import BytesIO

import pytest
import python_calamine
from django.db import transaction
from django.db.models import BooleanField, Count, DecimalField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext

from access import scope
from pages import files
from pages.columns import Column
from pages.files import ListFile
from patrols.models import Patrol
from patrols.tables import PatrolTable
from policies.acting import acting
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
ROWS = 1_500


def write(rows, done=lambda number: None) -> list[str]:
    """The lines of the file; the manifest has the number of rows and their hash."""
    content = ListFile("巡逻", PatrolTable, rows).write("csv", lambda *about: [about], done)
    return content.decode("utf-8-sig").split("\n")


@pytest.fixture
def patrols(village, officer):
    row = {
        "starts_at": "20:00",
        "occurred_on": date(2026, 3, 2),
        "recorded_by": officer,
        "done_by": [officer.pk],
    }
    row |= build.keys(village)
    Patrol.objects.bulk_create(Patrol(**row) for _number in range(ROWS))
    return Patrol.objects.order_by("pk")


def test_the_rows_come_in_blocks_and_are_counted(patrols):
    reported: list[int] = []
    lines = write(patrols, reported.append)
    assert reported[-1] == ROWS and lines[-2].startswith(f"# {ROWS},")
    assert len(reported) <= sum(len(line.encode()) for line in lines) // files.BLOCK + 1


def test_the_hash_is_that_of_the_lines(patrols):
    lines = write(patrols[:3])
    rows = "".join(f"{line}\n" for line in lines[1:4])
    assert lines[-2] == f"# 3,{sha256(rows.encode()).hexdigest()}"


def test_filters_that_nothing_fits_leave_a_file_with_headings(db):
    lines = write(Patrol.objects.none())
    assert len(lines[0].split(",")) == len(PatrolTable.columns_of_file()) and lines[1] == ""


class Computed(PatrolTable):
    """Columns that are expressions, of each kind of value."""

    twice = Column(F("minutes") * 2, "倍")
    many = Column(lambda _reader: Count("partners", filter=Q(pk__gt=0)), "数")
    per_hour = Column(ExpressionWrapper(F("minutes") / Value(8), DecimalField()), "比")
    is_long = Column(ExpressionWrapper(Q(minutes__gte=30), BooleanField()), "长")
    day = Column(F("occurred_on"), "日")
    at = Column(lambda _reader: F("recorded_at"), "时")
    begun = Column(F("starts_at"), "起")
    word = Column(Upper(Value("=a")), "词")


COMPUTED = {name: column.of(Patrol) for name, column in vars(Computed).items() if isinstance(column, Column)}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_column_that_is_an_expression_has_the_kind_of_its_value(village, officer, form):
    row = build.make_patrol(village, by=officer, minutes=40)
    content = ListFile("巡逻", Computed, Patrol.objects.filter(pk=row.pk)).write(
        form, lambda *about: [about], lambda number: None
    )
    if form == "csv":
        headings, cells, *_rest = csv.reader(content.decode("utf-8-sig").splitlines())
    else:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        headings, cells, *_rest = book.get_sheet_by_index(0).to_python()
    found = {name: cells[headings.index(column.heading)] for name, column in COMPUTED.items()}
    at = timezone.localtime(row.recorded_at).strftime("%Y-%m-%d %H:%M")
    words = {"is_long": gettext("yes"), "at": at, "word": "'=A"}
    assert {name: str(found[name]) for name in words} == words
    assert [float(found[name]) for name in ("twice", "per_hour", "many")] == [80, 5, 0]
    assert form == "csv" or not {str} & {type(found["twice"]), type(found["per_hour"])}
    assert (
        str(found["day"])[:10] == str(row.occurred_on) and str(found["begun"])[:5] == f"{row.starts_at:%H:%M}"
    )


def test_the_policies_hold_for_a_file(village, elsewhere, officer, stranger):
    """Without visible_to, as the role that the job takes on."""
    build.make_patrol(village, by=officer), build.make_patrol(elsewhere, by=stranger)
    with acting(scope.acting_as(officer)), transaction.atomic():
        text = "\n".join(write(Patrol.objects.order_by("pk")))
    assert "# 1," in text and officer.name in text and stranger.name not in text
