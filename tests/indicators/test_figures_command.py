"""``manage.py figures`` prints what the pages show."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from indicators import compute, publish
from indicators.catalogue import CATALOGUE
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)


@pytest.fixture
def counted(village, elsewhere, officer, county):
    home = build.make_household(village, number="1号")
    for month in (JANUARY, FEBRUARY):
        build.make_visit(village, month.replace(day=5), household=home, by=officer)
        build.make_patrol(village, month.replace(day=6), by=officer)
        build.attest(village, month, criminal=int(month == FEBRUARY))
        compute.fill_month(month)
    build.make_patrol(elsewhere, FEBRUARY)
    compute.fill_month(FEBRUARY)


def printed(*codes, **options):
    out = StringIO()
    call_command("figures", *codes, stdout=out, **options)
    told = json.loads(out.getvalue())
    return told, {one["code"]: (one["n"], one["m"], one["value"], one["state"]) for one in told["figures"]}


def test_each_place_of_the_county(counted, county, station, post, village, elsewhere):
    places = {f"village:{village.code}": 1, f"post:{post.pk}": 1, f"station:{station.pk}": 1,
              f"town:{village.town.code}": 2, f"county:{county.code}": 2}  # fmt: skip
    for place, patrols in places.items():
        if place.startswith("town") and elsewhere.town_id != village.town_id:
            patrols = 1
        told, found = printed("patrols", "five_none", place=place, month="2026-02")
        assert found["patrols"] == (patrols, None, patrols, "value"), place
        assert told["published"] is None and (told["first"], told["last"]) == ("2026-02", "2026-02")
    assert printed("five_none", place=f"village:{village.code}", month="2026-02")[1]["five_none"] == (
        0, 1, "0.00", "not_met",
    )  # fmt: skip
    assert printed("five_none", place=f"village:{village.code}", month="2026-01")[1]["five_none"] == (
        1, 1, "100.00", "met",
    )  # fmt: skip
    assert (
        printed("five_none", place=f"village:{elsewhere.code}", month="2026-02")[1]["five_none"][3]
        == "not_reported"
    )


def test_periods(counted, county, village):
    place = f"county:{county.code}"
    found = printed("patrols", "households_met", place=place, month="2026-02", period="year")[1]
    assert found == {"patrols": (3, None, 3, "value"), "households_met": (1, None, 1, "value")}
    assert printed("patrols", place=place, month="2026-02", period="quarter")[0]["first"] == "2026-01"
    assert printed("patrols", place=place, month="2026-08", period="half")[0]["first"] == "2026-07"


def test_a_distinct_count_is_that_of_the_period(counted, county):
    """A household met in both months is one of the quarter, the half-year and the year."""
    for period in ("quarter", "half", "year"):
        found = printed("households_met", place=f"county:{county.code}", month="2026-02", period=period)[1]
        assert found["households_met"][0] == 1


def test_all_indicators_and_what_is_published(counted, county, village, bureau):
    publish.freeze(county, FEBRUARY, by=bureau, reason="试点")
    build.make_patrol(village, FEBRUARY, is_late=True, reason="补")
    compute.fill_touched()
    place = f"county:{county.code}"
    told, found = printed(place=place, month="2026-02", all=True, published=True)
    assert list(found) == [one.code for one in CATALOGUE]
    assert found["patrols"][0] == 2 and told["published"]["number"] == 0
    assert printed("patrols", place=place, month="2026-02")[1]["patrols"][0] == 3
    assert (
        printed("patrols", place=place, month="2026-02", period="year", published=True)[1]["patrols"][0] == 3
    )
    with pytest.raises(CommandError, match="not published"):
        printed("patrols", place=place, month="2026-01", published=True)
    with pytest.raises(CommandError, match="ranks alone"):
        printed("patrols", place=place, month="2026-02", period="quarter", published=True)


def test_few_answers_are_hidden_as_on_pages(counted, county, village, elsewhere, bureau):
    survey = build.make_survey(county, FEBRUARY, bureau)
    for one, n in ((village, 4), (elsewhere, 40)):
        build.make_answers(survey, one, 50, satisfied=n, saw_officer__yes=n)
    compute.fill_touched()
    for code in ("satisfaction", "visibility_survey"):
        for one in (
            village,
            elsewhere,
        ):  # the second is hidden with the first: the county's sum would tell it
            told = printed(code, place=f"village:{one.code}", month="2026-02")[1]
            assert told[code] == (None, None, None, "suppressed")
        assert printed(code, place=f"county:{county.code}", month="2026-02")[1][code][:2] == (44, 44)


def test_as_somebody_reads_it(counted, county, station, village, elsewhere, chief, officer):
    place = f"station:{station.pk}"
    assert printed("patrols", place=place, month="2026-02", account=chief.username)[1]["patrols"][0] == 1
    assert printed("patrols", place=f"village:{village.code}", month="2026-02", account=officer.username)[1]
    with pytest.raises(CommandError, match="does not read"):
        printed("patrols", place=f"village:{elsewhere.code}", month="2026-02", account=chief.username)
    with pytest.raises(CommandError, match="no account"):
        printed("patrols", place=place, month="2026-02", account="nobody")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"place": "village:1"}, "no place"), ({"place": "moon:1"}, "no place"), ({"place": "post:x"}, "no place"),
        ({"month": "2026-13"}, "not a month"), ({"codes": ["nothing"]}, "nothing"), ({"codes": []}, "five_none"),
    ],
)  # fmt: skip
def test_what_is_none_is_said(counted, county, options, said):
    given = {"place": f"county:{county.code}", "month": "2026-02", "codes": ["patrols"]} | options
    with pytest.raises(CommandError, match=said):
        printed(*given.pop("codes"), **given)
