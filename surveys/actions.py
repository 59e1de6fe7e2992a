"""The steps of a survey round: drafted, opened, closed, counted. surveys/answer_actions.py enters its answers."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold, save_changes
from calendars import calendar
from ledgers import months
from posts import places
from posts.models import Membership
from surveys import asked
from surveys.models import Sample, SurveyRound

State = SurveyRound.State


@transaction.atomic
def draft(survey: SurveyRound, *, by: User) -> SurveyRound:
    """Prepare a round of the person's county: nothing is entered yet, and it can be changed and deleted."""
    county = places.county_of(by)
    if county is None or not may(by, "enter_survey"):
        raise PermissionDenied
    survey.county, survey.drafted_by, survey.drafted_on = county, by, timezone.localdate()
    _check_month(survey)
    survey.full_clean()
    survey.save(force_insert=True)
    trail.record("draft_survey", survey, by=by, month=f"{survey.month:%Y-%m}")
    return survey


@transaction.atomic
def change_draft(survey: SurveyRound, *, by: User) -> SurveyRound:
    """Change the name or the month of a draft."""
    held = held_round(survey, by)
    check_state(held, State.DRAFT)
    _check_month(survey)
    survey.full_clean()
    changed = save_changes(held, survey)
    trail.record("change_survey", survey, by=by, fields=changed)
    return survey


@transaction.atomic
def delete_draft(survey: SurveyRound, *, by: User) -> None:
    """Delete a draft: nobody has entered anything."""
    held = held_round(survey, by)
    check_state(held, State.DRAFT)
    trail.record("delete_survey", held, by=by, month=f"{held.month:%Y-%m}")
    held.delete()


@transaction.atomic
def open_round(survey: SurveyRound, *, by: User) -> SurveyRound:
    """From now on answers are entered. Refused for a published month, which takes no new round."""
    held = held_round(survey, by)
    check_state(held, State.DRAFT)
    _check_month(held)
    held.state, held.opened_by, held.opened_on = State.OPEN, by, timezone.localdate()
    held.save(update_fields=["state", "opened_by", "opened_on"])
    trail.record("open_survey", held, by=by, month=f"{held.month:%Y-%m}")
    return held


@transaction.atomic
def close_round(survey: SurveyRound, *, by: User) -> SurveyRound:
    """No more answers are entered; what was entered is corrected with a reason."""
    held = held_round(survey, by)
    check_state(held, State.OPEN)
    held.state, held.closed_by, held.closed_on = State.CLOSED, by, timezone.localdate()
    held.save(update_fields=["state", "closed_by", "closed_on"])
    trail.record("close_survey", held, by=by, month=f"{held.month:%Y-%m}")
    return held


@transaction.atomic
def count_round(
    survey: SurveyRound, *, by: User, without_reason: str = "", late_reason: str = ""
) -> SurveyRound:
    """From now on the answers count in the figures of the month, for good.

    Raises ValidationError when no village is entered, when some are not and ``without_reason`` is empty, when a station
    has submitted the month or its chief has approved it, and when it is published and ``late_reason`` is empty.
    """
    late = late_reason.strip()
    memberships = asked.of_county(survey)
    # The months before the round, as the publication locks them.
    is_late = bool(months.let_stations_in(_stations(survey, memberships), late, field="late_reason"))
    held = held_round(survey, by)
    check_state(held, State.CLOSED)
    entered = set(held.samples.values_list("village_id", flat=True))
    missing = [one.village for one in memberships if one.village_id not in entered]
    if not entered:
        raise ValidationError(_("No village is entered: there is nothing to count."))
    if missing and not without_reason.strip():
        fault = _("%(n)s of %(m)s villages are entered: say why the round is counted without the others.")
        raise ValidationError(
            {"without_reason": fault % {"n": len(memberships) - len(missing), "m": len(memberships)}}
        )
    held.state, held.counted_by, held.counted_on = State.COUNTED, by, timezone.localdate()
    held.without_reason = without_reason.strip() if missing else ""
    held.save(update_fields=["state", "counted_by", "counted_on", "without_reason"])
    detail: dict[str, Any] = {"without_reason": held.without_reason} if missing else {}
    if is_late:
        Sample.objects.filter(round=held).update(late_reason=late)
        detail["late_reason"] = late
    trail.record(
        "count_survey",
        held,
        by=by,
        month=f"{held.month:%Y-%m}",
        entered=len(memberships) - len(missing),
        expected=len(memberships),
        **detail,
    )
    return held


def check_state(survey: SurveyRound, *states: State) -> None:
    """ValidationError when the round is not in one of the states."""
    if survey.state not in states:
        raise ValidationError(_("The round is now: %(state)s.") % {"state": survey.get_state_display()})


def check_may(survey: SurveyRound, by: User) -> None:
    """PermissionDenied unless the person enters the surveys of the round's county."""
    if not may(by, "enter_survey") or survey.county != places.county_of(by):
        raise PermissionDenied


def held_round(survey: SurveyRound, by: User) -> SurveyRound:
    """The round, locked, in the version that the person saw."""
    check_may(survey, by)
    return hold(survey)


def why_not_open(survey: SurveyRound) -> str:
    """Why the month takes no round; empty when it does."""
    if survey.month > calendar.this_month():
        return _("The month has not begun yet.")
    if months.is_published(survey.county, survey.month):
        return _("%(month)s is published: a published month takes no new round.") % {
            "month": f"{survey.month:%Y-%m}"
        }
    return ""


def _check_month(survey: SurveyRound) -> None:
    if fault := why_not_open(survey):
        raise ValidationError({"month": fault})


def _stations(survey: SurveyRound, memberships: list[Membership]) -> set[tuple[int, date]]:
    """The stations and the month in which the answers will count, of villages that have moved or closed since, too."""
    expected = {one.village_id: one.post.station_id for one in memberships}
    entered = survey.samples.exclude(village__in=expected).values_list("village_id", flat=True)
    others = {months.station_of(village, survey.month) for village in entered}
    return {(station, survey.month) for station in {*expected.values(), *others} if station is not None}
