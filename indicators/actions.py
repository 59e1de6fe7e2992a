"""What is written by hand into the figures: attested counts, survey rounds and their answers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from indicators import places
from indicators.attested import Cell, Counts, check_counts, kept_counts, name_of
from indicators.models import AnswerTally, IncidentCount, LateAttestation, Publication, Sample, SurveyRound
from ledgers import months
from posts import calendar
from posts.models import Station, Village
from posts.models.placed import keys_of
from posts.roles import may

_LOCK = 7_302


@transaction.atomic
def attest(
    station: Station,
    month: date,
    values: Counts,
    *,
    by: User,
    late_reason: str = "",
    shown: Mapping[Cell, int | None] | None = None,
) -> int:
    """Write the given cells of a station's month: a number, or None to take a report back. Returns how many changed.

    Counts only: no person, no text (the late reason says why, not who). Cells that are not in ``values`` stay as
    they are, so two clerks can work at once; ``shown`` is what the person saw, and a cell that somebody else has
    changed since is refused. Raises PermissionDenied outside the person's station, ValidationError with errors
    named ``category-village``, or with the reason of the lock.
    """
    homes = _homes(station, month, by, {village for village, _category in values})
    _check_begun(month)
    is_late = months.let_station_in(station.pk, month, late_reason.strip())
    _hold(station)
    kept = kept_counts(homes, month)
    changed = {cell: count for cell, count in values.items() if kept.get(cell) != count}
    _check_unchanged(changed, kept, shown)
    touched = {village for village, _category in changed}
    check_counts({cell: count for cell, count in {**kept, **changed}.items() if cell[0] in touched})
    if changed:
        _write(changed, homes, month, by)
        if is_late:
            _keep_reason(touched, homes, month, late_reason.strip(), by)
        late = {"late": True, "reason": late_reason.strip(), "villages": sorted(touched)} if is_late else {}
        trail.record("attest_incidents", station, by=by, month=f"{month:%Y-%m}", changed=len(changed), **late)
    return len(changed)


def _homes(station: Station, month: date, by: User, villages: set[int]) -> dict[int, Any]:
    """The station's villages of the month, if the person may attest there and all of ``villages`` belong to it."""
    if not may(by, "attest_incidents") or not places.stations_of(by).filter(pk=station.pk).exists():
        raise PermissionDenied
    homes = {home.village_id: home for home in places.of_station(station, month)}
    if not villages <= homes.keys():
        raise PermissionDenied
    return homes


def _check_begun(month: date) -> None:
    if month > calendar.this_month():
        raise ValidationError(_("The month has not begun yet."))


def _hold(station: Station) -> None:
    """Two clerks of a station write one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, station.pk])


def _check_unchanged(changed: Counts, kept: Counts, shown: Mapping[Cell, int | None] | None) -> None:
    if shown is None:
        return
    faults = {
        name_of(cell): _(
            "Somebody else has entered %(now)s meanwhile. Check, and save again to put yours in its place."
        )
        % {"now": _("nothing") if kept.get(cell) is None else kept[cell]}
        for cell in changed
        if kept.get(cell) != shown.get(cell)
    }
    if faults:
        raise ValidationError(faults)


def _keep_reason(villages: set[int], homes: dict[int, Any], month: date, reason: str, by: User) -> None:
    LateAttestation.objects.bulk_create(
        LateAttestation(
            village_id=village,
            **keys_of(homes[village].post),
            month=month,
            reason=reason,
            attested_by=by,
        )
        for village in sorted(villages)
    )


def _write(changed: Counts, homes: dict[int, Any], month: date, by: User) -> None:
    blanked = [cell for cell, count in changed.items() if count is None]
    for category in {category for _village, category in blanked}:
        villages = [village for village, other in blanked if other == category]
        IncidentCount.objects.filter(month=month, category=category, village__in=villages).delete()
    IncidentCount.objects.bulk_create(
        [
            IncidentCount(
                village_id=village,
                **keys_of(homes[village].post),
                month=month,
                category=category,
                count=count,
                attested_by=by,
                attested_at=timezone.now(),
            )
            for (village, category), count in changed.items()
            if count is not None
        ],
        update_conflicts=True,
        unique_fields=["village", "month", "category"],
        update_fields=["count", "post", "station", "county", "attested_by", "attested_at"],
    )


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
) -> int:
    """Set how many people of a village were asked, and the tally of one channel; returns the answers of all channels.

    ``counts`` is ``{(rating, saw_officer): n}``. A tally can not be traced to a person. Raises ValidationError when
    more people answered than were asked, or the month is published and ``late_reason`` does not say why so late.
    """
    _may_enter(survey, village, by)
    _check_answers(channel, counts)
    survey = SurveyRound.objects.select_for_update().get(pk=survey.pk)
    late = _late(survey, late_reason.strip())
    tallies = AnswerTally.objects.filter(round=survey, village=village)
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


def _late(survey: SurveyRound, reason: str) -> dict[str, str]:
    """What is kept of an entry after the publication, which holds the lock on the round until it stands."""
    if not Publication.objects.filter(county=survey.county, month=survey.month).exists():
        return {}
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
    on = calendar.last_day(survey.month)
    in_scope = Village.objects.served_by(by, on=on).filter(pk=village.pk).exists()
    if not may(by, "enter_survey") or not in_scope or survey.county != places.county_of(by):
        raise PermissionDenied
