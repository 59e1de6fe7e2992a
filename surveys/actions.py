"""Open a survey round, enter the answers of a village. Called by the pages of the surveys."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from calendars import calendar
from ledgers import months
from posts import places
from posts.models import Village
from surveys.models import AnswerTally, Sample, SurveyRound


@transaction.atomic
def open_round(survey: SurveyRound, *, by: User) -> SurveyRound:
    """Open a round of asking villagers in the person's county; its answers count in ``survey.month``."""
    if not may(by, "enter_survey"):
        raise PermissionDenied
    county = places.county_of(by)
    if county is None:
        raise PermissionDenied
    survey.county, survey.opened_by = county, by
    if survey.month > calendar.this_month():
        raise ValidationError({"month": _("The month has not begun yet.")})
    survey.full_clean()
    survey.save()
    trail.record("open_round", survey, by=by, month=f"{survey.month:%Y-%m}")
    return survey


@transaction.atomic
def enter_answers(
    survey: SurveyRound,
    village: Village,
    channel: str,
    *,
    invited: int,
    counts: Mapping[tuple[str, str], int],
    by: User,
    late_reason: str = "",
    shown: Mapping[str, int | None] | None = None,
) -> int:
    """Set how many people of a village were asked, and the tally of one channel; returns the answers of all channels.

    ``counts`` is ``{(rating, saw_officer): n}``. A tally can not be traced to a person. Raises ValidationError when
    more people answered than were asked, when the village's station has submitted the month or its chief has approved
    it, and when it is published and ``late_reason`` is empty. ``shown`` is what the page showed, by the names of its
    inputs: what somebody else has changed since and the person as well is refused.
    """
    _may_enter(survey, village, by)
    _check_answers(channel, counts)
    reason = late_reason.strip()
    # The month before the round, as the publication locks them.
    is_late = months.let_in(village.pk, calendar.last_day(survey.month), reason, field="late_reason")
    survey = SurveyRound.objects.select_for_update().get(pk=survey.pk)
    late = _late(reason) if is_late or months.is_published(survey.county, survey.month) else {}
    tallies = AnswerTally.objects.filter(round=survey, village=village)
    _check_unchanged(survey, village, channel, {"invited": invited} | by_name(counts), shown)
    others = sum(tallies.exclude(channel=channel).values_list("count", flat=True))
    answered = others + sum(counts.values())
    if answered > invited:
        raise ValidationError(
            {"invited": _("%(n)s people answered, that is more than were asked.") % {"n": answered}}
        )
    Sample.objects.update_or_create(round=survey, village=village, defaults={"invited": invited} | late)
    tallies.filter(channel=channel).delete()
    AnswerTally.objects.bulk_create(
        AnswerTally(
            round=survey, village=village, channel=channel, rating=rating, saw_officer=saw, count=count
        )
        for (rating, saw), count in counts.items()
        if count
    )
    trail.record(
        "enter_answers",
        survey,
        by=by,
        village=village.pk,
        channel=channel,
        invited=invited,
        answered=answered,
        **late,
    )
    return answered


def stored_answers(survey: SurveyRound, village: Village, channel: str) -> dict[str, int]:
    """What is entered by now, by the names of the form's inputs: ``invited``, ``satisfied-yes`` ..."""
    stored = AnswerTally.objects.filter(round=survey, village=village, channel=channel)
    found = by_name({(one.rating, one.saw_officer): one.count for one in stored})
    sample = Sample.objects.filter(round=survey, village=village).first()
    return found | ({"invited": sample.invited} if sample else {})


def by_name(counts: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """The tally by the names of the form's inputs."""
    return {f"{rating}-{saw}": count for (rating, saw), count in counts.items()}


def _check_unchanged(
    survey: SurveyRound,
    village: Village,
    channel: str,
    sent: Mapping[str, int],
    shown: Mapping[str, int | None] | None,
) -> None:
    """ValidationError for each input that the person and somebody else have changed to different numbers."""
    if shown is None:
        return
    stored = stored_answers(survey, village, channel)
    faults = {
        name: _(
            "Somebody else has entered %(now)s meanwhile. Check, and save again to put yours in its place."
        )
        % {"now": stored.get(name, _("nothing"))}
        for name, count in sent.items()
        if count != stored.get(name, 0) and (stored.get(name) or 0) != (shown.get(name) or 0)
    }
    if faults:
        raise ValidationError(faults)


def _late(reason: str) -> dict[str, str]:
    """The late reason of an entry after the publication."""
    if not reason:
        raise ValidationError({"late_reason": _("The month is published: say why the answers come late.")})
    return {"late_reason": reason}


def _check_answers(channel: str, counts: Mapping[tuple[str, str], int]) -> None:
    known = channel in AnswerTally.Channel.values and all(
        rating in AnswerTally.Rating.values and saw in AnswerTally.Saw.values for rating, saw in counts
    )
    if not known or any(count < 0 for count in counts.values()):
        raise ValidationError(_("These answers are not of the form."))


def _may_enter(survey: SurveyRound, village: Village, by: User) -> None:
    on = calendar.place_day(survey.month)
    in_scope = Village.objects.served_by(by, on=on).filter(pk=village.pk).exists()
    if not may(by, "enter_survey") or not in_scope or survey.county != places.county_of(by):
        raise PermissionDenied
