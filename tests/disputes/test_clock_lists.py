"""The periods of disputes as they are read: in one statement, at the person's place, on the first pages."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from access import scope
from access.rights import rights_of
from disputes.book import DISPUTES
from disputes.clocks import facts, reading, records
from disputes.models import Agreement, Dispute, Duty, Extension, FollowUp, Session, Suspension
from disputes.models.disputes import PARTS
from disputes.tables import NextColumn
from oversight.actions import emergency
from pages.columns import Reader
from policies.acting import acting
from tests import build, dispute_parts

pytestmark = pytest.mark.usefixtures("in_march")  # 20 March 2026
FEBRUARY = date(2026, 2, 9)


@pytest.fixture
def late(village, officer):
    """People's mediation of February: its month ended on 9 March."""
    return build.make_dispute(village, FEBRUARY, officer)


def with_everything(dispute, officer):
    """One of each dated row."""
    Session.objects.create(
        dispute=dispute, held_on=date(2026, 3, 3), place="警务室", result="goes_on", recorded_by=officer
    )
    Session.objects.create(
        dispute=dispute, held_on=date(2026, 3, 2), place="警务室", result="not_held", recorded_by=officer
    )
    Suspension.objects.create(
        dispute=dispute,
        why="expert",
        starts_on=date(2026, 3, 5),
        ended_on=date(2026, 3, 6),
        recorded_by=officer,
    )
    Extension.objects.create(
        dispute=dispute, of="case", approved_by="县局", approved_on=date(2026, 3, 10), recorded_by=officer
    )
    agreement = Agreement.objects.create(
        dispute=dispute, form="written", is_final=True, terms="修复", effective_on=date(2026, 3, 12),
        recorded_by=officer,
    )  # fmt: skip
    Duty.objects.create(dispute=dispute, agreement=agreement, what="修复", due_on=date(2026, 3, 22))
    FollowUp.objects.create(dispute=dispute, planned_on=date(2026, 3, 19))
    FollowUp.objects.create(dispute=dispute, planned_on=date(2026, 3, 18), dropped_on=date(2026, 3, 18))
    return agreement


def names(user):
    with acting(scope.acting_as(user)):
        return [(one.clock.rule, one.clock.days_left) for one in reading.near_for(user)]


def test_what_belongs_to_a_dispute_is_read_with_it_in_one_statement(late, officer):
    with_everything(late, officer)
    with CaptureQueriesContext(connection) as asked:
        (found,) = facts.read(type(late).objects.filter(pk=late.pk))
    assert len(asked) == 1
    assert found.sessions[0].held_on == date(2026, 3, 3) and len(found.sessions) == 1
    (rest,) = late.suspension_set.all()
    assert found.suspensions == (facts.SuspensionFact(rest.pk, "expert", date(2026, 3, 5), date(2026, 3, 6)),)
    assert found.extensions == (facts.ExtensionFact("case", date(2026, 3, 10)),)
    assert found.agreements == (facts.AgreementFact(date(2026, 3, 12), "", "", None),)
    assert (found.duties[0].due_on, found.duties[0].state, found.duties[0].settled_on) == (
        date(2026, 3, 22), "pending", None
    )  # fmt: skip
    assert [one.planned_on for one in found.calls] == [date(2026, 3, 19)]
    assert (found.county_code, found.procedure, found.occurred_on) == ("990901", "people", FEBRUARY)


def test_a_draft_or_a_replaced_agreement_owes_nothing(late, officer):
    agreement = with_everything(late, officer)
    for change in (
        {"is_final": False},
        {"is_final": True, "replaced_on": date(2026, 3, 15), "replaced_why": "误"},
    ):
        Agreement.objects.filter(pk=agreement.pk).update(**change)
        (found,) = facts.read(type(late).objects.filter(pk=late.pk))
        assert found.agreements == () and found.duties == ()


