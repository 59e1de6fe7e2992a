"""A publication holds the figures of every place; each person opens the own ones."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from access import scope
from indicators import by_place, compute, publish, published_places, sums
from indicators.catalogue import figures
from indicators.models import PublishedPlace, PublishedRanking
from policies.acting import acting
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
JANUARY = date(2026, 1, 1)


@pytest.fixture
def busy(village, elsewhere, post, february):
    """Three villages of two stations with work in January and February, all reported."""
    other = build.make_village(post, "第二村委会")
    for one, patrols in ((village, 3), (other, 2), (elsewhere, 1)):
        home = build.make_household(one, number="1号")
        build.make_visit(one, date(2026, 1, 9), household=home)
        build.make_visit(one, date(2026, 2, 9), household=home)
        for day in range(patrols):
            build.make_patrol(one, date(2026, 2, 1 + day))
        for month in (JANUARY, february):
            build.attest(one, month, criminal=int(one == other and month == february))
    compute.fill_month(JANUARY)
    compute.fill_month(february)
    return village, other, elsewhere


@pytest.fixture
def published(busy, county, bureau, february):
    publish.freeze(county, JANUARY, by=bureau, reason="试点")
    return publish.freeze(county, february, by=bureau, reason="试点")


def found_of(publication, level, key, period=by_place.MONTH):
    place = publication.places.get(level=level, key=key)
    return {row[0]: (row[1], row[2], row[3]) for row in place.figures[period]}


def test_every_place_has_the_sums_of_its_published_counts(published):
    counts = {row.village_id: row for row in published.counts.all()}
    for place in published.places.all():
        inside = [
            row
            for row in counts.values()
            if place.level == "county" or getattr(row, f"{place.level}_id") == place.key
        ]
        wanted = {
            one.indicator.code: by_place.stored(one)
            for one in figures(sums.add(map(sums.of_row, inside), level=place.level))
        }
        assert {row[0]: row for row in place.figures[by_place.MONTH]} == wanted, place
    levels = list(published.places.order_by("pk").values_list("level", flat=True))
    assert (
        levels
        == ["county"]
        + ["station"] * 2
        + ["town"] * len(set(levels) & {"town"}) * levels.count("town")
        + ["post"] * 2
        + ["village"] * 3
    )


def test_five_none_of_places_has_three_states(busy, published, post):
    village, other, elsewhere = busy
    states = [found_of(published, "village", one.pk)["five_none"][2] for one in (village, other, elsewhere)]
    assert states == ["met", "not_met", "met"]
    assert found_of(published, "post", post.pk)["five_none"] == (1, 2, "not_met")


def test_the_year_is_counted_as_a_whole(busy, published, county):
    """A household met in both months is one of the year, not two."""
    month, year = (found_of(published, "county", county.pk, one) for one in (by_place.MONTH, by_place.YEAR))
    assert month["households_met"][0] == 3 and year["households_met"][0] == 3
    assert (month["patrols"][0], year["patrols"][0]) == (6, 6)


def test_a_late_visit_of_january_makes_no_difference_of_february_but_one_of_its_year(
    busy, published, county, bureau, february, sign_in
):
    village = busy[0]
    home = build.make_household(village, number="2号")
    build.make_visit(village, date(2026, 1, 20), household=home, is_late=True, reason="纸质台账补录")
    build.make_visit(village, date(2026, 2, 20), household=home, is_late=True, reason="纸质台账补录")
    publish.restate(county, february, "补录", by=bureau)
    second = publish.restate(county, JANUARY, "补录", by=bureau)
    assert second.number == 1
    build.make_visit(village, date(2026, 1, 21), household=build.make_household(village, number="3号"),
                     is_late=True, reason="又补")  # fmt: skip
    compute.fill_touched()
    newest = publish.Publication.objects.filter(month=february).latest("number")
    assert publish.differences(newest) == []
    assert ("county", county.pk) in publish.year_differs(newest)
    page = sign_in(bureau).get(newest.get_absolute_url())
    assert county.name in page.context["year_differs"] and page.context["may_restate"]
    again = publish.restate(county, february, "年累计更正", by=bureau)
    assert publish.year_differs(again) == set()


def test_each_person_opens_the_own_places(
    busy, published, station, post, clerk, chief, bureau, leader, auditor
):
    def seen(user):
        rows = published_places.of_publication(user, published)
        with acting(scope.acting_as(user)):  # the database shows the same, and no more
            assert set(rows) == set(PublishedPlace.objects.filter(publication=published).order_by("pk"))
        return {(one.level, one.key) for one in rows}

    _village, other, elsewhere = busy
    everything = {(one.level, one.key) for one in published.places.all()}
    assert seen(bureau) == seen(leader) == everything
    assert {level for level, _key in seen(auditor)} == {"county"}
    for user in (chief, clerk):
        found = seen(user)
        assert ("station", station.pk) in found and ("village", other.pk) in found
        assert ("village", elsewhere.pk) not in found
        assert {key for level, key in found if level == "station"} == {station.pk}


def test_the_page_opens_by_place(busy, published, station, post, chief, bureau, sign_in):
    village, _other, elsewhere = busy
    client, url = sign_in(bureau), published.get_absolute_url()
    for level, key, name in (
        ("station", station.pk, station.name),
        ("post", post.pk, post.name),
        ("village", elsewhere.pk, elsewhere.name),
    ):
        page = client.get(url, {"place": f"{level}:{key}"})
        shown = {row["indicator"].code: row for row in page.context["rows"]}
        assert page.context["place"].name == name
        assert shown["patrols"]["cells"][0][0].numerator == found_of(published, level, key)["patrols"][0]
    assert sign_in(chief).get(url, {"place": f"village:{village.pk}"}).status_code == 200
    assert sign_in(chief).get(url, {"place": f"village:{elsewhere.pk}"}).status_code == 404
    assert client.get(url, {"place": "village:99999"}).status_code == 404
    assert client.get(url, {"place": "nonsense"}).status_code == 404
    assert client.get(url, {"level": "village"}).context["parts"]["level"] == "village"
    assert client.get(url, {"level": "nonsense"}).status_code == 404


def test_answers_of_few_are_hidden_in_places_page_and_columns(
    busy, village, county, bureau, february, sign_in
):
    _village, other, elsewhere = busy
    survey = build.make_survey(county, february, bureau)
    for one, n in ((village, 9), (other, 20), (elsewhere, 30)):
        build.make_answers(survey, one, 40, satisfied=n, saw_officer__yes=n)
    done = publish.freeze(county, february, by=bureau, reason="试点")
    for code in ("satisfaction", "visibility_survey"):
        for one in (village, other):
            for period in (by_place.MONTH, by_place.YEAR):
                assert found_of(done, "village", one.pk, period)[code] == (None, None, "suppressed")
        assert found_of(done, "county", county.pk)[code][:2] == (59, 59)
    page = sign_in(bureau).get(done.get_absolute_url(), {"place": f"village:{village.pk}"}).content.decode()
    assert "答卷过少" in page


def test_the_ranks_of_a_closed_quarter_are_published_with_its_last_month(
    busy, county, station, bureau, february, march
):
    with time_machine.travel("2026-04-05T09:00:00+08:00"):
        for one in busy:
            build.attest(one, march)
        early = publish.freeze(county, february, by=bureau, reason="试点")
        late = publish.freeze(county, march, by=bureau, reason="试点")
    assert not early.rankings.exists()
    ranking = late.rankings.get(level="station", indicator="five_none")
    assert (ranking.first, ranking.last) == (JANUARY, march)
    rows = {row["key"]: row for row in ranking.standings}
    elsewhere = busy[2].memberships.get().post.station_id
    assert rows[elsewhere]["rank"] == 1 and rows[station.pk]["rank"] == 2
    assert (rows[station.pk]["numerator"], rows[station.pk]["denominator"]) == (1, 2)
    with pytest.raises(Exception, match="written once"):
        PublishedRanking.objects.all().delete()


def test_equal_shares_share_a_rank_and_overlapping_answers_as_well():
    from indicators.ranks import ranked

    def row(key, top, bottom, why=""):
        return {"key": key, "numerator": top, "denominator": bottom, "rank": None, "why": why}

    rows = [row(1, 1, 2), row(2, 2, 4), row(3, 3, 4), row(4, None, None, "suppressed")]
    ranked(rows, more_is_better=True, by_interval=False)
    assert [(one["key"], one["rank"]) for one in rows] == [(3, 1), (1, 2), (2, 2), (4, None)]
    rows = [row(1, 90, 100), row(2, 85, 100), row(3, 20, 100)]
    ranked(rows, more_is_better=True, by_interval=True)
    assert [one["rank"] for one in rows] == [1, 1, 3]
    rows = [row(1, 9, 10), row(2, 1, 10)]
    ranked(rows, more_is_better=False, by_interval=False)
    assert [(one["key"], one["rank"]) for one in rows] == [(2, 1), (1, 2)]


def test_another_countys_places_are_nobodys(published, sign_in):
    far = build.make_user("far", "county", build.make_county(name="他县", code="990902"))
    assert not published_places.of_publication(far, published).exists()
    with acting(scope.acting_as(far)):
        assert not PublishedPlace.objects.exists() and not PublishedRanking.objects.exists()
    assert reverse("indicators:publication-detail", args=[published.pk])
