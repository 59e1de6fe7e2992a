"""The county sets a rule of its own from a day on; everybody who works reads it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

import rules
from access import scope
from administration.county_rules.actions import set_rule
from audit.models import Entry
from policies.acting import acting
from rules.declared import BY_CODE
from rules.models import DatedValue
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
TODAY, APRIL = date(2026, 3, 20), date(2026, 4, 1)
DAYS = BY_CODE["duty.days_a_week"][0]


def put(value, since, by, **more):
    with acting(scope.acting_as(by)):
        return set_rule(DAYS, value, since, by=by, **more)


def days_on(day, county="990901"):
    return rules.whole(DAYS.code, on=day, county=county)


def test_a_value_holds_from_its_day_on_and_ends_the_one_before(bureau):
    put(4, TODAY, bureau)
    put(2, APRIL, bureau, source="县公安局〔2026〕12号")
    assert [days_on(date(2026, 3, 19)), days_on(TODAY), days_on(date(2026, 3, 31)), days_on(APRIL)] == [
        3,
        4,
        4,
        2,
    ]
    assert list(DatedValue.objects.values_list("value", "valid_until").order_by("valid_from")) == [
        (4, date(2026, 3, 31)), (2, None)
    ]  # fmt: skip


def test_what_was_entered_for_later_is_taken_back(bureau):
    put(2, APRIL, bureau)
    put(4, TODAY, bureau)
    assert (days_on(TODAY), days_on(APRIL), DatedValue.objects.count()) == (4, 4, 1)
    entry = Entry.objects.filter(action="set_rule").latest("pk")
    assert entry.detail == {
        "rule": DAYS.code, "value": 4, "was": 3, "since": "2026-03-20", "replaced": ["2026-04-01: 2"]
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "since", "field"), [(4, date(2026, 3, 19), "since"), (8, TODAY, "value"), (3, TODAY, "value")]
)
def test_past_days_bounds_and_the_same_value_are_refused(bureau, value, since, field):
    with pytest.raises(ValidationError) as fault:
        put(value, since, bureau)
    assert list(fault.value.message_dict) == [field]


@pytest.mark.parametrize("who", ["officer", "chief", "leader", "auditor", "administrator"])
def test_nobody_else_sets_a_rule(who, request):
    with pytest.raises(PermissionDenied):
        set_rule(DAYS, 4, TODAY, by=request.getfixturevalue(who))


def test_what_no_county_sets_stays(bureau):
    with pytest.raises(PermissionDenied):
        set_rule(BY_CODE["survey.fewest_answers"][0], 5, TODAY, by=bureau)


def test_the_database_alone_keeps_another_countys_values(bureau, officer):
    put(4, TODAY, bureau)
    other = build.make_user("bureau2", "county", build.make_county("邻县", "990902"))
    with acting(scope.acting_as(other)):
        assert DatedValue.objects.filter(county="990901").update(valid_until=APRIL) == 0
        assert DatedValue.objects.filter(county="990901").delete() == (0, {})
    with pytest.raises(DatabaseError), transaction.atomic(), acting(scope.acting_as(bureau)):
        DatedValue.objects.update(value=7)
    with pytest.raises(DatabaseError), transaction.atomic(), acting(scope.acting_as(officer)):
        DatedValue.objects.create(code=DAYS.code, county="990901", value=1, unit="days", valid_from=APRIL)


def test_the_page_names_every_rule_with_its_value_today(bureau, officer, sign_in):
    put(4, TODAY, bureau)
    page = sign_in(officer).get("/rules/").content.decode()
    assert all(str(entries[-1].name) in page for entries in BY_CODE.values())
    assert "<b>4</b>" in page


def test_the_county_sets_a_rule_on_its_page(bureau, sign_in):
    sent = {"value": "4", "since": "2026-03-20", "source": "", "note": "汛期"}
    answer = sign_in(bureau).post(f"/rules/{DAYS.code}/", sent)
    assert (answer.status_code, days_on(TODAY)) == (302, 4)
    assert "汛期" in sign_in(bureau).get(f"/rules/{DAYS.code}/").content.decode()


def test_the_page_says_what_is_wrong(bureau, sign_in):
    answer = sign_in(bureau).post(f"/rules/{DAYS.code}/", {"value": "9", "since": "2026-03-19"})
    assert answer.status_code == 422
    assert DatedValue.objects.count() == 0


def test_whoever_only_reads_finds_no_form_and_sends_none(officer, sign_in):
    client = sign_in(officer)
    assert client.get(f"/rules/{DAYS.code}/").context["form"] is None
    assert client.post(f"/rules/{DAYS.code}/", {"value": "4", "since": "2026-03-20"}).status_code == 403


def test_an_unknown_rule_is_no_page(officer, sign_in):
    assert sign_in(officer).get("/rules/no.such_rule/").status_code == 404


def test_a_value_that_somebody_set_after_the_page_was_opened_is_shown_first(bureau, sign_in):
    client, url = sign_in(bureau), f"/rules/{DAYS.code}/"
    shown = client.get(url).context["version"]
    put(4, TODAY, bureau)
    answer = client.post(url, {"value": "2", "since": "2026-03-20", "version": shown})
    assert answer.status_code == 409 and days_on(TODAY) == 4
    again = client.post(url, {"value": "2", "since": "2026-03-20", "version": answer.context["version"]})
    assert again.status_code == 302 and days_on(TODAY) == 2


def test_a_list_of_words_is_set_on_its_page_and_read_in_the_county(bureau, officer, sign_in):
    url, code = "/rules/dispute.violence_words/", "dispute.violence_words"
    client = sign_in(bureau)
    assert "家暴" in client.get(url).context["form"].initial.get("value", client.get(url).content.decode())
    kept = "殴打、捆绑、恐吓、威胁、跟踪、冻饿"  # named by the law itself
    for emptied in ("", "家暴", kept.replace("、跟踪", "")):
        answer = client.post(url, {"value": emptied, "since": f"{TODAY}"})
        assert answer.status_code == 422 and "value" in answer.context["form"].errors
    sent = {"value": f"{kept}、掐脖，恐吓\n 砸东西", "since": f"{TODAY}", "source": "县局〔2026〕3号"}
    assert client.post(url, sent).status_code == 302
    assert rules.words(code, on=TODAY, county="990901") == (*kept.split("、"), "掐脖", "砸东西")
    assert f"{kept}、掐脖、砸东西" in sign_in(officer).get(url).content.decode()
    assert f"{kept}、掐脖、砸东西" in sign_in(officer).get("/rules/").content.decode()
    for wrong in ("一二三四五六七八九十一", f"{kept}、" + "、".join(str(number) for number in range(61))):
        answer = client.post(url, {"value": wrong, "since": "2026-04-01"})
        assert answer.status_code == 422 and "value" in answer.context["form"].errors
