"""A hidden number is shown once, to those who may, with a reason that stays on the trail."""

import pytest

from audit import trail
from notices.models import Notice
from rules.models import DatedValue
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
PHONE = "15400001234"


@pytest.fixture
def household(village):
    return build.make_household(village, phone=PHONE)


@pytest.fixture
def url(household):
    return f"/residents/households/{household.pk}/reveal/"


@pytest.mark.asvs("14.3.2")
def test_with_a_reason_the_number_is_shown_and_not_cached(url, officer, sign_in):
    client = sign_in(officer)
    asked = client.get(url)
    assert PHONE not in asked.content.decode() and "154****1234" in asked.content.decode()
    shown = client.post(url, {"why": "call"})
    assert f"tel:{PHONE}" in shown.content.decode() and shown["Cache-Control"] == "no-store"
    assert shown["Refresh"].startswith("60; url=/residents/households/")


def test_each_reveal_is_on_the_trail_without_the_number(url, household, officer, sign_in):
    client = sign_in(officer)
    for words in ("水表读数", "再次联系"):
        client.post(url, {"why": "other", "words": words})
    entries = list(trail.entries_for(household).filter(action="reveal").order_by("pk"))
    assert [entry.detail for entry in entries] == [
        {"fact": "phone", "why": "other", "words": words} for words in ("水表读数", "再次联系")
    ]
    assert entries[0].actor_id == officer.pk and PHONE not in str([entry.__dict__ for entry in entries])


@pytest.mark.parametrize(
    "given", [{}, {"why": "curiosity"}, {"why": "other"}, {"why": "call", "words": "拨打 154 0000 1234"}]
)
def test_without_a_sound_reason_nothing_is_shown(url, household, officer, sign_in, given):
    answer = sign_in(officer).post(url, given)
    assert answer.status_code == 422 and PHONE not in answer.content.decode()
    assert not trail.entries_for(household).filter(action="reveal").exists()


def test_only_officer_and_chief_may_reveal(url, officer, chief, auxiliary, clerk, bureau, leader, sign_in):
    allowed = {user: sign_in(user).post(url, {"why": "call"}).status_code
               for user in (officer, chief, auxiliary, clerk, bureau, leader)}  # fmt: skip
    assert allowed == {officer: 200, chief: 200, auxiliary: 403, clerk: 403, bureau: 403, leader: 403}


def test_a_number_elsewhere_does_not_exist(url, stranger, sign_in):
    assert sign_in(stranger).post(url, {"why": "call"}).status_code == 404


def test_the_button_is_shown_to_those_who_may(household, url, officer, auxiliary, sign_in):
    assert url in sign_in(officer).get(household.get_absolute_url()).content.decode()
    assert url not in sign_in(auxiliary).get(household.get_absolute_url()).content.decode()


def test_there_is_nothing_to_show_where_nothing_is_entered(village, officer, sign_in):
    household = build.make_household(village)
    client, url = sign_in(officer), f"/residents/households/{household.pk}/reveal/"
    assert client.get(url).status_code == 200
    assert client.post(url, {"why": "call"}).status_code == 422


@pytest.mark.asvs("2.4.1", "6.1.1", "8.2.4", "14.2.6")
def test_after_ten_in_an_hour_each_takes_words_and_the_chief_reads_of_it(
    url, officer, chief, bureau, sign_in
):
    client = sign_in(officer)
    assert [client.post(url, {"why": "call"}).status_code for _each in range(10)] == [200] * 10
    assert not Notice.objects.exists()
    asked = client.get(url).content.decode()
    assert "一小时内" in asked
    for words in ("", " ", "电话"):
        refused = client.post(url, {"why": "call", "words": words})
        assert refused.status_code == 422 and PHONE not in refused.content.decode()
    shown = client.post(url, {"why": "call", "words": "核对水表户主"})
    assert shown.status_code == 200 and PHONE in shown.content.decode()
    client.post(url, {"why": "call", "words": "再次核对户主"})
    assert Notice.objects.count() == 1 and officer.name in sign_in(chief).get("/").content.decode()
    assert "一小时内" not in sign_in(bureau).get("/").content.decode()
    assert "核对水表户主" not in str(Notice.objects.values())


def test_an_hour_later_and_for_somebody_else_they_count_anew(url, officer, chief, sign_in, time_machine):
    for _each in range(10):
        sign_in(officer).post(url, {"why": "call"})
    assert sign_in(officer).post(url, {"why": "call"}).status_code == 422
    assert sign_in(chief).post(url, {"why": "call"}).status_code == 200
    time_machine.shift(3_601)
    assert sign_in(officer).post(url, {"why": "call"}).status_code == 200


def test_of_a_chief_the_county_reads_it(url, chief, bureau, sign_in):
    for _each in range(10):
        sign_in(chief).post(url, {"why": "call"})
    assert sign_in(chief).post(url, {"why": "call", "words": "核对水表户主"}).status_code == 200
    assert chief.name in sign_in(bureau).get("/").content.decode()
    assert "一小时内" not in sign_in(chief).get("/").content.decode()


def test_the_county_may_set_fewer(url, officer, sign_in, county):
    DatedValue.objects.create(county=county.code, code="reveal.an_hour", value=2, valid_from="2026-01-01")
    assert [sign_in(officer).post(url, {"why": "call"}).status_code for _each in range(3)] == [200, 200, 422]
