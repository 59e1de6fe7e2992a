"""A form whose row has moved on does not open to be refused when it is sent: opening it says why."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from access.roles import Role
from accounts.models import User
from disputes.actions import protection
from disputes.models import Agreement, AgreementCopy, Attention, Dispute, Duty, FollowUp, Suspension
from duty.models import DutyDay
from hazards.models import Hazard
from ledgers import books
from pages.views.forms import FormPage
from patrols.models import Checkpoint, PatrolPartner, PatrolPlan, PlannedRound
from referrals.models import Referral
from residents.models import (
    DataRequest,
    Duplicate,
    Household,
    Pairing,
    Premises,
    PriorityVisit,
    Request,
    Resident,
)
from retention import disposal
from teams.models import GroupHousehold, Member, Team, WatchGroup
from tests import bodies, build, databases, objects
from tests.fuzz.forms import merged
from tests.journeys.turns import Turns
from tests.page_client import PageClient
from tests.pages import kinds, walk
from tests.test_access import ACCESS, URLS, address, allowed
from training.models import Training

YESTERDAY, TODAY = date(2026, 3, 19), date(2026, 3, 20)
WHO = (Role.OFFICER, Role.CHIEF, Role.CLERK)


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker):
    with databases.rows_for_a_module(django_db_blocker), time_machine.travel(objects.MORNING):
        yield objects.make_cast()


def in_state(state: str) -> Any:
    def happens(rows: dict[str, int]) -> None:
        for book in books.ledgers():
            model: Any = book.model
            reviewed = {"reviewed_by_id": model.objects.first().recorded_by_id, "reviewed_at": timezone.now()}
            model.objects.update(state=state, reason="说明", **(reviewed if state != "withdrawn" else {}))

    happens.__name__ = state
    return happens


def merged_household(rows: dict[str, int]) -> None:
    home = Household.objects.get(pk=rows["household"])
    other = build.make_household(home.village)
    Household.objects.filter(pk=home.pk).update(
        closed_on=YESTERDAY, closed_for="merged", continued_in=other.pk
    )


def deregistered_household(rows: dict[str, int]) -> None:
    Household.objects.filter(pk=rows["household"]).update(closed_on=YESTERDAY, closed_for="left")
    Resident.objects.filter(household=rows["household"]).update(left_on=YESTERDAY)


def merged_person(rows: dict[str, int]) -> None:
    one = Resident.objects.get(pk=rows["resident"])
    other = build.make_resident(one.household)
    Resident.objects.filter(pk=one.pk).update(left_on=YESTERDAY, continued_in=other.pk)


def person_left(rows: dict[str, int]) -> None:
    Resident.objects.filter(pk=rows["resident"]).update(left_on=YESTERDAY)


def settled(rows: dict[str, int]) -> None:
    """Whatever waits for a decision has got one."""
    by = User.objects.get(username=f"tour-{Role.CHIEF}")
    decided = {"decided_by": by, "decided_on": TODAY}
    Duplicate.objects.update(state="different", **decided)
    PriorityVisit.objects.update(state="refused", refusal="不需要", approver=by, decided_on=TODAY)
    DataRequest.objects.update(state="refused", answer="不符", answered_by=by, answered_on=TODAY)
    DutyDay.objects.update(state="refused", refusal_reason="不在", decided_by=by, decided_at=timezone.now())
    Request.objects.update(answer="已答复", outcome="done", told_how="face", told_back_on=TODAY)
    Dispute.objects.update(stage="agreed", agreement="oral", result="和解", handled_on=TODAY)
    Pairing.objects.update(ends_on=TODAY)
    planned = PlannedRound.objects.get(pk=rows["walk"])
    walked = build.make_patrol(planned.village, planned.occurred_on)
    PlannedRound.objects.filter(pk=planned.pk).update(
        state="incomplete", patrol=walked, started_at=timezone.now(), started_by=by, ended_at=timezone.now()
    )
    PatrolPartner.objects.update(state="joined", people=1, done_by=[by.pk], answered_by=by)
    done = {"rectified": "已修好", "proof": "seen", "rectified_on": TODAY, "rectified_by": by}
    Hazard.objects.update(**done, verified_on=TODAY, verified_by=by, due_on=TODAY)
    Suspension.objects.update(ended_on=TODAY)
    Agreement.objects.filter(is_final=False).update(terms="各退一步", effective_on=TODAY, is_final=True)
    Agreement.objects.filter(pk=rows["final"]).update(replaced_on=TODAY, replaced_why="写错了")
    Duty.objects.update(state="performed", settled_on=TODAY, proof="收条")
    FollowUp.objects.update(made_on=TODAY, made_by=by)
    Attention.objects.update(ended_on=TODAY)
    AgreementCopy.objects.update(scan=None, withdrawn_on=TODAY, reason="拍糊了")
    Referral.objects.update(
        state="done", outcome="solved", answer="好", answered_on=TODAY, answered_by=by, told_how="face",
        told_back_on=TODAY, closed_on=TODAY,
    )  # fmt: skip


def ended(rows: dict[str, int]) -> None:
    """Teams, groups, trainings, plans and checkpoints are no more; nobody is asked about a joint patrol any more."""
    Team.objects.update(ends_on=TODAY, end_reason="已解散")
    Member.objects.update(ends_on=TODAY, left_for=Member.Left.TEAM)
    GroupHousehold.objects.update(ends_on=TODAY)
    WatchGroup.objects.update(ends_on=TODAY)
    Training.objects.update(state=Training.State.WITHDRAWN, reason="重复录入")
    PatrolPlan.objects.update(ends_on=TODAY, end_reason="已停")
    Checkpoint.objects.update(ends_on=TODAY, end_reason="拆除")
    Premises.objects.update(ends_on=TODAY, end_reason="停办")
    PatrolPartner.objects.update(state=PatrolPartner.State.WITHDRAWN)


def came_back(rows: dict[str, int]) -> None:
    """What was passed on has an answer that nobody was told."""
    by = User.objects.get(username=f"tour-{Role.CHIEF}")
    Referral.objects.update(state="done", outcome="solved", answer="好", answered_on=TODAY, answered_by=by)


NOT_ANSWERED = {"outcome": "", "reason": "", "answer": "", "answered_on": None, "answered_by": None}


def taken_on(rows: dict[str, int]) -> None:
    Referral.objects.update(state="accepted", taken_on=TODAY, closed_on=None, **NOT_ANSWERED)


def dropped(rows: dict[str, int]) -> None:
    """What was planned is no longer wanted: calls, referrals."""
    FollowUp.objects.update(dropped_on=TODAY)
    Referral.objects.update(state="withdrawn", closed_on=TODAY, **NOT_ANSWERED)


def protected(rows: dict[str, int]) -> None:
    """Everything turned out to be about domestic violence."""
    for one in Dispute.objects.filter(is_protected=False):
        protection.answer_yes(one, by=User.objects.get(username=f"tour-{Role.CHIEF}"))


def told_elsewhere(rows: dict[str, int]) -> None:
    Dispute.objects.filter(is_protected=False).update(procedure="told")


def text_erased(rows: dict[str, int]) -> None:
    """Kept long enough: what is left of a row has no words any more."""
    for model in books.row_models():
        disposal.erase(model._base_manager.all(), disposal.rule_of(model), TODAY)


def merged_pair(rows: dict[str, int]) -> None:
    by = Dispute.objects.get(pk=rows["dispute"]).recorded_by
    long_ago = timezone.localdate() - timedelta(days=300)
    Duplicate.objects.update(state="same", decided_by=by, decided_on=long_ago)


HAPPENS = (
    in_state("withdrawn"), in_state("accepted"), in_state("given_back"), merged_household, deregistered_household,
    merged_person, person_left, settled, merged_pair, ended, came_back, taken_on, dropped, protected, told_elsewhere,
    text_erased,
)  # fmt: skip


def forms() -> list[str]:
    """The pages with a form about a row of a place."""
    return [
        name
        for name, view in walk.pages().items()
        if issubclass(view, FormPage) and "pk" in URLS[name].pattern.converters and kinds.is_placed(name)
    ]


def refusals(people, rows, names: Iterable[str]) -> dict[str, str]:
    """By role and page: what it answers above the form to what a person sends who has just opened it; nothing when it
    saves."""
    found, browsers = {}, walk.Browsers(people)
    for name in names:
        for role in (role for role in WHO if allowed(role, ACCESS[name])):
            client, url = browsers.of(role), address(name, rows)
            page = client.get(url)
            if page.status_code != 200:
                continue
            typed = bodies.body(merged(page.content.decode(), "post"), rows, rows)
            with walk.taken_back():
                answer = client.post(url, typed)
            form = (getattr(answer, "context", None) or {}).get("form") if answer.status_code == 422 else None
            if answer.status_code == 302:
                break
            if form is not None and hasattr(form, "non_field_errors") and form.non_field_errors():
                found[f"{role} {name}"] = " ".join(map(str, form.non_field_errors()))
    return found


@pytest.mark.turns(6)
@pytest.mark.parametrize("happens", HAPPENS, ids=lambda one: one.__name__)
def test_a_form_that_can_not_be_saved_says_so_when_it_is_opened(cast, happens, share):
    """A ninth of the forms after each event, other ones each day; all of them by ``make matrix``."""
    people, rows = cast
    turns = Turns(max(share, 1 / 9))
    with walk.taken_back():
        happens(rows)
        found = refusals(people, rows, [name for name in forms() if turns.has(name, happens.__name__)])
        connection.check_constraints()
    # What a page answers while nothing has happened is about what was typed.
    as_ever = refusals(people, rows, sorted({key.partition(" ")[2] for key in found}))
    assert {name: why for name, why in found.items() if name not in as_ever} == {}


def test_opening_leads_back_to_the_row_with_the_reason(cast):
    people, rows = cast
    client = PageClient()
    client.force_login(people[Role.OFFICER])
    with walk.taken_back():
        in_state("withdrawn")(rows)
        answer = client.get(address("residents:visit-edit", rows), follow=True)
        assert answer.redirect_chain[-1][0] == address("residents:visit-detail", rows)
        assert "撤销" in "".join(map(str, answer.context["messages"]))