def test_many_disputes_are_read_in_one_statement(village, officer):
    for _n in range(12):
        with_everything(build.make_dispute(village, FEBRUARY, officer), officer)
    with CaptureQueriesContext(connection) as asked:
        found = reading.near_for(officer)
    assert len([query for query in asked if "disputes_dispute" in query["sql"]]) == 1 and len(asked) <= 3
    assert len(found) == 12 * 3  # the month and a follow-up are over, a duty is near


def test_the_missed_ones_come_first(late, officer):
    """The month is nine days over: two days of rest are none of it."""
    with_everything(late, officer)
    assert names(officer) == [("pm.month", -9), ("follow_up", -1), ("pm.follow", 2)]


@pytest.mark.parametrize("who", ["bureau", "auditor", "leader"])
def test_no_one_beyond_the_station_reads_the_days_of_sessions_and_duties(late, officer, who, request):
    with_everything(late, officer)
    assert names(request.getfixturevalue(who)) == []


@pytest.mark.parametrize("who", ["bureau", "leader"])
def test_the_county_opens_the_filter_and_finds_none(late, who, request, sign_in):
    page = sign_in(request.getfixturevalue(who)).get("/disputes/?clocks=on", follow=True)
    assert page.status_code == 200 and late.get_absolute_url() not in page.content.decode()


def test_who_looks_into_another_post_in_an_emergency_reads_no_clocks(elsewhere, village, officer):
    foreign = build.make_dispute(elsewhere, FEBRUARY)
    emergency.open_view(elsewhere.memberships.get().post, "水库溃坝，要找转移的住户", by=officer)
    looking = type(officer).objects.get(pk=officer.pk)
    with acting(scope.acting_as(looking)):
        assert type(foreign).objects.visible_to(looking).count() == 1 and reading.near_for(looking) == []


def test_another_post_reads_none(late, station):
    other = build.make_user("officer9", "officer", build.make_post(station, "邻村警务室"))
    assert names(other) == []


def test_a_protected_dispute_is_named_to_who_sees_it_alone(village, officer, chief, auxiliary, clerk):
    build.make_dispute(
        village, FEBRUARY, officer, violence="yes", is_protected=True, procedure="protected",
        filed_on=date(2026, 2, 9),
    )  # fmt: skip
    seen = {who.username: bool(names(who)) for who in (officer, chief, auxiliary, clerk)}
    assert seen == {
        officer.username: True,
        chief.username: True,
        auxiliary.username: False,
        clerk.username: False,
    }


@pytest.mark.parametrize("state", ["withdrawn", "given_back"])
def test_what_does_not_count_has_no_clock_in_the_lists(late, officer, state):
    type(late).objects.filter(pk=late.pk).update(state=state, reason="误记")
    assert names(officer) == []


def test_what_the_parties_might_have_done_is_no_longer_named(village, officer):
    dispute = build.make_dispute(
        village, date(2026, 2, 3), officer, stage="agreed", agreement="written", result="和解",
        handled_on=date(2026, 2, 10),
    )  # fmt: skip
    agreement = Agreement.objects.create(
        dispute=dispute, form="written", is_final=True, terms="修复", effective_on=date(2026, 2, 20),
        recorded_by=officer, signed_on=date(2026, 2, 20), sides_signed=["A"], signed_by_mediator=True,
        is_sealed_by_body=True,
    )  # fmt: skip
    assert names(officer) == [], "somebody stands there who has not signed"
    dispute_parts.make_party(dispute, "A")
    assert names(officer) == [("jc.30", 3)]  # 22 March is a Sunday
    Agreement.objects.filter(pk=agreement.pk).update(effective_on=date(2026, 2, 10))
    assert names(officer) == []
    assert "jc.30" not in [one.rule for one in reading.of(dispute)]


