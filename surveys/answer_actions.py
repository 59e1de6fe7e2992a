"""Enter and correct the answers of a survey round: of one channel, several villages at once.

A sheet is ``{village: {cell: n}}`` with the cells of surveys/questions.py and ``INVITED``: the villages that change.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from calendars import calendar
from ledgers import months
from posts.models import Village
from surveys.actions import check_may, check_state
from surveys.models import AnswerTally, Correction, Sample, SurveyRound
from surveys.questions import ANSWERS, CELLS, Question

State = SurveyRound.State
Cell = tuple[str, str]  # a question and an answer
INVITED: Cell = ("", "invited")
COLUMNS: tuple[Cell, ...] = (INVITED, *CELLS)
Row = Mapping[Cell, int]
Sheet = Mapping[int, Row]  # by the key of the village
Shown = Mapping[int, Mapping[Cell, int | None]]


def name_of(village: int, cell: Cell) -> str:
    """The name of the input of a cell."""
    return "-".join(filter(None, (str(village), *cell)))


@transaction.atomic
def enter_answers(
    survey: SurveyRound, channel: str, sheet: Sheet, *, by: User, shown: Shown | None = None
) -> int:
    """Set how many were asked in each village of an open round, and the tallies of one channel; how many villages.

    ``shown``: what the page showed. What somebody else has changed since and the person as well is refused once.
    Raises ValidationError by the names of the inputs.
    """
    held = _held(survey, sheet, by)
    check_state(held, State.OPEN)
    _check(held, channel, sheet, shown)
    changed = _write(held, channel, sheet)
    _record("enter_answers", held, channel, sheet, changed, by)
    return len(changed)


@transaction.atomic
def correct_answers(
    survey: SurveyRound,
    channel: str,
    sheet: Sheet,
    *,
    by: User,
    reason: str,
    shown: Shown | None = None,
) -> int:
    """Change the answers of a round that is closed and does not count yet; the reason stands beside it."""
    held = _held(survey, sheet, by)
    check_state(held, State.CLOSED)
    return _correct_and_record(held, channel, sheet, by, reason, shown, field="reason")


@transaction.atomic
def correct_counted(
    survey: SurveyRound,
    channel: str,
    sheet: Sheet,
    *,
    by: User,
    reason: str = "",
    late_reason: str = "",
    shown: Shown | None = None,
) -> int:
    """Change the answers of a round that counts. Its month takes it while it is open, with a reason, and again once it
    is published, with a late reason that also stands beside the difference to what is published."""
    check_may(survey, by)
    stations = {
        (station, survey.month)
        for village in sheet
        if (station := months.station_of(village, survey.month)) is not None
    }
    late = late_reason.strip()
    is_late = bool(months.let_stations_in(stations, late, field="late_reason"))
    held = _held(survey, sheet, by)
    check_state(held, State.COUNTED)
    why = late if is_late else reason
    return _correct_and_record(
        held, channel, sheet, by, why, shown, field="reason", late_reason=late if is_late else ""
    )


def stored_sheet(survey: SurveyRound, villages: Iterable[int], channel: str) -> dict[int, dict[Cell, int]]:
    """What is entered by now; a village that is not entered has no cells, a cell of 0 answers of an entered one has."""
    found: dict[int, dict[Cell, int]] = {}
    for village, invited in Sample.objects.filter(round=survey, village__in=villages).values_list(
        "village_id", "invited"
    ):
        found[village] = {INVITED: invited}
    tallies = AnswerTally.objects.filter(round=survey, village__in=villages, channel=channel)
    for village, question, answer, count in tallies.values_list("village_id", "question", "answer", "count"):
        found.setdefault(village, {})[question, answer] = count
    return found


def answered(row: Row, question: str = Question.SATISFACTION.value) -> int:
    """How many answers a row has to a question, those that say nothing included."""
    return sum(row.get((question, answer), 0) for answer in ANSWERS[question])


def _held(survey: SurveyRound, sheet: Sheet, by: User) -> SurveyRound:
    """The locked round, as it is now: its answers may have been changed by others meanwhile, cell by cell."""
    check_may(survey, by)
    inside = Village.objects.served_by(by, on=calendar.place_day(survey.month)).filter(pk__in=sheet)
    if inside.count() < len(sheet):
        raise PermissionDenied
    return SurveyRound.objects.select_for_update(no_key=True).get(pk=survey.pk)


def _correct_and_record(
    held: SurveyRound,
    channel: str,
    sheet: Sheet,
    by: User,
    reason: str,
    shown: Shown | None,
    *,
    field: str,
    late_reason: str = "",
) -> int:
    if not reason.strip():
        raise ValidationError({field: _("Say why: it stands beside the round.")})
    _check(held, channel, sheet, shown)
    changed = _write(held, channel, sheet, late_reason)
    Correction.objects.bulk_create(
        Correction(
            round=held,
            village_id=village,
            channel=channel,
            reason=reason.strip(),
            corrected_by=by,
            corrected_on=timezone.localdate(),
        )
        for village in changed
    )
    _record("correct_answers", held, channel, sheet, changed, by, reason=reason.strip())
    return len(changed)


def _write(held: SurveyRound, channel: str, sheet: Sheet, late_reason: str = "") -> list[int]:
    """Returns the villages in which something changed."""
    before = stored_sheet(held, sheet, channel)
    changed = [village for village, row in sheet.items() if _full(row) != _full(before.get(village))]
    for village in changed:
        late = {"late_reason": late_reason} if late_reason else {}
        Sample.objects.update_or_create(
            round=held, village_id=village, defaults={"invited": sheet[village].get(INVITED, 0)} | late
        )
    AnswerTally.objects.filter(round=held, channel=channel, village__in=changed).delete()
    AnswerTally.objects.bulk_create(
        AnswerTally(
            round=held, village_id=village, channel=channel, question=question, answer=answer, count=count
        )
        for village in changed
        for (question, answer), count in sheet[village].items()
        if question and count
    )
    return changed


def _full(row: Row | None) -> dict[Cell, int] | None:
    """The row with 0 where nothing stands; None where nothing was ever entered."""
    return None if row is None else {cell: row.get(cell, 0) for cell in COLUMNS}


def _record(
    verb: str,
    held: SurveyRound,
    channel: str,
    sheet: Sheet,
    changed: Sequence[int],
    by: User,
    **detail: str,
) -> None:
    """One entry a village: how many were asked and answered, never what."""
    for village in changed:
        trail.record(
            verb,
            held,
            by=by,
            village=village,
            channel=channel,
            invited=sheet[village].get(INVITED, 0),
            answered=answered(sheet[village]),
            **detail,
        )


def _check(held: SurveyRound, channel: str, sheet: Sheet, shown: Shown | None) -> None:
    """ValidationError by the names of the inputs for what is no answer, too many, or entered by somebody else."""
    known = channel in AnswerTally.Channel.values and all(
        cell in COLUMNS for row in sheet.values() for cell in row
    )
    if not known or any(count < 0 for row in sheet.values() for count in row.values()):
        raise ValidationError(_("These answers are not of the form."))
    faults = _faults(held, channel, sheet) | _changed_meanwhile(held, channel, sheet, shown)
    if faults:
        raise ValidationError(faults)


def _faults(held: SurveyRound, channel: str, sheet: Sheet) -> dict[str, str]:
    through_others = _through_others(held, channel, sheet)
    faults = {}
    for village, row in sheet.items():
        people = answered(row)
        everybody = people + through_others.get(village, 0)
        if everybody > row.get(INVITED, 0):
            faults[name_of(village, INVITED)] = _("%(n)s people answered, that is more than were asked.") % {
                "n": everybody
            }
        for question, answers in ANSWERS.items():
            if answered(row, question) > people:
                faults[name_of(village, (question, answers[0]))] = _(
                    "%(n)s answers here, but %(people)s people answered."
                ) % {"n": answered(row, question), "people": people}
    return faults


def _through_others(held: SurveyRound, channel: str, sheet: Sheet) -> dict[int, int]:
    """How many people of each village answered through the other channels."""
    found: dict[int, int] = {}
    tallies = AnswerTally.objects.filter(round=held, village__in=sheet, question=Question.SATISFACTION)
    for village, count in tallies.exclude(channel=channel).values_list("village_id", "count"):
        found[village] = found.get(village, 0) + count
    return found


def _changed_meanwhile(held: SurveyRound, channel: str, sheet: Sheet, shown: Shown | None) -> dict[str, str]:
    """Each cell that the person and somebody else have changed to different numbers."""
    if shown is None:
        return {}
    stored = stored_sheet(held, sheet, channel)
    faults = {}
    for village, row in sheet.items():
        for cell, count in row.items():
            now = stored.get(village, {}).get(cell)
            if count != (now or 0) and (now or 0) != (shown.get(village, {}).get(cell) or 0):
                faults[name_of(village, cell)] = _(
                    "Somebody else has entered %(now)s meanwhile. Check, and save again to put yours in its place."
                ) % {"now": _("nothing") if now is None else now}
    return faults
