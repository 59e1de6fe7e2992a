"""Publishing turns nobody's month into an approved one, and publishes nothing empty."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from indicators import publish
from indicators.models import IncidentCount, Publication
from ledgers import months
from ledgers.models import StationMonth
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]


@pytest.fixture
def three(village, elsewhere, station, county, clerk, chief, february):
    """Three stations: one approved, one submitted, one silent."""
    second = elsewhere.memberships.get().post.station
    third = build.make_station(county, "月山派出所")
    build.make_village(build.make_post(third), "月山村委会")
    for one in (station, second):
        row, _new = StationMonth.objects.get_or_create(station=one, month=february)
        row.state, row.submitted_by = "submitted", clerk
        row.submitted_at = "2026-03-02T09:00+08:00"
        if one == station:
            row.state, row.approved_by, row.approved_at = "approved", chief, "2026-03-03T09:00+08:00"
        row.save()
    build.attest(village, february)
    return station, second, third


def test_the_publication_names_for_good_who_had_not_approved(three, county, bureau, february, sign_in):
    done = publish.freeze(county, february, by=bureau, reason="上级催报")
    states = {one["name"]: one["state"] for one in done.header["stations"]}
    assert states == {three[0].name: "approved", three[1].name: "submitted", three[2].name: "open"}
    assert done.header["stations"][0]["approved_by"] and not done.header["stations"][1]["approved_by"]
    with translation.override("zh-hans"):
        said = done.approval
    assert said.startswith("审批通过 1/3") and "上级催报" in said
    assert all(one.name in said for one in three[1:]) and three[0].name not in said
    page = sign_in(bureau).get(done.get_absolute_url()).content.decode()
    assert said in page
    month = sign_in(bureau).get(reverse("indicators:month-detail", args=[february])).content.decode()
    assert said in month and "未审批" in month and "从未提交" in month


def test_the_publication_names_who_approved_for_a_station(three, county, bureau, february, sign_in):
    StationMonth.objects.filter(station=three[0]).update(approved_by=bureau, is_approved_by_county=True)
    done = publish.freeze(county, february, by=bureau, reason="上级催报")
    with translation.override("zh-hans"):
        said = done.approval
    assert said.endswith(f"县局代批：{three[0].name}（{bureau.name}）")
    assert said in sign_in(bureau).get(done.get_absolute_url()).content.decode()


def test_unapproved_stations_stay_unapproved_on_every_page(three, county, bureau, february, sign_in):
    publish.freeze(county, february, by=bureau, reason="上级催报")
    client = sign_in(bureau)
    assert publish.not_approved(county, february) == [*three[1:]]
    board = client.get("/?month=2026-02").context["publish"]
    assert (board["submitted"], board["approved"], board["stations"]) == (2, 1, 3)


def test_a_restatement_repeats_who_had_not_approved(three, county, village, bureau, february):
    publish.freeze(county, february, by=bureau, reason="上级催报")
    build.make_patrol(village, date(2026, 2, 3), is_late=True, reason="纸质台账补录")
    second = publish.restate(county, february, "补录", by=bureau)
    assert second.reason == "补录" and "上级催报" in second.approval


@pytest.mark.usefixtures("village")
def test_a_month_of_which_no_village_has_reported_is_refused(county, bureau, february, sign_in):
    with pytest.raises(ValidationError, match="No village has reported"):
        publish.freeze(county, february, by=bureau, reason="急")
    url = reverse("indicators:month-publish", args=[february])
    publish.count(february)
    page = sign_in(bureau).get(url)
    assert "没有村上报五无" in page.content.decode()
    assert sign_in(bureau).post(url, {"reason": "急"}).status_code == 422
    assert not Publication.objects.exists() and not StationMonth.objects.filter(state="published").exists()


def test_one_village_of_five_categories_less_one_has_not_reported(village, county, bureau, february):
    build.attest(village, february)
    IncidentCount.objects.filter(category="cult").delete()
    with pytest.raises(ValidationError, match="No village has reported"):
        publish.freeze(county, february, by=bureau, reason="急")


def test_a_month_before_the_first_village_is_refused(village, county, bureau, sign_in):
    village.memberships.update(starts_on=date(2026, 3, 1))
    with pytest.raises(ValidationError, match="No station had a village"):
        publish.freeze(county, date(2026, 2, 1), by=bureau, reason="急")
    url = reverse("indicators:month-publish", args=["2026-02"])
    assert "data-why-not" in sign_in(bureau).get(url).content.decode()


def test_a_station_without_a_village_is_asked_for_nothing(
    village, station, county, bureau, chief, clerk, february
):
    build.make_station(county, "新建派出所")
    build.attest(village, february)
    months.submit(station, february, by=clerk)
    months.approve(station, february, by=chief)
    assert publish.not_approved(county, february) == []
    assert publish.freeze(county, february, by=bureau).reason == ""
