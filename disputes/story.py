"""What comes next in a dispute, and by when: derived from its stage and from the dated rows that belong to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.rights import may
from accounts.models import User
from disputes import hints, names
from disputes.clocks.clock import State
from disputes.clocks.deriving import SUSPENSION, VISIT
from disputes.models import Agreement, Dispute, Duty, FollowUp, Measure, Session
from disputes.parts_of import Parts
from disputes.way import AFTER
from rules import law


@dataclass(frozen=True)
class Act:
    """A button: where it leads, and what it says."""

    url: str
    label: str


@dataclass(frozen=True)
class Step:
    """One thing to be done. ``due_on``: None where no day is set; ``source``: the article or setting that sets it;
    ``is_offer``: something that nobody must do. ``words``: instead of the days that are left.
    """

    what: str
    detail: str = ""
    due_on: date | None = None
    acts: tuple[Act, ...] = ()
    source: str = ""
    is_offer: bool = False
    words: str = ""

    @property
    def days(self) -> int | None:
        """Days that are left, negative once the day is over."""
        return (self.due_on - timezone.localdate()).days if self.due_on else None

    @property
    def late(self) -> int:
        """Days by which it is overdue; 0 while it is not."""
        return max(0, -(self.days or 0))


def next_steps(dispute: Dispute, user: User, parts: Parts | None = None) -> list[Step]:
    """What comes next, the most urgent first: overdue, then by day, then what has none.

    Empty when nothing is left to do, or for those who see the dates alone. Buttons are those that ``user`` may press.
    """
    parts = parts or Parts(dispute, user)
    if not parts.is_shown or not dispute.is_counted or dispute.erased_on:
        return []
    steps = list(_of_open(parts) if dispute.stage == Dispute.Stage.OPEN else _of_closed(parts))
    steps.sort(key=lambda step: (step.due_on is None, step.due_on or date.max))
    return [*steps, *_of_clocks(parts)]


def _of_clocks(parts: Parts) -> list[Step]:
    """The periods that run, after the things to be done: those of a duty or a call are its own day already."""
    said = {SUSPENSION} if parts.suspension else set()  # the rest is a step of its own already
    running = [
        one
        for one in parts.clocks
        if one.is_open
        and one.part is None
        and one.due_on
        and one.state != State.STOPPED
        and one.rule not in said
    ]
    return [
        Step(
            str(one.name),
            _("They may; nobody must.") if one.is_offer else "",
            one.due_on,
            source=str(one.article),
            is_offer=one.is_offer,
            words=one.left if one.is_silence else "",
            acts=_of_offer(parts) if one.is_offer else _of_visit(parts) if one.rule == VISIT else (),
        )
        for one in running
    ]


def _of_visit(parts: Parts) -> tuple[Act, ...]:
    return (
        (_measure(parts, Measure.Kind.VISIT, _("Note the visit")),)
        if may(parts.user, "protect_dispute")
        else ()
    )


def _measure(parts: Parts, kind: str, label: str) -> Act:
    return Act(reverse("disputes:dispute-measure", args=[parts.dispute.pk, kind]), label)


def _of_offer(parts: Parts) -> tuple[Act, ...]:
    """The confirmation by a court, of an agreement that holds."""
    agreement = parts.agreement
    if agreement is None or parts.unsigned:
        return ()
    return _acts(parts, "settle_dispute", ("agreement-court", _("Note the application")), key=agreement.pk)


def _of_open(parts: Parts) -> Iterator[Step]:
    dispute, rest = parts.dispute, parts.suspension
    if dispute.is_protected:
        yield from _of_protection(parts)
        return
    if dispute.procedure == Dispute.Procedure.TOLD:
        yield Step(
            _("Tell the parties where to go, and close it"),
            acts=_acts(parts, "settle_dispute", ("dispute-close", _("Close the dispute"))),
        )
        return
    if rest:
        limit = next((one.due_on for one in parts.clocks if one.rule == SUSPENSION and one.is_open), None)
        known = {"day": f"{rest.starts_on:%m-%d}", "limit": f"{limit:%m-%d}" if limit else ""}
        yield Step(
            _("It rests: %(why)s") % {"why": rest.get_why_display()},
            _("since %(day)s; until %(limit)s at most") % known if limit else _("since %(day)s") % known,
            min(filter(None, (rest.planned_until, limit)), default=None),
            _acts(parts, "settle_dispute", ("suspension-resume", _("Go on")), key=rest.pk),
        )
    yield from _of_violence(parts)
    yield from _of_parties(parts)
    yield from _of_agreement(parts)
    if not rest and (step := _of_session(parts)):
        yield step


def _of_protection(parts: Parts) -> Iterator[Step]:
    """The steps of the protected route that are not taken yet, in their order; then its visits run (``_of_clocks``).

    Closing is none of them: it stands at the end of the page.
    """
    if not may(parts.user, "protect_dispute"):
        return
    done = {one.kind for one in parts.measures}
    kinds = Measure.Kind
    route = (
        (kinds.REPORT, "dv.duty", _("Register the report"), _("Register it with its number.")),
        (
            kinds.ADMONITION,
            "dv.letter",
            _("Ask about the warning letter"),
            _("Given to both sides, and the committee told."),
        ),
    )
    for kind, rule, what, detail in route:
        if kind not in done:
            article = law.row_or_first(rule, on=parts.dispute.occurred_on).article
            yield Step(what, detail, acts=(_measure(parts, kind, str(kind.label)),), source=article)


def _of_violence(parts: Parts) -> Iterator[Step]:
    """Words suggest to ask about domestic violence, and nobody has: the question, never the answer."""
    dispute, texts = parts.dispute, [parts.dispute.summary, *hints.minutes(parts.sessions)]
    county, today = scope.for_user(parts.user).county, timezone.localdate()
    words = "" if dispute.violence else "、".join(hints.found(texts, on=today, county=county))
    if words:
        yield Step(
            _("Ask whether it is about domestic violence"),
            _("The text says %(words)s.") % {"words": words},
            acts=_acts(parts, "record_dispute", ("dispute-edit", _("Note the answer"))),
            source=law.row_or_first("dv.def", on=dispute.occurred_on).article,
        )


def _of_parties(parts: Parts) -> Iterator[Step]:
    refusing = next((one for one in parts.parties if one.agrees == one.Agrees.NO), None)
    if refusing:
        yield Step(
            _("%(who)s refuses mediation: tell all of the other ways") % {"who": names.shown(refusing)},
            _("Arbitration, administrative and court ways."),
            acts=_acts(
                parts,
                "settle_dispute",
                ("dispute-close", _("Tell them and close"), f"?stage={Dispute.Stage.REFUSED}"),
            ),
            source="人民调解法 23",
        )
    if len({one.side for one in parts.parties}) < 2:
        yield Step(
            _("Name the parties of both sides"),
            acts=_acts(parts, "record_dispute", ("dispute-party", _("Name a party"))),
        )


def _of_agreement(parts: Parts) -> Iterator[Step]:
    agreement = parts.agreement
    if agreement and not agreement.is_final:
        yield Step(
            _("Complete the draft of the agreement"),
            agreement.get_form_display(),
            acts=_acts(
                parts,
                "settle_dispute",
                ("agreement-edit", _("Go on with the draft")),
                ("agreement-finish", _("Make it final")),
                key=agreement.pk,
            ),
        )
    elif agreement and (wanting := parts.unsigned):
        rule = "po.paper" if parts.dispute.procedure in Dispute.OF_THE_POLICE else "pm.effect"
        yield Step(
            _("Print the agreement and have it signed"),
            _("Still wanted: %(wanting)s.") % {"wanting": "、".join(wanting)},
            acts=_acts(
                parts, "settle_dispute", ("agreement-sign", _("Note who has signed")), key=agreement.pk
            ),
            source=law.row_or_first(rule, on=parts.dispute.filed_on or parts.dispute.occurred_on).article,
        )


def _of_session(parts: Parts) -> Step | None:
    """The next session, or the end after the last one; None while a draft waits."""
    last = parts.last_session
    if last is None or last.result in (Session.Result.GOES_ON, Session.Result.NOT_HELD):
        if parts.agreement and (not parts.agreement.is_final or parts.unsigned):
            return None
        first = last is None
        return Step(
            _("Hold the first session") if first else _("Hold the next session"),
            due_on=last.next_on if last else None,
            acts=_acts(
                parts,
                "record_dispute",
                ("dispute-session", _("Write the minutes")),
            )
            + _acts(parts, "settle_dispute", ("dispute-close", _("Close the dispute"))),
        )
    if last.result == Session.Result.AGREED and parts.agreement is None:
        return Step(
            _("Write the agreement down"),
            acts=_acts(
                parts,
                "settle_dispute",
                ("dispute-draft", _("Write the agreement")),
                ("dispute-close", _("Close the dispute")),
            ),
        )
    if last.result == Session.Result.AGREED and not (parts.agreement and parts.agreement.is_final):
        return None
    if last.result == Session.Result.AGREED and parts.unsigned:
        return None
    stage = last.result if last.result in Dispute.Stage.values else ""
    return Step(
        _("Close the dispute with its result"),
        last.get_result_display(),
        acts=_acts(parts, "settle_dispute", ("dispute-close", _("Close the dispute"), f"?stage={stage}"))
        + _acts(parts, "record_dispute", ("dispute-session", _("One more session"))),
    )


def _of_closed(parts: Parts) -> Iterator[Step]:
    agreement = parts.agreement
    is_followed = not parts.dispute.is_protected  # what was agreed before the protection is read alone
    if is_followed and parts.dispute.stage in AFTER:
        yield from _of_agreement(parts)
    for duty in parts.current_duties if is_followed else ():
        if duty.state == Duty.State.PENDING:
            yield _of_duty(duty, parts, agreement)
        elif duty.state == Duty.State.BROKEN:
            yield Step(
                _("Broken: %(what)s") % {"what": duty.what},
                _("Urge it once more; the parties may go to court, or it is taken up again."),
                duty.due_on,  # else calls of the weeks to come would stand above it
                acts=_acts(parts, "record_dispute", ("duty-performed", _("Performed after all")), key=duty.pk)
                + _acts(parts, "settle_dispute", ("dispute-reopen", _("Take it up again"))),
            )
    call = next((one for one in parts.calls if one.made_on is None), None)
    if call:
        yield _of_call(call, parts)


def _of_duty(duty: Duty, parts: Parts, agreement: Agreement | None) -> Step:
    final = agreement is not None and agreement.is_final
    who = names.shown(duty.who) if duty.who_id and duty.who else ""
    return Step(
        _("%(who)s: %(what)s") % {"who": who, "what": duty.what} if who else duty.what,
        _("%(amount)s yuan") % {"amount": f"{duty.amount:,.2f}"} if duty.amount else "",
        duty.due_on,
        _acts(parts, "record_dispute", ("duty-performed", _("Performed")), key=duty.pk)
        + _acts(parts, "settle_dispute", ("duty-broken", _("Not performed")), key=duty.pk)
        if final
        else (),
    )


def _of_call(call: FollowUp, parts: Parts) -> Step:
    number = 1 + sum(one.made_on is not None for one in parts.calls)
    return Step(
        _("Follow-up call %(n)s of %(all)s") % {"n": number, "all": len(parts.calls)},
        _("Performed? Satisfied? New trouble?"),
        call.planned_on,
        _acts(parts, "record_dispute", ("call-make", _("Note the call")), key=call.pk),
    )


def _acts(parts: Parts, verb: str, *pages: tuple[str, ...], key: int | None = None) -> tuple[Act, ...]:
    """The buttons of pages of this room, ``(name, label)`` or ``(name, label, query)``; none without the right."""
    if not may(parts.user, verb):
        return ()
    found = []
    for name, label, *query in pages:
        of_part = not name.startswith("dispute-")
        pk = key if of_part else parts.dispute.pk
        found.append(Act(reverse(f"disputes:{name}", args=[pk]) + "".join(query), label))
    return tuple(found)
