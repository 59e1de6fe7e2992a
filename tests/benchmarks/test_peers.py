"""What is held against us does the same work: the same people from one sheet, the same lines in a file."""

import csv
import io
import re
from pathlib import Path

import pytest
from django.db import connection, transaction

from accounts.signing_in import Accounts
from benchmarks.columns import fields_of
from benchmarks.goals import files
from benchmarks.peers import importing, site
from benchmarks.peers.resources import VisitResource
from pages.columns import NOBODY
from residents.book import VISITS
from residents.models import Resident, Visit
from tests import build

pytestmark = pytest.mark.usefixtures("in_march", "village")
ROWS = 12
IN_BULK = {"use_bulk": True, "skip_diff": True}


def made(work):
    """Who is in the register after the work, which is then taken back."""
    with transaction.atomic():
        work()
        found = sorted(
            (one.household.number, one.name, one.birth_year, str(one.phone), one.village_id, one.post_id)
            for one in Resident.objects.select_related("household")
        )
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("options", [{}, IN_BULK], ids=["row by row", "in bulk"])
def test_both_bring_the_same_people_in(clerk, chief, village, options):
    content = importing.sheet([village.name], ROWS)
    ours = made(lambda: importing.ours(content, clerk, chief))
    assert len(ours) == ROWS
    assert ours == made(lambda: importing.theirs(content, clerk, options))


def test_the_clerk_of_the_imports_may_sign_in(station):
    with connection.cursor() as cursor:
        cursor.execute(importing.CLERK, [station.pk, build.SINCE])
        assert Accounts().get_user(cursor.fetchone()[0]).username == "clerk"


def test_everybody_else_gets_an_account_of_the_same_columns():
    places = (Path(importing.__file__).parents[1] / "sql" / "places.sql").read_text(encoding="utf-8")
    alike = [
        set(re.findall(r"\w+", re.search(r"INTO accounts_user \(([^)]+)\)", sql).group(1)))
        for sql in (places, importing.CLERK)
    ]
    assert alike[0] - {"id"} == alike[1]


def test_both_write_the_same_lines_and_columns(village, officer):
    for _visit in range(2):
        build.make_visit(village, by=officer)
    rows = VISITS.listing.order("", NOBODY).applied(VISITS.listing.rows(officer), backwards=False)
    ours = list(csv.reader(io.StringIO(files.write(rows, "csv").decode("utf-8-sig"))))
    theirs = VisitResource().export(rows)
    head = next(
        number for number, line in enumerate(ours) if VISITS.listing.table.columns["outcome"].label in line
    )
    assert len(ours[head]) == len(theirs.headers)
    assert ours.index([]) - head - 1 == len(theirs) == Visit.objects.count()


def test_the_admin_shows_the_columns_of_our_list():
    shown = [column for column in VISITS.listing.table.columns.values() if column.on_page]
    assert fields_of(shown) == site.VisitAdmin.list_display
