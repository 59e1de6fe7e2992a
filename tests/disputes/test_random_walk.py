"""A dispute is acted on at random, by whoever may and whoever may not; after every step the same things hold.

``WALKS=200 make test ARGS="tests/disputes/test_random_walk.py"`` tries more of them.
"""

import os
from datetime import timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
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
    protection,
)
from disputes.models import (
    Attention,
    Dispute,
    Duty,
    Extension,
    FollowUp,
    Measure,
)
from ledgers import actions as ledger
from ledgers import months
from posts.actions import moving
from referrals.actions import passing as referring
from referrals.models import Referral
from tests import databases
from tests.disputes.walk_steps import BEGINS, Walk, days, has_one, ours
from tests.disputes.walking import LATE, NAMES, WHY, WORDS, World, closed_figures, today


class WholeWalk(Walk):
    """And what becomes of it: performed, closed, taken up again, protected, passed on, moved."""

    @has_one
    @rule(who=ours, back=days, state=st.sampled_from(["performed", "broken"]))
    def settle(self, who, back, state):
        duty = self.newest(Duty)
        if duty is not None:
            duty.settled_on, duty.proof = today(back), "收条"
        self.part(
            who, duty, lambda one, by: agreeing.settle_duty(one, state, by=by, late_reason=LATE, reasons=WHY)
        )

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
        self.part(who, call, lambda one, by: following.make(one, by=by, late_reason=LATE, reasons=WHY))

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


@pytest.mark.turns(2)
def test_whatever_is_done_the_book_holds_together(world):
    WholeWalk.world = world
    run_state_machine_as_test(
        WholeWalk,
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
