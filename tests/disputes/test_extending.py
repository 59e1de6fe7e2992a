"""Extensions of the case and of the month; the end of the case; reasons for what is late."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.models import Entry
from disputes.actions import agreeing, closing, extending, following, mediating
from disputes.clocks import reading
from disputes.legality import ReasonsWanted
from disputes.legality.gate import field_of
from disputes.models import Extension, Finding, Session
from rules.models import DatedValue
from tests import build, dispute_parts

pytestmark = pytest.mark.usefixtures("in_march")  # 20 March 2026


@pytest.fixture
def case(village, officer):
    return build.make_dispute(
        village,
        date(2026, 2, 2),
        officer,
        procedure="police",
        host="police",
        filed_on=date(2026, 2, 3),
        act="beating",
        ground="kin",
    )


def extend(dispute, by, day=date(2026, 3, 4), of="case"):
    return extending.extend(Extension(dispute=dispute, of=of, approved_by="县公安局", approved_on=day), by=by)


def due(dispute, rule="po.case"):
    return next(str(one.due_on) for one in reading.of(dispute) if one.rule == rule)


def test_a_case_of_2026_is_extended_twice_and_no_more(case, officer):
    assert due(case) == "2026-03-05"
    extend(case, officer)
    assert due(case) == "2026-04-07"  # 4 to 6 April are off
    extend(case, officer, date(2026, 3, 20))
    assert due(case) == "2026-05-06"  # 1 to 5 May are off
    with pytest.raises(ValidationError, match="治安法 118"):
        extend(case, officer, date(2026, 3, 19))
    assert Entry.objects.filter(action="extend_period").count() == 2


def test_a_case_of_2025_is_extended_once(village, officer):
    old = build.make_dispute(
        village, date(2025, 12, 22), officer, procedure="police", host="police", filed_on=date(2025, 12, 30)
    )
    extend(old, officer, date(2026, 1, 15))
    with pytest.raises(ValidationError, match="治安法"):
        extend(old, officer, date(2026, 2, 15))


@pytest.mark.parametrize("day", [date(2026, 2, 2), date(2026, 3, 21)])
def test_it_is_approved_between_the_begin_and_today(case, officer, day):
    with pytest.raises(ValidationError) as fault:
        extend(case, officer, day)
    assert "approved_on" in fault.value.message_dict


def test_without_a_case_nothing_is_extended(village, officer):
    with pytest.raises(ValidationError, match="立案日"):
        extend(build.make_dispute(village, date(2026, 3, 2), officer), officer)


def test_the_month_is_extended_where_the_county_has_it(village, officer):
    dispute = build.make_dispute(village, date(2026, 3, 2), officer)
    with pytest.raises(ValidationError, match="县局没有设定"):
        extend(dispute, officer, date(2026, 3, 10), "month")
    DatedValue.objects.create(
        code="dispute.month_extension_days",
        county="990901",
        value=30,
        unit="days",
        valid_from=date(2026, 1, 1),
    )
    extend(dispute, officer, date(2026, 3, 10), "month")
    assert due(dispute, "pm.month") == "2026-05-06"
    with pytest.raises(ValidationError, match="已经延长过"):
        extend(dispute, officer, date(2026, 3, 11), "month")


@pytest.mark.parametrize("who", ["auxiliary", "bureau", "leader"])
def test_nobody_else_extends_or_closes(case, who, request):
    person = request.getfixturevalue(who)
    for act in (extend, lambda dispute, by: extending.close_case(dispute, date(2026, 3, 5), by=by)):
        with pytest.raises(PermissionDenied):
            act(case, person)


def test_the_case_is_closed_and_its_period_is_over(case, officer):
    with pytest.raises(ValidationError, match="立案日和今天之间"):
        extending.close_case(case, date(2026, 2, 2), by=officer)
    extending.close_case(case, date(2026, 3, 5), by=officer)
    clock = next(one for one in reading.of(case) if one.rule == "po.case")
    assert (clock.state, clock.is_open) == ("met", False)
    with pytest.raises(ValidationError):
        extend(case, officer)


def test_a_case_that_is_closed_late_needs_a_reason(case, officer):
    with pytest.raises(ReasonsWanted) as fault:
        extending.close_case(case, date(2026, 3, 6), by=officer)
    assert "治安法 118" in str(fault.value.warnings[0]) and fault.value.warnings[0].field == "case_closed_on"
    extending.close_case(case, date(2026, 3, 6), by=officer, reasons={"po.case": "等待价格认定"})
    assert [(one.rule, one.reason) for one in Finding.objects.all()] == [("po.case", "等待价格认定")]


def closed(dispute, by, day, **more):
    dispute.result, dispute.handled_on, dispute.told_routes_on = "未达成", day, day
    return closing.close(dispute, "failed", by=by, **more)


def test_a_result_after_the_month_needs_a_reason_which_is_noted_with_the_rule(village, officer):
    dispute = build.make_dispute(village, date(2026, 2, 9), officer)
    with pytest.raises(ReasonsWanted) as fault:
        closed(dispute, officer, date(2026, 3, 10))
    assert [(one.rule, one.field) for one in fault.value.warnings] == [("pm.month", "handled_on")]
    assert "2026-03-09" in str(fault.value.warnings[0]) and "若干规定 33" in str(fault.value.warnings[0])
    closed(dispute, officer, date(2026, 3, 10), reasons={"pm.month": "等待一方返乡"})
    assert [(one.rule, one.reason) for one in Finding.objects.all()] == [("pm.month", "等待一方返乡")]


def test_a_result_within_the_month_needs_none(village, officer):
    closed(build.make_dispute(village, date(2026, 2, 9), officer), officer, date(2026, 3, 9))
    assert not Finding.objects.exists()


def first_session(case, by, day, result="goes_on", **more):
    session = Session(
        dispute=case, held_on=day, place="警务室", result=result, officers_present=2, recording="yes"
    )
    return mediating.record_session(session, by=by, **more)


def rules_of(act):
    try:
        act()
    except ReasonsWanted as fault:
        return [one.rule for one in fault.warnings]
    return []


@pytest.mark.parametrize(
    ("day", "result", "asked"),
    [(5, "goes_on", []), (6, "goes_on", ["po.first"]), (6, "not_held", [])],
)
def test_a_first_session_after_three_working_days_needs_a_reason(case, officer, day, result, asked):
    assert rules_of(lambda: first_session(case, officer, date(2026, 2, day), result)) == asked


def test_a_session_that_is_moved_behind_the_period_is_asked_about_as_well(case, officer):
    session = first_session(case, officer, date(2026, 2, 5))
    session.held_on = date(2026, 2, 9)
    assert rules_of(lambda: mediating.amend_session(session, by=officer)) == ["po.first"]


# Late: a duty, a call, the end of a rest. A warning whose reason is kept.


def agreed(village, officer):
    row = build.make_agreed(village, officer)
    type(row).objects.filter(pk=row.pk).update(occurred_on=date(2026, 3, 2), handled_on=date(2026, 3, 5))
    row.refresh_from_db()
    dispute_parts.make_party(row)
    return row, dispute_parts.make_agreement(row, final=True)


def test_what_is_done_late_is_asked_about_and_kept(village, officer, sign_in):
    row, agreement = agreed(village, officer)
    client, late = sign_in(officer), {"why": "外出务工，已电话说明"}
    duty = dispute_parts.make_duty(agreement, due_on=date(2026, 3, 15))
    call = dispute_parts.make_call(row, date(2026, 3, 16))
    resting = build.make_dispute(village, date(2026, 1, 5), officer, violence="no")
    rest = dispute_parts.make_suspension(resting, starts_on=date(2026, 1, 10))
    steps = (
        (f"/disputes/owed/{duty.pk}/performed/", {"settled_on": "2026-03-16", "proof": "收条"}, "pm.follow"),
        (f"/disputes/calls/{call.pk}/", {"made_on": "2026-03-17"}, "follow_up"),
        (f"/disputes/rests/{rest.pk}/end/", {"ended_on": "2026-03-01"}, "dispute.suspension_months"),
    )
    for url, sent, rule in steps:
        field = field_of(rule)
        answer = client.post(url, sent | {"version": 1})
        assert answer.status_code == 422 and field in answer.context["form"].fields, url
        assert not Finding.objects.filter(rule=rule).exists()
        assert client.post(url, sent | {"version": 1, field: late["why"]}).status_code == 302
        assert Finding.objects.get(rule=rule).reason == late["why"]


def test_what_is_done_in_time_or_noted_as_broken_is_not_asked_about(village, officer):
    row, agreement = agreed(village, officer)
    in_time, broken = (dispute_parts.make_duty(agreement, due_on=date(2026, 3, 15)) for _ in range(2))
    for duty, state, day in ((in_time, "performed", 15), (broken, "broken", 18)):
        duty.settled_on, duty.proof = date(2026, 3, day), "收条"
        agreeing.settle_duty(duty, state, by=officer)
    call = dispute_parts.make_call(row, date(2026, 3, 16), made_on=None)
    call.made_on = date(2026, 3, 16)
    following.make(call, by=officer)
    assert not Finding.objects.exists()
    broken.refresh_from_db()
    broken.settled_on = date(2026, 3, 19)
    with pytest.raises(ReasonsWanted):  # performed after all
        agreeing.settle_duty(broken, "performed", by=officer)


# Pages


def test_an_extension_and_the_end_of_a_case_are_noted_and_corrected(case, officer, auxiliary, sign_in):
    client, page = sign_in(officer), case.get_absolute_url()
    url = f"/disputes/{case.pk}/extend/"
    assert url in client.get(page).content.decode()
    form = client.get(url).context["form"]
    assert [value for value, _label in form.fields["of"].choices] == ["case"]
    sent = {"of": "case", "approved_by": "县公安局", "approved_on": "2026-03-04"}
    for day in ("2026-03-04", "2026-03-18"):
        assert client.post(url, sent | {"approved_on": day}).url == page
    assert client.get(url).url == page, "twice at most"
    one = Extension.objects.first()
    edit = f"/disputes/extensions/{one.pk}/edit/"
    assert client.post(edit, sent | {"approved_by": "市公安局", "of": "month", "version": 1}).url == page
    one.refresh_from_db()
    assert (one.approved_by, one.of) == ("市公安局", "case")
    end = f"/disputes/{case.pk}/case/"
    case.refresh_from_db()
    assert client.post(end, {"case_closed_on": "2026-03-19", "version": case.version}).url == page
    assert "2026-03-19" in client.get(page).content.decode()
    case.refresh_from_db()
    assert client.post(end, {"case_closed_on": "2026-03-18", "version": case.version}).url == page
    case.refresh_from_db()
    assert case.case_closed_on == date(2026, 3, 18)
    assert sign_in(auxiliary).get(url).status_code == sign_in(auxiliary).get(end).status_code == 403


def test_without_a_case_there_is_none_to_end(village, officer, sign_in):
    plain = build.make_dispute(village, date(2026, 3, 2), officer)
    for page in ("case", "extend"):
        assert sign_in(officer).get(f"/disputes/{plain.pk}/{page}/").url == plain.get_absolute_url()
