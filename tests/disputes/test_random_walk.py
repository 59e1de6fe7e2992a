"""A dispute is acted on at random, by whoever may and whoever may not; after every step the same things hold.

``WALKS=200 make test ARGS="tests/disputes/test_random_walk.py"`` tries more of them.
"""

import os
from datetime import time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from access.roles import Role
from calendars import calendar
from disputes.actions import (
    acceptance,
    agreeing,
    closing,
    extending,
    following,
    marking,
    measures,
    mediating,
    parties,
    protection,
)
from disputes.models import (
    Agreement,
    Attention,
    Dispute,
    Duty,
    Extension,
    FollowUp,
    Measure,
    Mediator,
    Party,
    Session,
    Suspension,
)
from ledgers import actions as ledger
from ledgers import months
from posts.actions import moving
from referrals import actions as referring
from referrals.models import Referral
from tests import databases
from tests.disputes.walking import LATE, NAMES, WHY, WORDS, World, closed_figures, today

BEGINS = "2026-01-26T09:00:00+08:00"
days = st.integers(0, 12)
ours = st.sampled_from([Role.OFFICER, Role.OFFICER, Role.OFFICER, Role.CHIEF, Role.AUXILIARY, Role.CLERK])


class Walk(RuleBasedStateMachine):
    world: World

    @initialize()
    def begin(self) -> None:
        self.held = transaction.atomic()
        self.held.__enter__()
        self.clock = time_machine.travel(BEGINS)
        self.now = self.clock.start()
        self.key: int | None = None
        self.before = closed_figures()
        self.world.clients.clear()

    def teardown(self) -> None:
        if hasattr(self, "held"):
            self.clock.stop()
            transaction.set_rollback(True)
            self.held.__exit__(None, None, None)

    def try_one(self, who: Any, act: Any) -> Any:
        """Do it, or be refused; then everything must hold."""
        found = self.world.attempt(who, act)
        self.world.check(self.before)
        self.before = closed_figures()
        if found is not None and self.key is not None:
            self.world.check_pages(Dispute.objects.get(pk=self.key))
        return found

    @property
    def dispute(self) -> Dispute:
        return Dispute.objects.get(pk=self.key)

    def newest(self, model: Any, **among: Any) -> Any:
        return model.objects.filter(dispute=self.key, **among).order_by("pk").last()

    def whole(self, who: Any, act: Any) -> Any:
        """An act on the dispute, as it stood before anybody's rights are asked."""
        row = self.dispute
        return self.try_one(who, lambda by: act(row, by))

    def part(self, who: Any, part: Any, act: Any) -> None:
        if part is not None:
            self.try_one(who, lambda by: act(part, by))

    @rule(
        who=ours, back=days, village=st.integers(0, 1), kind=st.sampled_from(["neighbour", "marriage", "contract"]),
        procedure=st.sampled_from(["people", "people", "police", "spot", "told"]),
    )  # fmt: skip
    def accept(self, who, back, village, kind, procedure):
        row = Dispute(
            village=self.world.villages[village], occurred_on=today(back), kind=kind, summary=WORDS,
            violence="" if kind == "contract" else "no", procedure=procedure,
            host="police" if procedure in ("police", "spot") else "village",
        )  # fmt: skip
        if procedure in ("police", "spot"):
            row.act, row.ground, row.filed_on = "insult", "kin", today(back)
        row.done_by = [self.world.people[Role.OFFICER].pk]
        made = self.try_one(who, lambda by: acceptance.accept_case(row, by=by, late_reason=LATE, reasons=WHY))
        self.key = made.pk if made else self.key

    has_one = precondition(lambda walk: walk.key is not None)

    @has_one
    @rule(
        who=ours,
        back=days,
        village=st.integers(0, 1),
        procedure=st.sampled_from(["", "people", "told", "police"]),
    )
    def amend(self, who, back, village, procedure):
        row = self.dispute
        row.occurred_on, row.village = today(back), self.world.villages[village]
        row.procedure = procedure or row.procedure
        self.try_one(who, lambda by: acceptance.amend_case(row, by=by, late_reason=LATE, reasons=WHY))

    @has_one
    @rule(
        who=ours,
        side=st.sampled_from("AB"),
        agrees=st.sampled_from(["", "yes", "no"]),
        is_minor=st.booleans(),
    )
    def name_party(self, who, side, agrees, is_minor):
        party = Party(dispute=self.dispute, side=side, name=NAMES, agrees=agrees, is_minor=is_minor)
        self.try_one(who, lambda by: parties.add(party, by=by, reasons=WHY))

    @has_one
    @rule(who=ours)
    def take_party_out(self, who):
        self.part(who, self.newest(Party), lambda party, by: parties.remove(party, by=by))

    @has_one
    @rule(who=ours)
    def name_mediator(self, who):
        helper = Mediator(dispute=self.dispute, kind="committee", name=NAMES, body="调委会")
        self.try_one(who, lambda by: mediating.name_mediator(helper, by=by, reasons=WHY))

    @has_one
    @rule(who=ours, back=days, result=st.sampled_from(Session.Result.values))
    def talk(self, who, back, result):
        session = Session(
            dispute=self.dispute, held_on=today(back), began_at=time(9), place="村委会", result=result, claims=WORDS,
            officers_present=2, recording="yes", asked_by="party" if self.newest(Session) else "",
        )  # fmt: skip
        self.try_one(who, lambda by: mediating.record_session(session, by=by, late_reason=LATE, reasons=WHY))

    @has_one
    @rule(who=ours, back=days)
    def correct_minutes(self, who, back):
        session = self.newest(Session)
        if session is not None:
            session.held_on = today(back)
        self.part(
            who, session,
            lambda one, by: mediating.amend_session(one, by=by, late_reason=LATE, reasons=WHY),
        )  # fmt: skip

    @has_one
    @rule(who=ours, back=days)
    def rest_or_go_on(self, who, back):
        resting = self.newest(Suspension, ended_on=None)
        if resting is None:
            rest = Suspension(dispute=self.dispute, why="asked", starts_on=today(back), note=WORDS)
            self.try_one(who, lambda by: mediating.suspend(rest, by=by))
        else:
            resting.ended_on = today()
            self.part(who, resting, lambda one, by: mediating.resume(one, by=by))

    @has_one
    @rule(who=ours, ahead=st.integers(-10, 20), form=st.sampled_from(["oral", "written"]))
    def agree(self, who, ahead, form):
        """Draft, finish or correct: whatever comes next of the agreement."""
        standing = self.newest(Agreement, replaced_on=None)
        if standing is None:
            terms = Agreement(
                dispute=self.dispute, form=form, facts=WORDS, terms=WORDS, manner="当面", place="村委会",
                effective_on=today(), ownership="no", signed_by_all=True, signed_by_mediator=True,
                is_sealed_by_body=True,
            )  # fmt: skip
            owed = [Duty(what=WORDS, due_on=today(-ahead), who=self.newest(Party))]
            self.try_one(who, lambda by: agreeing.draft(terms, by=by, duties=owed, late_reason=LATE))
        elif standing.is_final:
            self.part(who, standing, lambda one, by: agreeing.replace(one, LATE, by=by))
        else:
            self.part(
                who, standing, lambda one, by: agreeing.make_final(one, by=by, reasons=WHY, late_reason=LATE)
            )

    @has_one
    @rule(who=ours, back=days, state=st.sampled_from(["performed", "broken"]))
    def settle(self, who, back, state):
        duty = self.newest(Duty)
        if duty is not None:
            duty.settled_on, duty.proof = today(back), "收条"
        self.part(who, duty, lambda one, by: agreeing.settle_duty(one, state, by=by, late_reason=LATE))

    @has_one
    @rule(who=ours, back=days, stage=st.sampled_from([*Dispute.Stage.values, "agreed", "failed"]))
    def close(self, who, back, stage):
        row = self.dispute
        row.handled_on, row.result, row.told_routes_on = today(back), WORDS, today(back)
        row.agreement = "oral" if stage == "agreed" else ""
        row.applied_on = row.approved_on = today(back) if stage == "settled" else None
        self.try_one(who, lambda by: closing.close(row, stage, by=by, late_reason=LATE, reasons=WHY))

    @has_one
    @rule(who=ours)
    def reopen(self, who):
        self.whole(who, lambda row, by: closing.reopen(row, LATE, by=by))

    @has_one
    @rule(who=ours, back=days)
    def call(self, who, back):
        call = self.newest(FollowUp, made_on=None, dropped_on=None)
        if call is not None:
            call.made_on, call.note = today(back), WORDS
        self.part(who, call, lambda one, by: following.make(one, by=by, late_reason=LATE))

    @has_one
    @rule(who=ours, level=st.sampled_from(Attention.Level.values))
    def mark(self, who, level):
        running = self.newest(Attention, ended_on=None)
        if running is None:
            one = Attention(dispute=self.dispute, level=level, why=WORDS, until=today(-9))
            self.try_one(who, lambda by: marking.mark(one, by=by))
        else:
            self.part(who, running, lambda one, by: marking.end_mark(one, by=by))

    @has_one
    @rule(who=ours, back=days, of=st.sampled_from(Extension.Of.values))
    def extend_or_end_case(self, who, back, of):
        more = Extension(dispute=self.dispute, of=of, approved_by="县局", approved_on=today(back))
        if self.try_one(who, lambda by: extending.extend(more, by=by)) is None:
            self.whole(who, lambda row, by: extending.close_case(row, today(back), by=by, reasons=WHY))

    @has_one
    @rule(who=ours)
    def protect_or_lift(self, who):
        row = self.dispute
        if row.is_protected:
            self.try_one(who, lambda by: protection.lift(row, "不是家庭成员", by=by))
        else:
            self.try_one(who, lambda by: protection.answer_yes(row, by=by))

    @has_one
    @rule(who=ours, back=days, kind=st.sampled_from(Measure.Kind.values))
    def protect_somebody(self, who, back, kind):
        one = Measure(
            dispute=self.dispute, kind=kind, done_on=today(back), number="1号", bans="不得施暴", reporter=NAMES,
            until=today(-60) if kind == "order" else None, body="station" if kind == "visit" else "",
        )  # fmt: skip
        self.try_one(who, lambda by: measures.record(one, by=by))

    @has_one
    @rule(who=ours, to=st.integers(0, 2))
    def pass_on(self, who, to):
        station = self.world.stations[1]
        receiver = [f"station:{station.pk}", f"post:{self.world.posts[2].pk}", f"county:{station.county_id}"][
            to
        ]
        asked = Referral(subject_kind="dispute", asked="请协助", due_on=today(-5))
        self.whole(who, lambda row, by: referring.pass_on(asked, row, receiver, by=by))

    @has_one
    @rule(
        who=st.sampled_from(["there", "chief there", Role.COUNTY, Role.OFFICER]),
        step=st.sampled_from(["take_on", "send_back", "finish", "withdraw", "tell"]),
    )  # fmt: skip
    def work_on_it(self, who, step):
        one = Referral.objects.filter(subject_kind="dispute", subject_key=self.key).order_by("pk").last()
        if one is not None:
            one.answer, one.told_how, one.told_back_on = "已办", "face", today()
            one.outcome, one.reason = ("", "not_ours") if step == "send_back" else ("solved", "")
        self.part(who, one, lambda row, by: getattr(referring, step)(row, by=by))

    @has_one
    @rule(who=ours)
    def review(self, who):
        self.whole(who, lambda row, by: ledger.accept(row, by=by))

    @has_one
    @rule(who=ours)
    def give_back(self, who):
        self.whole(who, lambda row, by: acceptance.give_back_case(row, LATE, by=by))

    @has_one
    @rule(who=ours)
    def withdraw(self, who):
        self.whole(who, lambda row, by: acceptance.withdraw_case(row, by=by, late_reason=LATE))

    @has_one
    @rule(village=st.integers(0, 1), to=st.integers(0, 2))
    def move_village(self, village, to):
        here, post = self.world.villages[village], self.world.posts[to]
        self.try_one(Role.COUNTY, lambda by: moving.move_village(here, post, "调整", by=by))

    @rule(ahead=st.integers(1, 25))
    def days_pass(self, ahead):
        self.now.shift(timedelta(days=ahead))
        self.world.clients.clear()  # their sessions are over
        self.before = closed_figures()

    @rule(is_submitted=st.booleans())
    def close_month(self, is_submitted):
        month = calendar.shift(calendar.this_month(), -1)
        if is_submitted:
            self.try_one(Role.CLERK, lambda by: months.submit(self.world.stations[0], month, by=by))
        else:
            months.mark_published(self.world.stations, month, by=self.world.people[Role.COUNTY])
        self.before = closed_figures()


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with databases.rows_for_a_module(django_db_blocker), time_machine.travel(BEGINS):
        yield World()


def test_whatever_is_done_the_book_holds_together(world):
    Walk.world = world
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=int(os.environ.get("WALKS", "5")),
            stateful_step_count=24,
            deadline=None,
            derandomize="WALKS" not in os.environ,
            database=None,
            phases=[Phase.generate],  # to shrink one takes minutes; the steps of a failure are short enough
            suppress_health_check=list(HealthCheck),
        ),
    )
