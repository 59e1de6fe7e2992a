"""Prevented cases of a post and quarter: counts alone, reported and corrected, by whom and for when."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from audit.models import Entry
from disputes.models import PreventedCount
from disputes.models.prevented import COUNTS
from disputes.prevented import actions
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
QUARTER = date(2026, 1, 1)
NUMBERS = dict.fromkeys(COUNTS, 0) | {"fight_cases": 2, "fight_people": 17}


def address(post, quarter: str = "2026-1") -> str:
    return f"/disputes/prevented/{post.pk}/{quarter}/"


def test_a_post_reports_and_corrects_its_counts(post, officer, sign_in):
    client = sign_in(officer)
    assert client.post(address(post), NUMBERS).status_code == 302
    stored = PreventedCount.objects.get()
    assert (stored.fight_people, stored.station, stored.entered_by) == (17, post.station, officer)
    page = client.get(address(post)).content.decode()
    assert 'value="17"' in page
    again = NUMBERS | {"fight_people": "18", "version": stored.version}
    assert client.post(address(post), again).status_code == 302
    assert PreventedCount.objects.get().fight_people == 18
    assert Entry.objects.filter(action="report_prevented").count() == 2


@pytest.mark.parametrize(
    "wrong", [{"fight_people": "1"}, {"crime_people": "1"}, {"suicide_cases": ""}, {"petition_cases": "-1"}]
)
def test_counts_that_can_not_be_are_refused(wrong, post, officer, sign_in):
    assert sign_in(officer).post(address(post), NUMBERS | wrong).status_code == 422
    assert not PreventedCount.objects.exists()


def test_the_database_refuses_people_without_a_case(post, officer):
    with pytest.raises(IntegrityError), transaction.atomic():
        PreventedCount.objects.create(
            post=post, station=post.station, county=post.station.county, quarter=QUARTER, entered_by=officer,
            **(NUMBERS | {"fight_cases": 0}),
        )  # fmt: skip


def test_a_quarter_that_has_not_begun_is_refused(post, officer, sign_in):
    assert sign_in(officer).post(address(post, "2026-2"), NUMBERS).status_code == 422
    count = PreventedCount(post=post, quarter=date(2026, 4, 1), **NUMBERS)
    with pytest.raises(ValidationError):
        actions.report(count, by=officer)
    assert not PreventedCount.objects.exists()


@pytest.mark.parametrize("quarter", ["2026-5", "2026-0", "1999-1", "x"])
def test_what_is_no_quarter_does_not_exist(quarter, post, officer, sign_in):
    assert sign_in(officer).get(address(post, quarter)).status_code == 404


def test_nobody_reports_for_another_post(post, stranger, bureau, chief, sign_in):
    assert sign_in(stranger).post(address(post), NUMBERS).status_code == 404
    assert sign_in(bureau).post(address(post), NUMBERS).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.report(PreventedCount(post=post, quarter=QUARTER, **NUMBERS), by=stranger)
    assert sign_in(chief).post(address(post), NUMBERS).status_code == 302


def test_the_list_says_who_has_not_reported_and_sums_the_others(post, village, officer, chief, sign_in):
    other = build.make_village(build.make_post(post.station, name="第二警务室"), name="第二村委会")
    assert other
    sign_in(officer).post(address(post), NUMBERS)
    page = sign_in(chief).get("/disputes/prevented/?quarter=2026-1").content.decode()
    assert "2 / 17" in page and page.count("未报") >= 4
    assert page.index("第二警务室") < page.rindex("试验警务室")


def test_two_who_correct_at_once_are_asked(post, officer, chief, sign_in):
    sign_in(officer).post(address(post), NUMBERS)
    version = PreventedCount.objects.get().version
    sign_in(officer).post(address(post), NUMBERS | {"fight_people": "20", "version": version})
    late = sign_in(chief).post(address(post), NUMBERS | {"fight_people": "30", "version": version})
    assert late.status_code == 409 and PreventedCount.objects.get().fight_people == 20


def test_the_table_holds_numbers_alone():
    names = {field.name for field in PreventedCount._meta.concrete_fields}
    assert names == {*COUNTS, "id", "version", "post", "station", "county", "quarter", "entered_by"}
