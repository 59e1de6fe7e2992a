"""Domestic violence: who answers, who sees, and what of it is left in drafts, files, the trail and the history."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from access import scope
from audit import history, trail
from audit.models import Entry
from disputes.actions import acceptance, agreeing, marking, parties, protection
from disputes.models import Attention, Dispute, Party
from indicators.differences import reasons_of
from ledgers.models import Draft
from notices.models import Notice
from policies.acting import acting
from tests import build, dispute_parts
from tests.disputes.test_dispute import entered

pytestmark = pytest.mark.usefixtures("in_march")
WORDS = "隐秘的话"


@pytest.fixture
def dispute(village, auxiliary):
    """Written down by an auxiliary, before anybody knew."""
    return build.make_dispute(village, by=auxiliary, kind="marriage", summary=WORDS)


@pytest.fixture
def hidden(dispute, officer):
    return protection.answer_yes(dispute, by=officer)


def test_an_officer_answers_yes_on_what_an_auxiliary_wrote(dispute, officer, auxiliary, sign_in):
    Draft(user=auxiliary, form="disputes.dispute", subject=f"edit:{dispute.pk}", content="{}").save()
    other = Draft(user=auxiliary, form="disputes.dispute", subject="edit:987654", content="{}")
    other.save()
    party = Party(dispute=dispute, side="A", name="某甲")
    party.save()
    with acting(scope.acting_as(officer)):
        protection.answer_yes(dispute, by=officer)
    dispute.refresh_from_db()
    party.refresh_from_db()
    assert (dispute.violence, dispute.procedure, dispute.is_protected) == ("yes", "protected", True)
    assert party.is_protected and list(Draft.objects.all()) == [other]
    assert sign_in(auxiliary).get(dispute.get_absolute_url()).status_code == 404
    assert sign_in(officer).get(dispute.get_absolute_url()).status_code == 200
    assert WORDS not in sign_in(auxiliary).get("/").content.decode()


@pytest.mark.parametrize("role", ["auxiliary", "clerk", "bureau", "leader", "auditor", "stranger"])
def test_nobody_else_answers_or_lifts(dispute, role, officer, request):
    who = request.getfixturevalue(role)
    with pytest.raises(PermissionDenied):
        protection.answer_yes(dispute, by=who)
    protection.answer_yes(dispute, by=officer)
    dispute.refresh_from_db()
    with pytest.raises(PermissionDenied):
        protection.lift(dispute, "弄错了", by=who)


def test_the_chief_lifts_it_with_a_reason(hidden, officer, chief, auxiliary, sign_in):
    hidden.refresh_from_db()
    with pytest.raises(PermissionDenied):
        protection.lift(hidden, "弄错了", by=officer)
    with pytest.raises(ValidationError):
        protection.lift(hidden, " ", by=chief)
    protection.lift(hidden, "当事人不是家庭成员", by=chief)
    assert sign_in(auxiliary).get(hidden.get_absolute_url()).status_code == 200
    assert Entry.objects.get(action="lift_protection").detail["reason"] == "当事人不是家庭成员"


def test_what_was_written_while_it_was_protected_stays_hidden(village, officer, chief, auxiliary, sign_in):
    row = build.make_dispute(
        village, by=officer, kind="marriage", violence="yes", procedure="protected", is_protected=True
    )
    row.refresh_from_db()
    row.summary = WORDS
    acceptance.amend_case(row, by=officer)
    row.refresh_from_db()
    row.summary = "改过的话"
    acceptance.amend_case(row, by=officer)
    row.refresh_from_db()
    protection.lift(row, "弄错了", by=chief)
    page = sign_in(auxiliary).get(row.get_absolute_url()).content.decode()
    assert WORDS not in page
    with acting(scope.acting_as(auxiliary)):
        assert not history.changes_model(Dispute).objects.filter(pgh_obj=row.pk, summary=WORDS).exists()
    with acting(scope.acting_as(officer)):
        assert history.changes_model(Dispute).objects.filter(pgh_obj=row.pk, summary=WORDS).exists()


def test_a_change_of_the_row_does_not_open_it(hidden, officer, village):
    row = build.make_dispute(
        village, by=officer, kind="marriage", violence="yes", procedure="protected", is_protected=True
    )
    row.refresh_from_db()
    row.violence = "no"
    with pytest.raises(ValidationError) as fault:
        acceptance.amend_case(row, by=officer)
    assert "violence" in fault.value.message_dict


@pytest.mark.parametrize("role", ["auxiliary", "clerk"])
def test_who_may_not_enter_it_keeps_nothing_of_it(village, role, request, sign_in):
    who = request.getfixturevalue(role)
    client = sign_in(who)
    sent = entered(village, kind="marriage", violence="yes", summary=WORDS)
    client.post("/ledgers/drafts/disputes.dispute/", sent | {"violence": ""})
    assert Draft.objects.count() == 1
    told = client.post("/ledgers/drafts/disputes.dispute/", sent).content.decode()
    assert not Draft.objects.exists() and "民警" in told
    client.post("/ledgers/drafts/disputes.dispute/", sent | {"violence": ""})
    answer = client.post("/disputes/new/", sent, follow=True)
    assert WORDS not in answer.content.decode() and "民警" in answer.content.decode()
    assert not Draft.objects.exists() and not Dispute.objects.exists()
    assert client.post("/disputes/new/", sent | {"parties": "1"}, follow=True).status_code == 200
    assert not Draft.objects.exists()


def test_an_officer_keeps_the_own_draft(village, officer, sign_in):
    sign_in(officer).post(
        "/ledgers/drafts/disputes.dispute/", entered(village, kind="marriage", violence="yes")
    )
    assert Draft.objects.get().user == officer


def test_the_trail_has_no_words_of_it(hidden, officer, chief):
    hidden.refresh_from_db()
    Attention(dispute=hidden)
    marking.mark(Attention(dispute=hidden, level="red", why=WORDS, until=date(2026, 4, 1)), by=officer)
    parties.add(Party(dispute=hidden, side="A", name="某甲"), by=officer)
    details = [entry.detail for entry in trail.entries_for(hidden)]
    assert not any(
        isinstance(value, str | list | dict)
        for one in details
        for name, value in one.items()
        if name != "receipt"
    )
    line = Notice.objects.get(code="dispute_red")
    assert line.detail == {} and hidden.number_label not in str(line.detail)


def test_a_reason_of_a_published_month_is_not_told(hidden, village):
    Dispute.objects.filter(pk=hidden.pk).update(is_late=True, reason=WORDS)
    assert reasons_of([village.pk], date(2026, 3, 1))[village.pk] == []
    Dispute.objects.filter(pk=hidden.pk).update(violence="no", procedure="people", is_protected=False)
    assert WORDS in reasons_of([village.pk], date(2026, 3, 1))[village.pk][0]


def test_it_has_no_papers(hidden, officer, sign_in):
    client = sign_in(officer)
    assert "/papers/disputes" not in client.get(hidden.get_absolute_url()).content.decode()
    assert client.get(f"/papers/disputes/{hidden.pk}/").status_code == 404


# What is told of them to those who do not see them: that there may be some; to the county how many in a whole quarter.


def not_listed(client, url: str) -> str:
    found = re.findall(r"[^<>]*受保护的纠纷[^<>]*", client.get(url).content.decode())
    return found[0].strip() if found else ""


@pytest.fixture
def ten_villages(village, post, station):
    for number in range(9):
        build.make_village(post, f"村{number}")


def test_the_county_reads_how_many_are_not_listed_by_whole_quarters(
    village, station, ten_villages, officer, bureau, leader, chief, clerk, auxiliary, sign_in
):
    for day, fields in (
        (date(2025, 11, 3), {}),
        (date(2025, 12, 31), {}),
        (date(2026, 1, 1), {}),
        (date(2025, 12, 1), {"state": "withdrawn", "reason": "误"}),
    ):
        dispute_parts.make_protected(village, officer, occurred_on=day, **fields)
    for person in (bureau, leader):
        client = sign_in(person)
        assert "2 件" in not_listed(client, "/disputes/")
        assert "2 件" in not_listed(client, "/papers/statistics/?quarter=2025-4")
        assert "0 件" in not_listed(client, "/papers/statistics/?quarter=2025-3")
        assert "件" not in not_listed(client, "/papers/statistics/?quarter=2026-1").replace("的纠纷", "")
        one = not_listed(client, f"/papers/statistics/?quarter=2025-4&station={station.pk}")
        assert one and "2" not in one
    for person in (clerk, auxiliary, chief, officer):
        table = not_listed(sign_in(person), "/papers/statistics/?quarter=2025-4")
        assert "2" not in table
    assert not_listed(sign_in(clerk), "/disputes/") == not_listed(sign_in(auxiliary), "/disputes/") != ""
    assert not_listed(sign_in(officer), "/disputes/") == ""


def test_a_small_county_reads_no_number_and_no_other_level_asks(village, officer, bureau, clerk, sign_in):
    dispute_parts.make_protected(village, officer, occurred_on=date(2025, 11, 3))
    assert "1" not in not_listed(sign_in(bureau), "/disputes/")
    with acting(scope.acting_as(bureau)), connection.cursor() as cursor:
        for quarter in ("2025-10-01", "2025-11-01", "2099-01-01"):
            cursor.execute("SELECT disputes_protected_accepted(%s)", [quarter])
            assert cursor.fetchone() == (None,)
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        acting(scope.acting_as(clerk)),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT disputes_protected_accepted('2025-10-01')")


def test_its_page_offers_nothing_that_it_refuses_and_shows_what_was_agreed_as_ended(
    village, officer, sign_in
):
    long_ago = date(2026, 3, 2)
    for is_final, is_signed in ((False, False), (True, False), (True, True)):
        row = build.make_dispute(village, long_ago, by=officer, kind="marriage", filed_on=long_ago)
        dispute_parts.make_party(row)
        dispute_parts.make_party(row, "B", "周试")
        dispute_parts.make_session(row, recording="yes")
        bears = {} if is_signed else dispute_parts.UNSIGNED
        final = dispute_parts.make_agreement(row, final=is_final, **bears)
        duty = dispute_parts.make_duty(final)
        row.refresh_from_db()
        protection.answer_yes(row, by=officer)
        client = sign_in(officer)
        page = client.get(row.get_absolute_url()).content.decode()
        links = set(re.findall(r'href="(/disputes/(?:\d+/[^"]+|[a-z]+/\d+/[^"]+))"', page))
        assert len(links) > 5 and {url: client.get(url).status_code for url in links} == dict.fromkeys(
            links, 200
        )
        refused = ("correct", "sign", "court", "edit") if is_final else ("edit", "final")
        assert not [word for word in refused if f"/agreements/{final.pk}/{word}/" in page]
        assert f"/owed/{duty.pk}/" not in page and "/sessions/" not in page and "起生效" not in page
        assert "受理" in page and "已结案" not in page
        assert ("未签名，不生效" in page) is (is_final and not is_signed)
        assert ("草案，随保护终止" in page) is not is_final
        form = client.get(f"/disputes/{row.pk}/close/").content.decode()
        assert final.terms not in form and 'value="written" selected' not in form
        with pytest.raises(ValidationError):
            agreeing.replace(final, "写错了", by=officer)
        duty.settled_on, duty.proof = date(2026, 3, 20), "收条"
        with pytest.raises(ValidationError):
            agreeing.settle_duty(duty, "performed", by=officer)


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    "before",
    [
        {"kind": "neighbour", "violence": "no"}, {"kind": "damage"}, {"kind": "damage", "violence": "no"},
        {"kind": "marriage", "violence": "no"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["marriage", "damage"])
def test_a_yes_counts_on_every_type_and_on_every_page(village, officer, auxiliary, sign_in, before, kind):
    sent = entered(village, kind=kind, violence="yes")
    for url in ("{}edit/", "/disputes/new/"):
        own = build.make_dispute(village, date(2026, 3, 10), auxiliary, **before)
        address = url.format(own.get_absolute_url())
        answer = sign_in(auxiliary).post(
            address, sent | {"version": 1, "done_by": [auxiliary.pk]}, follow=True
        )
        assert "民警" in answer.content.decode()
        assert not Dispute.objects.filter(is_protected=True).exists()
    row = build.make_dispute(village, date(2026, 3, 10), officer, **before)
    rest = dispute_parts.make_suspension(row)
    row.refresh_from_db()
    answer = sign_in(officer).post(
        f"{row.get_absolute_url()}edit/", sent | {"version": row.version, "done_by": [officer.pk]}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    row.refresh_from_db()
    rest.refresh_from_db()
    assert row.is_protected and rest.ended_on is not None
    assert Entry.objects.filter(action="protect_dispute").count() == 1
    sign_in(officer).post("/disputes/new/", entered(village, kind=kind, violence="yes"))
    assert Dispute.objects.filter(is_protected=True).count() == 2


@pytest.mark.parametrize(
    ("before", "host", "after"),
    [
        ({"procedure": "spot", "host": "police"}, "police", "spot"),
        ({"procedure": "police", "host": "police"}, "police", "police"),
        ({"procedure": "told"}, "village", "told"), ({"procedure": "people"}, "village", "people"),
        ({"procedure": "spot", "host": "police"}, "village", "people"),
        ({"procedure": "people"}, "police", "police"),
    ],
)  # fmt: skip
def test_lifted_it_is_handled_as_it_was(village, officer, chief, before, host, after):
    row = protection.answer_yes(build.make_dispute(village, by=officer, **before), by=officer)
    Dispute.objects.filter(pk=row.pk).update(host=host)
    row = Dispute.objects.get(pk=row.pk)
    with acting(scope.acting_as(chief)):
        assert protection.lift(row, "弄错了", by=chief).procedure == after


def test_a_line_about_a_red_mark_names_no_number(village, officer):
    row = build.make_dispute(village, by=officer)
    marking.mark(Attention(dispute=row, level="red", why="扬言报复", until=date(2026, 4, 1)), by=officer)
    assert Notice.objects.get(code="dispute_red").detail == {} and row.number_label
