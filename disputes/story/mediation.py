"""The steps of an open dispute: who quarrels, sessions, agreement, result; of a protected one its measures."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.rights import may
from calendars import calendar
from disputes import hints, names
from disputes.clocks.deriving import SUSPENSION, VISIT
from disputes.models import Dispute, Measure, Session
from disputes.parts_of import Parts
from disputes.story.agreement import of_agreement
from disputes.story.step import Act, Step, acts
from rules import law


def of_open(parts: Parts) -> Iterator[Step]:
    dispute, rest = parts.dispute, parts.suspension
    if dispute.is_protected:
        yield _of_protected(parts)
        return
    if dispute.procedure == Dispute.Procedure.TOLD:
        yield Step(
            _("Tell the parties where to go, and close it"),
            acts=acts(parts, "settle_dispute", ("dispute-close", _("Close the dispute"))),
        )
        return
    if rest:
        limit = next((one.due_on for one in parts.clocks if one.rule == SUSPENSION and one.is_open), None)
        known = {"day": calendar.short(rest.starts_on), "limit": calendar.short(limit) if limit else ""}
        yield Step(
            _("It rests: %(why)s") % {"why": rest.get_why_display()},
            _("since %(day)s; until %(limit)s at most") % known if limit else _("since %(day)s") % known,
            min(filter(None, (rest.planned_until, limit)), default=None),
            acts(parts, "settle_dispute", ("suspension-resume", _("Go on")), key=rest.pk),
        )
    yield from _of_violence(parts)
    yield from _of_parties(parts)
    yield from of_agreement(parts)
    if not rest and (step := _of_session(parts)):
        yield step


def _of_protected(parts: Parts) -> Step:
    """The next measure that is not taken yet: the report, the warning letter, then visits."""
    Kind = Measure.Kind
    taken = {one.kind for one in parts.measures if one.withdrawn_on is None}
    kind, what = next(
        (
            (code, words)
            for code, words in (
                (Kind.REPORT, _("Register the report to the police")),
                (Kind.ADMONITION, _("Ask about the warning letter, and note it")),
            )
            if code not in taken
        ),
        (Kind.VISIT, _("Visit both sides, with the committee")),
    )
    found: tuple[Act, ...] = ()
    if may(parts.user, "protect_dispute"):
        found = (Act(reverse("disputes:dispute-measure", args=[parts.dispute.pk, kind]), str(kind.label)),)
    visits = [one.due_on for one in parts.clocks if one.rule == VISIT and one.due_on]
    return Step(
        what,
        _("Domestic violence: protect, do not mediate."),
        min(visits, default=None) if kind == Kind.VISIT else None,
        found + acts(parts, "settle_dispute", ("dispute-close", _("Close the dispute"))),
    )


def _of_violence(parts: Parts) -> Iterator[Step]:
    """Words suggest to ask about domestic violence, and nobody has: the question, never the answer."""
    dispute, texts = parts.dispute, [parts.dispute.summary, *hints.minutes(parts.sessions)]
    county, today = scope.for_user(parts.user).county, timezone.localdate()
    words = "" if dispute.violence else "、".join(hints.found(texts, on=today, county=county))
    if words:
        yield Step(
            _("Ask whether it is about domestic violence"),
            _("The text says %(words)s.") % {"words": words},
            acts=acts(parts, "record_dispute", ("dispute-edit", _("Note the answer"))),
            source=law.row_or_first("dv.def", on=dispute.occurred_on).article,
        )


def _of_parties(parts: Parts) -> Iterator[Step]:
    refusing = next((one for one in parts.parties if one.agrees == one.Agrees.NO), None)
    if refusing:
        yield Step(
            _("%(who)s refuses mediation: tell all of the other ways") % {"who": names.shown(refusing)},
            _("Arbitration, administrative and court ways."),
            acts=acts(
                parts,
                "settle_dispute",
                ("dispute-close", _("Tell them and close"), f"?stage={Dispute.Stage.REFUSED}"),
            ),
            source="人民调解法 23",
        )
    if len({one.side for one in parts.parties}) < 2:
        yield Step(
            _("Name the parties of both sides"),
            acts=acts(parts, "record_dispute", ("dispute-party", _("Name a party"))),
        )


def _of_session(parts: Parts) -> Step | None:
    """The next session, or the end after the last one; None while a draft waits."""
    last = parts.session_now
    if last is None or last.result in (Session.Result.GOES_ON, Session.Result.NOT_HELD):
        if parts.agreement and (not parts.agreement.is_final or parts.unsigned):
            return None
        first = not parts.sessions
        return Step(
            _("Hold the first session") if first else _("Hold the next session"),
            due_on=last.next_on if last else None,
            acts=acts(
                parts,
                "record_dispute",
                ("dispute-session", _("Write the minutes")),
            )
            + acts(parts, "settle_dispute", ("dispute-close", _("Close the dispute"))),
        )
    if last.result == Session.Result.AGREED and parts.agreement is None:
        return Step(
            _("Write the agreement down"),
            acts=acts(
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
        acts=acts(parts, "settle_dispute", ("dispute-close", _("Close the dispute"), f"?stage={stage}"))
        + acts(parts, "record_dispute", ("dispute-session", _("One more session"))),
    )
