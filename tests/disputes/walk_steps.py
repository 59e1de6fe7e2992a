"""A walk at random over the actions of a dispute, up to its agreement (test_random_walk.py goes on)."""

from datetime import time
from typing import Any

import time_machine
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)

from access.roles import Role
from disputes.actions import (
    acceptance,
    agreeing,
    mediating,
    parties,
    signing,
)
from disputes.models import (
    Agreement,
    Dispute,
    Duty,
    Mediator,
    Party,
    Session,
    Suspension,
)
from tests.disputes.walking import LATE, NAMES, WHY, WORDS, World, closed_figures, today

BEGINS = "2026-01-26T09:00:00+08:00"
days = st.integers(0, 12)
ours = st.sampled_from([Role.OFFICER, Role.OFFICER, Role.OFFICER, Role.CHIEF, Role.AUXILIARY, Role.CLERK])
has_one = precondition(lambda walk: walk.key is not None)


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
            self.part(who, resting, lambda one, by: mediating.resume(one, by=by, reasons=WHY))

    @has_one
    @rule(who=ours, ahead=st.integers(-10, 20), form=st.sampled_from(["oral", "written"]))
    def agree(self, who, ahead, form):
        """Draft, finish, sign or correct: whatever comes next of the agreement."""
        standing = self.newest(Agreement, replaced_on=None)
        if standing is None:
            terms = Agreement(
                dispute=self.dispute, form=form, facts=WORDS, terms=WORDS, manner="当面", place="村委会",
                effective_on=today(), ownership="no",
            )  # fmt: skip
            owed = [Duty(what=WORDS, due_on=today(-ahead), who=self.newest(Party))]
            self.try_one(who, lambda by: agreeing.draft(terms, by=by, duties=owed, late_reason=LATE))
        elif standing.is_final and standing.form == "written" and not standing.signed_on:
            standing.signed_on, standing.signed_by_mediator, standing.is_sealed_by_body = today(), True, True
            standing.sides_signed = sorted(set(self.dispute.party_set.values_list("side", flat=True)))
            self.part(who, standing, lambda one, by: signing.sign(one, by=by, reasons=WHY))
        elif standing.is_final:
            self.part(who, standing, lambda one, by: agreeing.replace(one, LATE, by=by))
        else:
            self.part(
                who, standing, lambda one, by: agreeing.make_final(one, by=by, reasons=WHY, late_reason=LATE)
            )