@pytest.mark.parametrize("who", ["officer", "chief", "clerk", "auxiliary"])
def test_the_first_page_names_them_with_the_days_left(late, officer, who, request, sign_in):
    with_everything(late, officer)
    page = sign_in(request.getfixturevalue(who)).get("/", follow=True).content.decode()
    section = page[page.index("data-clocks") :].partition("</section>")[0]
    assert [section.count(words) for words in ("人民调解一个月期限", "已超 9 天", "还剩 2 天")] == [1, 1, 1]
    assert section.index("已超 9 天") < section.index("还剩 2 天")
    assert late.get_absolute_url() in section


def test_without_any_the_page_has_no_such_section(village, officer, sign_in):
    assert "data-clocks" not in sign_in(officer).get("/", follow=True).content.decode()


def test_all_opens_the_same_disputes(late, village, officer, sign_in):
    fresh = build.make_dispute(village, date(2026, 3, 19), officer)
    page = sign_in(officer).get("/disputes/?clocks=on", follow=True).content.decode()
    assert late.get_absolute_url() in page and fresh.get_absolute_url() not in page


def test_every_kind_of_record_ends_the_silence(village, officer):
    """Of a kind that is new: give it a day, or say in ``WITHOUT_DAY`` that it moves nothing."""
    kinds = records.kinds()
    assert {*PARTS, "referrals"} == kinds.keys()
    assert {name for name, (_model, days) in kinds.items() if not days} == records.WITHOUT_DAY
    row = dispute_parts.make_protected(village, officer, occurred_on=date(2026, 3, 2))
    assert last_on(row) is None
    dispute_parts.make_measure(row, "report", date(2026, 3, 16), bans="")
    assert last_on(row) == date(2026, 3, 16)
    dispute_parts.make_session(row, date(2026, 3, 17), next_on=date(2026, 4, 2))
    assert last_on(row) == timezone.localdate(), "when it was written down; not a day to come"


def last_on(row):
    return facts.read(Dispute.objects.filter(pk=row.pk))[0].last_on


def test_the_next_date_is_one_in_the_list_on_paper_and_on_the_page(village, officer, sign_in):
    waiting = build.make_dispute(village, date(2026, 3, 2), by=officer)
    missed = build.make_dispute(village, date(2026, 1, 5), by=officer)
    session = build.make_dispute(village, date(2026, 3, 9), by=officer)
    dispute_parts.make_session(session, date(2026, 3, 10), next_on=date(2026, 3, 22))
    hidden = dispute_parts.make_protected(village, officer, occurred_on=date(2026, 3, 16))
    dispute_parts.make_measure(hidden, "admonition", date(2026, 3, 16))
    client = sign_in(officer)
    rows = client.get("/disputes/").content.decode().split("<tr")
    table = DISPUTES.listing.table(Reader(officer.pk, rights_of(officer)))
    on_paper = NextColumn().words_writer()
    expected = {waiting: "2026-04-02", missed: None, session: "2026-03-22", hidden: None}
    asked = {one["pk"]: one for one in table.select(Dispute.objects.all())}
    for row, due in expected.items():
        page = client.get(row.get_absolute_url()).content.decode()
        shown = re.search(r'data-next-on>.*?datetime="([\d-]+)"', page)
        assert shown and due in (None, shown[1])
        [line] = [one for one in rows if row.number_label in one]
        assert f'datetime="{shown[1]}"' in line
        assert on_paper(asked[row.pk]["column_next_on"], asked[row.pk]) == shown[1]


def test_what_was_signed_late_is_read_while_its_period_runs(late, officer):
    agreement = with_everything(late, officer)
    type(late).objects.filter(pk=late.pk).update(stage="agreed", agreement="written", handled_on=FEBRUARY)
    Duty.objects.all().delete()
    FollowUp.objects.all().delete()
    for effective, is_read in ((date(2026, 3, 12), True), (date(2025, 11, 1), False)):
        Agreement.objects.filter(pk=agreement.pk).update(effective_on=effective)
        with acting(scope.acting_as(officer)):
            assert reading.may_run(officer).filter(pk=late.pk).exists() is is_read
