"""The page of a dispute: one story for those who see names, dates and outcomes for the others."""

from datetime import date

import pytest

from disputes import story
from tests import build, dispute_parts

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def dispute(village, officer):
    return build.make_dispute(village, date(2026, 3, 10), by=officer, summary="院墙渗水到邻家")


def text_of(person, dispute, sign_in) -> str:
    page = sign_in(person).get(dispute.get_absolute_url())
    assert page.status_code == 200
    return page.content.decode()


@pytest.fixture
def told(dispute):
    """A dispute in which all has happened that has words."""
    one, other = (
        dispute_parts.make_party(dispute, side, name) for side, name in (("A", "黄渗水"), ("B", "周墙根"))
    )
    dispute_parts.make_mediator(dispute, name="石调解")
    dispute_parts.make_session(dispute, claims="墙根年年渗水", result="agreed")
    agreement = dispute_parts.make_agreement(dispute, final=True, terms="改管道排水")
    dispute_parts.make_duty(agreement, one, what="赔修缮费")
    return dispute, one, other


WORDS = ("黄渗水", "周墙根", "石调解", "墙根年年渗水", "改管道排水", "赔修缮费", "院墙渗水到邻家")


@pytest.mark.parametrize("role", ["officer", "auxiliary", "clerk", "chief"])
def test_post_and_station_read_all_of_it(told, role, request, sign_in):
    text = text_of(request.getfixturevalue(role), told[0], sign_in)
    assert [word for word in WORDS if word not in text] == []


@pytest.mark.parametrize("role", ["bureau", "leader"])
def test_county_and_leader_read_dates_and_outcomes_alone(told, role, request, sign_in):
    text = text_of(request.getfixturevalue(role), told[0], sign_in)
    assert [word for word in WORDS if word in text] == []
    assert told[0].number_label in text and "邻里" in text and "2026-03-10" in text


@pytest.mark.parametrize("role", ["bureau", "leader"])
def test_nor_do_they_read_the_words_of_the_result(village, officer, role, request, sign_in):
    dispute = build.make_agreed(village, officer)
    type(dispute).objects.filter(pk=dispute.pk).update(result="黄渗水赔了钱")
    assert "黄渗水" not in text_of(request.getfixturevalue(role), dispute, sign_in)
    assert "黄渗水" in text_of(officer, dispute, sign_in)


def test_a_minor_is_called_by_the_surname(dispute, officer, sign_in):
    dispute_parts.make_party(dispute, "A", "欧阳小试", is_minor=True)
    dispute_parts.make_party(dispute, "B", "王小试", is_minor=True)
    page, rows = (text_of(officer, dispute, sign_in), sign_in(officer).get("/disputes/").content.decode())
    for text in (page, rows):
        assert "欧阳某某(未成年)" in text and "王某某(未成年)" in text and "小试" not in text


def test_the_list_says_who_against_whom_to_those_who_see_names(told, officer, bureau, sign_in):
    assert "黄渗水 – 周墙根" in sign_in(officer).get("/disputes/").content.decode()
    assert "渗水" not in sign_in(bureau).get("/disputes/").content.decode()


def steps_of(dispute, user) -> list[str]:
    return [step.what for step in story.next_steps(dispute, user)]


def test_first_the_parties_are_named_then_a_session_is_held(dispute, officer):
    assert "双方" in steps_of(dispute, officer)[0]
    for side in "AB":
        dispute_parts.make_party(dispute, side)
    assert steps_of(dispute, officer)[0] == "召开第一次调解"


def test_the_next_session_is_named_with_its_day_and_overdue_comes_first(dispute, officer):
    for side in "AB":
        dispute_parts.make_party(dispute, side)
    dispute_parts.make_session(dispute, next_on=date(2026, 3, 18))
    step = story.next_steps(dispute, officer)[0]
    assert (step.due_on, step.days, step.late) == (date(2026, 3, 18), -2, 2)


def test_after_the_end_duties_and_calls_come_by_their_days(told, officer):
    dispute, *_parties = told
    type(dispute).objects.filter(pk=dispute.pk).update(
        stage="agreed", agreement="written", result="和解", handled_on=date(2026, 3, 12)
    )
    dispute.refresh_from_db()
    dispute_parts.make_call(dispute, date(2026, 3, 25))
    days = [step.due_on for step in story.next_steps(dispute, officer)]
    assert days[:2] == [date(2026, 3, 25), date(2026, 3, 30)]


def test_what_a_court_confirmed_is_enforced_and_what_is_broken_early_waits_no_more(told, officer, sign_in):
    dispute, *_parties = told
    type(dispute).objects.filter(pk=dispute.pk).update(
        stage="agreed", agreement="written", result="和解", handled_on=date(2026, 3, 12)
    )
    dispute.refresh_from_db()
    dispute.duty_set.update(state="broken", settled_on=date(2026, 3, 18))
    [step, *_others] = story.next_steps(dispute, officer)
    assert (step.due_on, len(step.acts)) == (date(2026, 3, 18), 2) and "enforce" not in step.detail
    dispute.agreement_set.update(
        confirmation="confirmed",
        court="清禾县人民法院",
        applied_on=date(2026, 3, 18),
        decided_on=date(2026, 3, 19),
    )
    [step, *_others] = story.next_steps(dispute, officer)
    assert "强制执行" in text_of(officer, dispute, sign_in) and len(step.acts) == 1


def test_a_day_of_another_year_has_its_year_and_silence_has_one_day(dispute, officer, sign_in):
    dispute_parts.make_mark(dispute, until=date(2027, 3, 30))
    text = text_of(officer, dispute, sign_in)
    assert "2027-03-30" in text and '<time datetime="2026-03-24">' not in text


def test_what_is_not_mediated_has_no_way_through_mediation(dispute, officer, sign_in):
    type(dispute).objects.filter(pk=dispute.pk).update(procedure="told")
    text = text_of(officer, dispute, sign_in)
    assert "告知途径</b>" in text and "<span>调解</span>" not in text


def test_a_draft_is_named_as_what_is_next(dispute, officer, sign_in):
    draft = dispute_parts.make_agreement(dispute)
    text = text_of(officer, dispute, sign_in)
    assert f"/disputes/agreements/{draft.pk}/edit/" in text


def test_who_settles_nothing_has_no_button_for_it(dispute, auxiliary, sign_in):
    dispute_parts.make_agreement(dispute)
    text = text_of(auxiliary, dispute, sign_in)
    assert "/agreements/" not in text and "/close/" not in text and "/sessions/new/" in text


def test_a_withdrawn_one_has_no_next_step(dispute, officer, sign_in):
    type(dispute).objects.filter(pk=dispute.pk).update(state="withdrawn")
    dispute.refresh_from_db()
    assert story.next_steps(dispute, officer) == []
    assert "/parties/new/" not in text_of(officer, dispute, sign_in)


def test_the_page_takes_few_statements(told, officer, sign_in, django_assert_max_num_queries):
    client = sign_in(officer)
    client.get(told[0].get_absolute_url())
    with django_assert_max_num_queries(45):
        client.get(told[0].get_absolute_url())
