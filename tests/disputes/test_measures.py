"""The protected route: report, admonition, visits of both bodies, breach, protection order."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from audit import trail
from audit.models import Entry
from disputes.actions import measures, protection
from disputes.clocks import reading
from disputes.clocks.deriving import VISIT
from disputes.models import Measure
from tests import build, dispute_parts

pytestmark = pytest.mark.usefixtures("in_march")
ON = date(2026, 3, 10)


@pytest.fixture
def dispute(village, officer):
    row = build.make_dispute(village, ON, by=officer, kind="marriage")
    return protection.answer_yes(row, by=officer)


def one(dispute, kind: str, on: date = ON, **fields) -> Measure:
    return Measure(dispute=dispute, kind=kind, done_on=on, **fields)


def test_each_kind_is_recorded_on_its_page_and_shown(dispute, officer, chief, auxiliary, sign_in):
    client, url = sign_in(officer), f"/disputes/{dispute.pk}/measures"
    sent = {
        "report": {"number": "接警2026-17", "reporter": "邻居某甲", "first_steps": ["stop"]},
        "admonition": {"number": "告诫1号", "bans": "禁止实施家庭暴力", "served_actor_on": "2026-03-12"},
        "visit": {"body": "committee"},
        "breach": {"note": "再次动手"},
        "order": {"number": "民保令1号", "until": "2026-09-10", "ordered": ["violence", "leave"]},
    }
    for kind, fields in sent.items():
        assert client.get(f"{url}/{kind}/").status_code == 200
        assert client.post(f"{url}/{kind}/", {"done_on": "2026-03-12"} | fields).status_code == 302
    page = client.get(dispute.get_absolute_url()).content.decode()
    for words in ("告诫1号", "禁止实施家庭暴力", "民保令1号", "治安法 73(2)", "反家暴法 14", "县局设定"):
        assert words in page
    assert "邻居某甲" not in page, "who reported it stays secret"
    assert sign_in(chief).get(f"{url}/visit/").status_code == 200
    assert sign_in(auxiliary).get(f"{url}/visit/").status_code in (403, 404)
    assert client.get(f"{url}/other/").status_code == 404


def test_the_history_says_which_measure_and_counts_no_correction_that_was_none(
    dispute, officer, person_of, sign_in
):
    """For who sees the dispute; the auditor reads that something was recorded, not what."""
    order = measures.record(one(dispute, "order", until=date(2026, 9, 10)), by=officer)
    order = measures.amend(order, by=officer)
    assert not Entry.objects.filter(action="amend_measure").exists()
    order.until = date(2026, 9, 9)
    measures.amend(order, by=officer)
    page = sign_in(officer).get(dispute.get_absolute_url()).content.decode()
    assert page.count("《人身安全保护令》") == 2 == Entry.objects.filter(action__contains="_measure").count()
    entry = Entry.objects.get(action="record_measure")
    read = sign_in(person_of("auditor")).get(f"/trail/{entry.pk}/")
    assert read.status_code == 200 and "保护令" not in read.content.decode()


def test_an_order_holds_for_six_months_at_most(dispute, officer):
    measures.record(one(dispute, "order", until=date(2026, 9, 10)), by=officer)
    with pytest.raises(ValidationError) as fault:
        measures.record(one(dispute, "order", until=date(2026, 9, 11)), by=officer)
    assert "反家暴法" in fault.value.message_dict["until"][0]
    with pytest.raises(ValidationError):
        measures.record(one(dispute, "order"), by=officer)


def visits(dispute) -> dict:
    return {str(one.name): one.due_on for one in reading.of(dispute) if one.rule == VISIT}


def test_both_bodies_visit_again_after_the_interval_of_the_county(dispute, officer, chief, sign_in):
    assert visits(dispute) == {}
    measures.record(one(dispute, "admonition", bans="不得施暴"), by=officer)
    letter = measures.record(one(dispute, "visit", date(2026, 3, 15), body="committee"), by=officer)
    assert list(visits(dispute).values()) == [date(2026, 4, 9), date(2026, 4, 14)]
    letter.done_on = date(2026, 3, 12)  # corrected
    measures.amend(letter, by=officer)
    assert list(visits(dispute).values()) == [date(2026, 4, 9), date(2026, 4, 11)]
    type(dispute).objects.filter(pk=dispute.pk).update(stage="referred", handled_on=ON)
    assert visits(dispute) == {}


def test_visits_that_are_due_stand_on_the_first_pages_of_those_who_see_them(
    dispute, officer, chief, auxiliary, clerk, sign_in
):
    old = one(dispute, "admonition", date(2026, 2, 1), bans="不得施暴", recorded_by=officer)
    old.save(force_insert=True)
    for person, is_shown in ((officer, True), (chief, True), (auxiliary, False), (clerk, False)):
        page = sign_in(person).get("/", follow=True).content.decode()
        assert ("查访双方" in page) is is_shown
        assert (dispute.number_label in page) is is_shown


def test_a_step_is_corrected_and_both_versions_are_read(dispute, officer, chief, auxiliary, sign_in):
    letter = measures.record(one(dispute, "admonition", bans="不得施暴", reporter=""), by=officer)
    url, client = f"/disputes/measures/{letter.pk}/edit/", sign_in(officer)
    assert sign_in(auxiliary).get(url).status_code in (403, 404)
    assert client.get(url).status_code == 200
    sent = {"done_on": "2026-03-11", "bans": "不得施暴、不得跟踪", "version": letter.version}
    assert client.post(url, sent).status_code == 302
    page = sign_in(chief).get(dispute.get_absolute_url()).content.decode()
    assert all(words in page for words in ("不得施暴、不得跟踪", "2026-03-10", "2026-03-11", "更正"))
    measures.record(one(dispute, "breach", date(2026, 3, 12)), by=officer)
    letter.refresh_from_db()
    letter.done_on = date(2026, 3, 13)
    with pytest.raises(ValidationError):
        measures.amend(letter, by=officer)
    assert "不得" not in str([entry.detail for entry in trail.entries_for(dispute)])


def test_only_an_admonition_is_broken(dispute, officer):
    with pytest.raises(ValidationError):
        measures.record(one(dispute, "breach"), by=officer)
    measures.record(one(dispute, "admonition", bans="不得施暴"), by=officer)
    with pytest.raises(ValidationError):
        measures.record(one(dispute, "breach", date(2026, 3, 9)), by=officer)
    measures.record(one(dispute, "breach"), by=officer)
    with pytest.raises(ValidationError):
        measures.record(one(dispute, "visit", date(2026, 3, 21), body="station"), by=officer)  # tomorrow


def test_another_dispute_has_none(village, officer):
    plain = build.make_dispute(village, ON, by=officer)
    with pytest.raises(ValidationError):
        measures.record(one(plain, "report", number="1"), by=officer)
    with pytest.raises(IntegrityError):
        one(plain, "report", recorded_by=officer).save()


@pytest.mark.parametrize("role", ["auxiliary", "clerk", "bureau", "stranger"])
def test_nobody_else_records_one(dispute, role, request):
    with pytest.raises(PermissionDenied):
        measures.record(one(dispute, "report", number="1"), by=request.getfixturevalue(role))


def test_what_was_done_keeps_it_protected_and_is_no_word_of_the_trail(dispute, officer, chief):
    measures.record(one(dispute, "report", number="接警2026-17"), by=officer)
    dispute.refresh_from_db()
    with pytest.raises(ValidationError):
        protection.lift(dispute, "弄错了", by=chief)
    assert "接警" not in str([entry.detail for entry in trail.entries_for(dispute)])


def test_impossible_days_are_refused_beside_their_field(dispute, officer, sign_in):
    client, url = sign_in(officer), f"/disputes/{dispute.pk}/measures"
    letter = {"done_on": "2026-03-12", "bans": "不得施暴"}
    for name in measures.HANDED:
        for day in ("2026-03-11", "2026-03-21"):  # before the letter, and tomorrow
            form = client.post(f"{url}/admonition/", letter | {name: day}).context["form"]
            assert list(form.errors) == [name]
    asked = client.post(f"{url}/admonition/", letter | {"done_on": "2026-03-09"}).context["form"]
    assert list(asked.errors) == ["sure"]
    sure = letter | {"done_on": "2026-03-09", "sure": [asked.fields["sure"].choices[0][0]]}
    assert client.post(f"{url}/admonition/", sure).status_code == 302
    for day in ("2026-03-09", "2026-03-08"):
        form = client.post(f"{url}/visit/", {"done_on": day, "body": "station"}).context["form"]
        assert "done_on" in form.errors
    assert Measure.objects.count() == 1


def test_a_wrong_measure_is_withdrawn_and_then_the_protection_is_lifted(
    dispute, officer, chief, auxiliary, sign_in
):
    letter = measures.record(one(dispute, "admonition", bans="不得施暴"), by=officer)
    visit = measures.record(one(dispute, "visit", body="station"), by=officer)
    with pytest.raises(ValidationError):
        measures.withdraw(letter, "写错了案件", by=officer)  # the visit follows it
    with pytest.raises(PermissionDenied):
        measures.withdraw(visit, "写错了案件", by=auxiliary)
    client, page = sign_in(officer), dispute.get_absolute_url()
    for row in (visit, letter):
        url = f"/disputes/measures/{row.pk}/withdraw/"
        row.refresh_from_db()
        assert url in client.get(page).content.decode()
        assert client.post(url, {"reason": " ", "version": row.version}).status_code == 422
        assert client.post(url, {"reason": "写错了案件", "version": row.version}).status_code == 302
        assert url not in client.get(page).content.decode()
    told = client.get(page).content.decode()
    assert told.count("写错了案件") >= 2 and "<del>" in told and visits(dispute) == {}
    assert "写错" not in str([entry.detail for entry in trail.entries_for(dispute)])
    dispute.refresh_from_db()
    protection.lift(dispute, "当事人不是家庭成员", by=chief)
    assert "写错了案件" not in sign_in(auxiliary).get(page).content.decode()
    assert list(Measure.objects.values_list("is_protected", flat=True)) == [True, True]


@pytest.mark.parametrize("day", [date(1990, 1, 1), date(2016, 2, 29), date(2016, 3, 1)])
def test_an_order_of_any_day_has_a_rule(village, officer, day, sign_in):
    """Also before the law was in force; the page names the law of the day of the step."""
    row = dispute_parts.make_protected(village, officer, occurred_on=day)
    with pytest.raises(ValidationError):
        measures.record(one(row, "order", day, until=date(day.year, 12, 1)), by=officer)
    kept = measures.record(one(row, "order", day, until=date(day.year, 4, 1)), by=officer)
    assert sign_in(officer).get(f"/disputes/measures/{kept.pk}/edit/").status_code == 200


def test_corrected_steps_cost_no_query_each(dispute, officer, sign_in):
    client, counts = sign_in(officer), []
    for _more in range(3):
        letter = measures.record(one(dispute, "admonition", bans="不得施暴"), by=officer)
        letter.done_on = date(2026, 3, 12)
        measures.amend(letter, by=officer)
        with CaptureQueriesContext(connection) as read:
            assert client.get(dispute.get_absolute_url()).content.decode().count("2026-03-12") > 1
        counts.append(len(read))
    assert counts[1] == counts[2]
