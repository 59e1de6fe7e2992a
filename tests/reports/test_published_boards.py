"""Pages of a published month show what was published, and say where today's counts differ."""

from datetime import date

import pytest
import time_machine

from indicators import compute, publish
from reports import monthly, ranking
from reports.periods import Place
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))


@pytest.fixture
def published(village, elsewhere, county, officer, bureau):
    for month in (JANUARY, FEBRUARY):
        build.attest(village, month)
        build.make_patrol(village, month)
    build.make_patrol(elsewhere, FEBRUARY)
    for month in (JANUARY, FEBRUARY, MARCH):
        compute.fill_month(month)
    publish.freeze(county, JANUARY, by=bureau, reason="试点")
    return publish.freeze(county, FEBRUARY, by=bureau, reason="试点")


@pytest.fixture
def late(published, village):
    build.make_patrol(village, date(2026, 2, 9), is_late=True, reason="纸质台账补录")
    compute.fill_touched()


EVERYTHING = Place()


def patrols(user, month, place=EVERYTHING):
    return next(line for line in monthly.lines(user, month, place) if line.indicator.code == "patrols")


def test_a_late_row_changes_neither_month_nor_year_of_a_published_month(
    late, bureau, chief, station, sign_in
):
    for user, month, year in ((bureau, 2, 3), (chief, 1, 2)):
        line = patrols(user, FEBRUARY)
        assert (line.month.numerator, line.year.numerator) == (month, year)
        assert line.is_published and line.differs and line.year_differs
    page = sign_in(bureau).get("/reports/monthly/", {"month": "2026-02"}).content.decode()
    assert "有差异" in page and "#differences" in page and "已发布" in page
    board = sign_in(bureau).get("/", {"month": "2026-02"})
    compared = [line for section in board.context["sections"] for line in section.lines]
    (line,) = [one for one in compared if one.indicator.code == "patrols"]
    assert line.month.numerator == 2 and line.differs and "有差异" in board.content.decode()


def test_by_place_as_well(late, bureau, chief, station, village, elsewhere):
    for place, month in ((Place("station", station.pk), 1), (Place("village", village.pk), 1)):
        assert patrols(bureau, FEBRUARY, place).month.numerator == month
        assert patrols(bureau, FEBRUARY, place).differs
    line = patrols(bureau, FEBRUARY, Place("village", elsewhere.pk))
    assert line.is_published and not line.differs and line.month.numerator == 1


def test_comparisons_are_with_published_months(late, bureau):
    """January had one patrol, the published February two: +100 %, whatever came late."""
    change = patrols(bureau, FEBRUARY).on_previous
    assert (change.kind, change.value) == ("percent", 100)


def test_a_month_that_is_not_published_is_counted_live_as_a_whole(late, village, bureau, sign_in):
    build.make_patrol(village, MARCH)
    compute.fill_touched()
    with time_machine.travel("2026-04-05T09:00:00+08:00"):
        line = patrols(bureau, MARCH)
        assert not (line.is_published or line.is_year_published or line.differs)
        assert (
            line.year.numerator == 5
        )  # the late row counts: a year is not glued together from published months
        page = sign_in(bureau).get("/reports/monthly/", {"month": "2026-03"}).content.decode()
    assert "未发布" in page


def test_beside_the_running_month_stands_the_published_year_up_to_the_month_before(late, village, bureau):
    build.make_patrol(village, MARCH)
    compute.fill_touched()
    line = patrols(bureau, MARCH)
    assert (line.month.numerator, line.is_published) == (1, False)
    assert (line.year.numerator, line.is_year_published, line.year_differs) == (3, True, True)


def test_a_restatement_is_what_pages_show_next(late, county, bureau):
    publish.restate(county, FEBRUARY, "补录", by=bureau)
    line = patrols(bureau, FEBRUARY)
    assert (line.month.numerator, line.year.numerator, line.differs, line.year_differs) == (
        3,
        4,
        False,
        False,
    )


def test_stations_side_by_side_are_those_published(late, bureau, station):
    def of(first, last):
        rows = ranking.standings(bureau, first, last, "station", "patrols")
        return next(row for row in rows if row.place.key == station.pk).figures["patrols"].numerator

    assert (of(FEBRUARY, FEBRUARY), of(JANUARY, FEBRUARY), of(JANUARY, MARCH)) == (1, 2, 3)


def test_an_officer_reads_the_own_post(late, officer):
    line = patrols(officer, FEBRUARY)
    assert line.is_published and line.month.numerator == 1 and line.differs
