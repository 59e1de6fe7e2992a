"""What belongs to the disputes of the demonstration county: parties, mediators, sessions, agreements, duties, calls."""

from datetime import date, timedelta
from random import Random
from typing import Any

from demo.names import Names, phone
from demo.plan import Beat, Plan
from disputes.models import Agreement, Attention, Dispute, Duty, FollowUp, Mediator, Party, Session
from residents.models import Resident

MEDIATED = ("agreed", "failed", "refused")
OF_REGISTER = 0.5
CALLS = (7, 30, 90)  # days after the result, as the county has it
CALL_IN_TIME, DUTY_IN_TIME, SESSION_IN_TIME = 0.9, 0.92, 0.85
TERMS = (
    ("双方以现有界桩为准，互不侵占。", "一次性完成", "共同立桩确认界线"),
    ("甲方疏通排水沟，乙方不再堵塞。", "当面完成", "疏通排水沟"),
    ("甲方分期支付补偿款，乙方不再主张其他费用。", "转账支付", "支付补偿款"),
    ("双方互相致歉，今后不再争吵。", "当场履行", "当面致歉"),
)

WAITS_FOR_SIGNATURES = 0.6  # of open ones with a session
CONFIRMED_BY_A_COURT = 0.15  # of agreements of neighbours


class Parts:
    """Writes the rows of one dispute after the other."""

    def __init__(self, plan: Plan):
        self.plan = plan
        self.rng = plan.rng("parts of disputes")
        self.names = Names(plan.rng("names of parties"))
        self.people: dict[int, list[Resident]] = {}
        for person in plan.rows[Resident]:
            if person.left_on is None:
                self.people.setdefault(person.village_id, []).append(person)
        self.phones = 90_000_000
        self.steps = plan.rng("steps of disputes")  # of its own: what is drawn above stays as it is

    def write(self, beat: Beat, dispute: Dispute) -> None:
        parties = [self._party(dispute, side) for side in "AB"]
        self.mediator(beat, dispute)
        first = self._sessions(beat, dispute)
        if dispute.stage == "agreed" and dispute.handled_on:
            self._agreement(beat, dispute, parties, dispute.handled_on)
        if dispute.stage == "open" and first and self.steps.random() < WAITS_FOR_SIGNATURES:
            self._unsigned(beat, dispute, parties, first)
        if dispute.stage in MEDIATED and dispute.handled_on:
            self._calls(beat, dispute, dispute.handled_on)
        if dispute.stage == "open" and first is None and self.rng.random() < 0.4:
            self._attention(beat, dispute)

    def add(self, model: Any, dispute: Dispute, **values: Any) -> Any:
        keys = {name: getattr(dispute, name) for name in ("village_id", "post_id", "station_id")}
        return self.plan.write(model, dispute_id=dispute.pk, **keys, **values)

    def _party(self, dispute: Dispute, side: str) -> Party:
        known = self.people.get(dispute.village_id)
        person = self.rng.choice(known) if known and self.rng.random() < OF_REGISTER else None
        self.phones += 1
        party: Party = self.add(
            Party,
            dispute,
            side=side,
            resident_id=person.pk if person else None,
            name=person.name if person else self.names.full(),
            phone=phone(self.phones) if self.rng.random() < 0.6 else "",
            agrees="no" if dispute.stage == "refused" and side == "B" else "yes",
        )
        return party

    def mediator(self, beat: Beat, dispute: Dispute) -> None:
        if dispute.procedure == "police":
            self.add(Mediator, dispute, kind="officer", user_id=beat.officer.pk, is_host=True)
            return
        name = self.names.full()
        self.add(Mediator, dispute, kind="committee", name=name, body="村人民调解委员会", is_host=True)
        self.add(Mediator, dispute, kind="officer", user_id=beat.officer.pk)

    def _sessions(self, beat: Beat, dispute: Dispute) -> date | None:
        """The first one soon after acceptance, a last one on the day of the result."""
        last = dispute.handled_on or self.plan.timeline.today - timedelta(days=1)
        if (dispute.stage == "open" and self.rng.random() < 0.5) or dispute.stage not in (*MEDIATED, "open"):
            return None
        wait = self.rng.randint(0, 3) if self.rng.random() < SESSION_IN_TIME else self.rng.randint(4, 9)
        first = min(dispute.occurred_on + timedelta(days=wait), last)
        days = [first] if first == dispute.handled_on else [first, dispute.handled_on]
        for day in filter(None, days):
            self._session(beat, dispute, day)
        return first

    def _session(self, beat: Beat, dispute: Dispute, day: date) -> None:
        is_last = day == dispute.handled_on
        self.add(
            Session,
            dispute,
            held_on=day,
            place="村委会调解室" if dispute.place_handled == "post" else "派出所调解室",
            sides_present=["A", "B"],
            told_rights=True,
            claims="甲方认为对方越界；乙方认为界线一直如此。",
            asked="询问了双方并到现场查看。",
            offered="按现状立桩，互谅互让。",
            result=dispute.stage if is_last else "goes_on",
            officers_present=2 if dispute.procedure == "police" else None,
            recording="yes" if dispute.procedure == "police" else "",
            recorder=beat.officer.name,
            recorded_by_id=beat.officer.pk,
            recorded_at=dispute.recorded_at,
        )

    def _agreement(self, beat: Beat, dispute: Dispute, parties: list[Party], day: date) -> None:
        terms, manner, what = self.rng.choice(TERMS)
        agreement = self.add(
            Agreement,
            dispute,
            form=dispute.agreement,
            is_final=True,
            facts=dispute.summary,
            terms=terms,
            manner=manner,
            place="村委会",
            effective_on=day,
            **self._signed(dispute, parties, day),
            **self._court(dispute, day),
            recorder=beat.officer.name,
            ownership="no",
            recorded_by_id=beat.officer.pk,
        )
        due = day + timedelta(days=self.rng.choice((0, 7, 15, 30)))
        self.add(
            Duty,
            dispute,
            agreement_id=agreement.pk,
            who_id=parties[0].pk,
            what=what,
            amount=self.rng.randrange(5, 60) * 100 if "款" in what else None,
            due_on=due,
            **self._performed(day, due),
        )

    @staticmethod
    def _signed(dispute: Dispute, parties: list[Party], day: date) -> dict[str, Any]:
        """What a written agreement bears; nothing of an oral one."""
        if dispute.agreement != "written":
            return {}
        return {
            "signed_on": day,
            "sides_signed": sorted({one.side for one in parties}),
            "signed_by_mediator": True,
            "is_sealed_by_body": dispute.procedure == "people",
        }

    def _unsigned(self, beat: Beat, dispute: Dispute, parties: list[Party], day: date) -> None:
        """Agreed, printed, and not signed by all yet: the step that comes next in an open dispute."""
        today = self.plan.timeline.today
        agreement = self.add(
            Agreement,
            dispute,
            form="written",
            is_final=True,
            facts=dispute.summary,
            terms=TERMS[0][0],
            manner=TERMS[0][1],
            place="村委会",
            effective_on=day,
            signed_on=day,
            sides_signed=["A"],
            signed_by_mediator=True,
            recorder=beat.officer.name,
            ownership="no",
            recorded_by_id=beat.officer.pk,
        )
        owed = {"who_id": parties[0].pk, "what": TERMS[0][2], "due_on": today + timedelta(days=20)}
        self.add(Duty, dispute, agreement_id=agreement.pk, **owed)

    def _court(self, dispute: Dispute, day: date) -> dict[str, Any]:
        """Now and then the parties have applied to a court together."""
        is_fit = (
            dispute.procedure == "people" and dispute.agreement == "written" and dispute.kind == "neighbour"
        )
        applied, decided = day + timedelta(days=5), day + timedelta(days=16)
        last = self.plan.timeline.today - timedelta(days=1)
        if not is_fit or applied > last or self.steps.random() > CONFIRMED_BY_A_COURT:
            return {}
        found = {"court": "示范县人民法院", "confirmation": "applied", "applied_on": applied}
        return found | ({"confirmation": "confirmed", "decided_on": decided} if decided <= last else {})

    def _performed(self, agreed: date, due: date) -> dict[str, Any]:
        """By its day nearly always, now and then late or not at all; what is due in the last days may still be open."""
        last = self.plan.timeline.today - timedelta(days=1)
        in_time = self.rng.random() < DUTY_IN_TIME
        day = (
            due - timedelta(days=self.rng.randint(0, (due - agreed).days))
            if in_time
            else due + timedelta(days=6)
        )
        if day > last:
            return {}
        state = "performed" if in_time or self.rng.random() < 0.7 else "broken"
        return {"state": state, "settled_on": day, "proof": "双方当面确认" if state == "performed" else ""}

    def _calls(self, beat: Beat, dispute: Dispute, handled_on: date) -> None:
        last = self.plan.timeline.today - timedelta(days=1)
        for days in CALLS:
            planned = handled_on + timedelta(days=days)
            made = planned if self.rng.random() < CALL_IN_TIME else planned + timedelta(days=4)
            call = self._call(beat, made) if made <= last else {}
            if dispute.stage == "agreed":
                self.add(FollowUp, dispute, planned_on=planned, **call)

    def _call(self, beat: Beat, day: date) -> dict[str, Any]:
        is_good = self.rng.random() < 0.95
        return {
            "made_on": day,
            "made_by_id": beat.officer.pk,
            "performed": "yes" if is_good else "partly",
            "satisfied": "yes" if is_good else "no",
        }

    def _attention(self, beat: Beat, dispute: Dispute) -> None:
        today = self.plan.timeline.today
        self.add(
            Attention,
            dispute,
            level=self.rng.choice(("orange", "yellow")),
            why="双方情绪较大，约定分别谈话",
            until=today + timedelta(days=14),
            marked_by_id=beat.officer.pk,
            marked_on=dispute.occurred_on,
        )


def write_parts(plan: Plan, disputes: list[Dispute]) -> None:
    """The parts of all disputes, which have their keys by now."""
    parts, beats = Parts(plan), {beat.post.pk: beat for beat in plan.beats}
    for dispute in sorted(disputes, key=lambda one: one.pk or 0):
        parts.write(beats[dispute.post_id], dispute)


def place_of(dispute: Dispute, rng: Random) -> str:
    """What the police mediate is handled at the station now and then."""
    return "station" if dispute.procedure == "police" and rng.random() < 0.5 else "post"
