"""The plain facts of a dispute that the rules ask for: no rows, no queries. The codes are those of the models."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from calendars.working_days import Table
from disputes.clocks.clock import Clock
from disputes.models import Dispute, Party, Session

MEDIATED_PROCEDURES = (Dispute.Procedure.PEOPLE, *Dispute.OF_THE_POLICE)


class GateStep(StrEnum):
    """What is about to be done."""

    ACCEPT = "accept"  # taken up, or what was written down of it changes
    PARTY = "party"  # a party is named or corrected
    MEDIATOR = "mediator"  # somebody is named who mediates or helps
    SESSION = "session"
    FINAL = "final"  # the agreement becomes final
    SIGN = "sign"  # it is signed
    CONFIRM = "confirm"  # its confirmation by a court is noted
    CLOSE = "close"
    RESUME = "resume"  # a suspension ends
    DUTY = "duty"  # performed or broken
    CALL = "call"  # a follow-up is made
    CASE = "case"  # the case is closed


@dataclass(frozen=True)
class PartyFacts:
    side: str = "A"
    agrees: str = ""
    part: str = ""
    is_represented: bool = False
    has_mandate: bool = False
    is_minor: bool = False
    is_excepted: bool = False  # 16, lives on own labour, agrees himself: all three
    is_notified: bool = False
    notified_on: date | None = None  # the guardian
    came: str = ""

    @property
    def is_actor(self) -> bool:
        return self.part in (Party.Part.ACTOR, Party.Part.BOTH)


@dataclass(frozen=True)
class MediatorFacts:
    kind: str = "officer"
    is_host: bool = False
    is_agreed_to: bool = False
    is_auxiliary: bool = False


@dataclass(frozen=True)
class SessionFacts:
    """``key``: of a session that is saved; None of one that is about to be."""

    held_on: date
    result: str = Session.Result.GOES_ON
    asked_by: str = ""
    officers_present: int | None = None
    recording: str = ""
    key: int | None = None

    @property
    def is_held(self) -> bool:
        """A party that stays away makes no session."""
        return self.result != Session.Result.NOT_HELD

    @property
    def is_recorded(self) -> bool:
        return self.recording == Session.Recording.YES


@dataclass(frozen=True)
class AgreementFacts:
    form: str = "written"
    is_final: bool = False
    missing: tuple[str, ...] = ()  # the names of what it must state and does not
    signed_by_all: bool = False
    sides_unsigned: tuple[str, ...] = ()  # named once another side has signed
    signed_by_mediator: bool = False
    is_sealed: bool = False
    ownership: str = ""
    effective_on: date | None = None
    duties: int = 0
    performed: int = 0  # of the duties


@dataclass(frozen=True)
class GateFacts:
    """One dispute at one step. ``filed_on`` chooses the version of a rule; of a session's rules the session's day."""

    step: GateStep
    filed_on: date  # 立案日; where none is noted the day of acceptance
    today: date
    table: Table  # working days, for the periods
    county: str = ""  # the division code
    procedure: str = Dispute.Procedure.PEOPLE
    kind: str = "other"
    violence: str = ""
    hints: tuple[str, ...] = ()  # words of the text that suggest to ask about violence
    act: str = ""
    ground: str = ""
    excluded: tuple[str, ...] = ()
    amount: Decimal | None = None
    people_concerned: int | None = None
    may_escalate: bool = False
    parties: tuple[PartyFacts, ...] = ()
    mediators: tuple[MediatorFacts, ...] = ()
    sessions: tuple[SessionFacts, ...] = ()  # the saved ones, without the one that is about to be saved
    session: SessionFacts | None = None
    agreement: AgreementFacts | None = None
    stage: str = ""  # of the result that is about to be noted
    form: str = ""  # the agreement is oral or written, as the result says
    told_routes_on: date | None = None
    applied_on: date | None = None
    approved_on: date | None = None
    handled_on: date | None = None
    by_auxiliary: bool = False  # who takes the step
    party: PartyFacts | None = field(default=None)  # the one that is about to be saved
    mediator: MediatorFacts | None = None
    clocks: tuple[Clock, ...] = ()  # at steps that end a period: as they stand before the step
    part: int | None = None  # the key of the duty or call that the step is about
    done_on: date | None = None  # of such a part, of a suspension, of the case

    @property
    def day(self) -> date | None:
        """The day of the step, where it has one."""
        if self.step == GateStep.SESSION:
            return self.session.held_on if self.session else None
        return self.handled_on if self.step == GateStep.CLOSE else self.done_on

    @property
    def is_police(self) -> bool:
        return self.procedure in Dispute.OF_THE_POLICE

    @property
    def is_of_the_people(self) -> bool:
        return self.procedure == Dispute.Procedure.PEOPLE

    @property
    def mediates(self) -> bool:
        """Does the step mediate, or note that the mediation succeeded? Minutes are corrected at any time."""
        one = self.session
        if self.step == GateStep.SESSION and one is not None:
            return one.key is None and one.is_held
        return self.step in (GateStep.FINAL, GateStep.SIGN) or self.closes_as(Dispute.Stage.AGREED)

    @property
    def notes_a_refusal(self) -> bool:
        """Is it the session at which a party refused, which is written down whatever follows from it?"""
        return self.session is not None and self.session.result == Session.Result.REFUSED

    @property
    def of_closing(self) -> str:
        """The fact of a warning about the result: another result is another one."""
        return f"{self.stage} {self.handled_on}"

    def closes_as(self, *stages: str) -> bool:
        return self.step == GateStep.CLOSE and self.stage in stages
