"""Actions on a ledger row: record, amend, withdraw, accept, give back. The actions of every book call these."""

from datetime import timedelta
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey
from django.forms.models import model_to_dict
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail, versions
from audit.history import changes_model
from audit.versions import Gone, save_changes
from ledgers import months, people, returned
from ledgers.models import Row, RowQuerySet
from posts import abolished, staying
from posts.models import Post

HIDDEN = "***"
# Not typed into a new row's form: the access keys and who wrote it; further what the book adds later (ADDED_LATER).
NOT_SENT = ("post", "station", "county", "recorded_by")
R = TypeVar("R", bound=Row)
FRESH = timedelta(minutes=1)  # so long a verdict can be taken back
# What a verdict writes, and taking it back restores.
BEFORE_VERDICT = ("state", "is_late", "reason", "returned_field", "reviewed_by_id", "reviewed_at")


@transaction.atomic
def record(row: R, *, by: User, verb: str, late_reason: str = "") -> R:
    """Write a new row into its book: access keys, month, receipt, trail.

    Sent twice with the same ``client_key`` it stays one row, and the first one is returned; ValidationError when
    its values differ from the first one's, for they would be lost. Raises PermissionDenied without the verb, Http404
    outside the person's villages, ValidationError when the month is locked.
    """
    if not may(by, verb):
        raise PermissionDenied
    people.take(row, by)
    already = _already(row, by)
    if already:
        return _matching(already, row)
    _give_keys(row, by)
    people.check(row)
    abolished.check_existed(row.village_id, row.occurred_on)
    row.is_late = _let_in(row, late_reason)
    row.reason = late_reason if row.is_late else ""
    row.recorded_by, row.recorded_at = by, timezone.now()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        already = _already(row, by)
        if "is_recorded_once" in str(fault) and already:
            return _matching(already, row)
        raise
    trail.record(
        "record", row, by=by, receipt=row.receipt, late=row.is_late, done_by=row.get_done_by_display()
    )
    return row


def _already(row: R, by: User) -> R | None:
    return RowQuerySet(type(row)).filter(client_key=row.client_key, recorded_by=by).first()


def _matching(saved: R, sent: R) -> R:
    """The row that was saved with the key of ``sent``; ValidationError when their values differ, or it is withdrawn."""
    if saved.state == Row.State.WITHDRAWN:
        raise saved_already(saved)
    not_sent = {*NOT_SENT, *sent.ADDED_LATER}
    fields = [field for field in sent._meta.fields if field.editable and field.name not in not_sent]
    for field in fields:
        if not field.primary_key and _value(field, saved) != _value(field, sent):
            raise saved_already(saved)
    return saved


def _value(field: Any, row: Row) -> Any:
    return field.to_python(field.value_from_object(row))


def saved_already(saved: Row) -> ValidationError:
    """The refusal of a form whose key has been used for another row."""
    return ValidationError(
        _("This form was already saved as %(receipt)s. Open a new form for another row.")
        % {"receipt": saved.receipt}
    )


def _give_keys(row: Row, by: User) -> None:
    """The access keys follow the village: the post that it belongs to today. Another's does not exist: Http404."""
    staying.hold(row.village_id)
    if not type(row.village).objects.served_by(by).filter(pk=row.village_id).exists():
        raise Http404
    row.placed_at(Post.objects.of_village(row.village_id, timezone.localdate()))


@transaction.atomic
def amend(
    row: R,
    *,
    by: User,
    verb: str,
    late_reason: str = "",
    also: tuple[str, ...] = (),
    goes_along: bool = False,
) -> R:
    """Save a changed row; both the months that it leaves and those that it enters must let it.

    PermissionDenied without the verb, but for the chief who corrects a returned row that was left behind.
    ``goes_along``: with another row, of which it was checked that the person may change it.

    In another village it gets that village's access keys: its post sees the row and its dependent rows from now on, the
    former post no longer.
    """
    before = hold(row, by=by)
    check_open(before) if goes_along else check_may_amend(before, by, verb)
    if row.village_id != before.village_id:
        _give_keys(row, by)
    row.done_by = sorted(set(row.done_by))
    if (row.done_by, row.occurred_on, row.village_id) != (
        before.done_by,
        before.occurred_on,
        before.village_id,
    ):
        people.check(row)
    _check_existed(before, row)
    late = _let_in(before, late_reason) | _let_in(row, late_reason)
    row.is_late = before.is_late or late
    row.reason = late_reason if late else ""
    is_back = before.state == Row.State.GIVEN_BACK
    if is_back and not row.PARTS_WAIT and model_to_dict(before) == model_to_dict(row):
        raise ValidationError(
            _("Nothing is changed yet: the chief gave the row back to be mended. See the reason above.")
        )
    row.state, row.returned_field = Row.State.RECORDED, ""
    save_changes(before, row, also=("state", "is_late", "reason", "returned_field", *also))
    row.take_along()
    trail.record("amend", row, by=by, changes=_changes(before, row))
    return row


def _check_existed(before: Row, after: Row) -> None:
    """A row goes to no day on which its village was abolished; one that has lain there may be mended."""
    for name in after.COUNTED_DAYS:
        if name in after.PROMISED_DAYS:
            continue
        if (before.village_id, getattr(before, name)) != (after.village_id, getattr(after, name)):
            abolished.check_existed(after.village_id, getattr(after, name), field=name)


def hold(row: R, *, by: User) -> R:
    """The row as stored in the database, locked until the transaction ends. Outside the scope: PermissionDenied.

    Raises Stale when it was changed after ``row`` was shown (audit/versions.py).
    """
    rows: Any = type(row).objects  # of the book's own queryset, which may hide more
    try:
        found: R = versions.hold(row, rows.visible_to(by))
        return found
    except Gone:
        raise PermissionDenied from None


def let_in(row: Row, reason: str) -> None:
    """Ask every month that counts the row; one that is published shows ``reason``, with which the row is late."""
    note_late(row, _let_in(row, reason), reason)


def _let_in(row: Row, late_reason: str) -> bool:
    """May the row change in every month that counts it? Returns whether one of them is published."""
    days = [(row.village_of(name), getattr(row, name)) for name in row.COUNTED_DAYS]
    late = [months.let_in(village, day, late_reason) for village, day in days if day]  # each month is asked
    return any(late)


def _changes(before: Row, after: Row) -> dict[str, list[Any]]:
    """Field -> before and after: private words hidden, fields that few may see left to the history of the row."""
    found = trail.changes(model_to_dict(before), model_to_dict(after))
    open_to_all = {name: pair for name, pair in found.items() if name not in after.SHOWN_TO}
    return {
        name: [HIDDEN, HIDDEN]
        if name in after.PRIVATE_FIELDS
        else [_as_said(before, name, pair[0]), _as_said(after, name, pair[1])]
        for name, pair in open_to_all.items()
    }


def _as_said(row: Row, name: str, value: Any) -> Any:
    """The value as the trail says it: places and people of the police by name, a villager's entry by its number."""
    if name == "done_by":
        return row.get_done_by_display()
    field = row._meta.get_field(name)
    if value is None or not isinstance(field, ForeignKey):
        return value
    model = field.related_model
    if getattr(model, "is_personal", False) or getattr(model, "is_of_villagers", False):
        return f"#{value}"
    return str(getattr(row, name))


def check_open(row: Row) -> None:
    """ValidationError for a row that is accepted, withdrawn or erased."""
    if not row.is_open_to_change:
        raise ValidationError(_("%(state)s rows can not be changed.") % {"state": row.get_state_display()})


def check_changeable(row: Row, by: User) -> None:
    """ValidationError unless the state of the row lets the person change or withdraw it."""
    check_open(row)
    if not returned.is_changed_by(row, by):
        raise ValidationError(_("Only the person who recorded the row changes it; others give it back."))


def check_may_amend(row: Row, by: User, verb: str) -> None:
    """ValidationError unless the state of the row lets the person change it; PermissionDenied to who changes none."""
    if row.is_open_to_change and returned.is_left_to(row, by):
        return
    if not may(by, verb):
        raise PermissionDenied
    check_changeable(row, by)


def check_withdrawable(row: Row, by: User) -> None:
    """ValidationError unless the person may change the row, or is the chief and nobody is left to mend it."""
    if row.is_open_to_change and returned.is_left_to(row, by):
        return
    check_changeable(row, by)


@transaction.atomic
def withdraw(
    row: R, *, by: User, verb: str = "withdraw_row", late_reason: str = "", goes_along: bool = False
) -> R:
    """Take one's own row back: it stays in the book, struck through, and counts nowhere. The chief withdraws a
    returned one that was left behind (ledgers/returned.py). ``goes_along``: as in ``amend``.

    In a published month that takes a reason, which is shown beside the restated figure.
    """
    if not may(by, verb):
        raise PermissionDenied
    row = hold(row, by=by)
    check_open(row) if goes_along else check_withdrawable(row, by)
    row.state = Row.State.WITHDRAWN
    note_late(row, _let_in(row, late_reason), late_reason)
    row.save(update_fields=["state", "is_late", "reason"])
    trail.record("withdraw", row, by=by, late=row.is_late)
    return row


def note_late(row: Row, late: bool, reason: str) -> None:
    """Mark a row that changes a published month as late, with the reason that the restatement shows."""
    if late:
        row.is_late, row.reason = True, reason


@transaction.atomic
def accept(row: R, *, by: User) -> R:
    """The chief has reviewed the row; it can no longer be changed."""
    row = _for_review(row, by)
    row.state = Row.State.ACCEPTED
    row.save(update_fields=["state", "reviewed_by", "reviewed_at"])
    trail.record("accept", row, by=by)
    return row


@transaction.atomic
def give_back(row: R, reason: str, field: str = "", *, by: User) -> R:
    """The chief returns the row with a reason; it counts again when it is mended (ledgers/returned.py says by whom).

    ``field`` names the typed field that is wrong: the form of the row marks it.
    """
    row = _for_review(row, by)
    check_mendable(row)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the recorder reads it.")})
    if field and field not in row.typed_fields():
        raise ValidationError({"field": _("The row has no such field.")})
    row.is_late |= _let_in(row, reason.strip())
    row.state, row.reason, row.returned_field = Row.State.GIVEN_BACK, reason.strip(), field
    row.save(update_fields=["state", "is_late", "reason", "returned_field", "reviewed_by", "reviewed_at"])
    trail.record("give_back", row, by=by, reason=row.reason, field=field)
    return row


@transaction.atomic
def take_back_verdict(row: R, *, by: User) -> R:
    """Within ``FRESH`` the chief takes back what they have just decided: the row waits again, as it was before.

    ValidationError for another one's verdict, an older one, and a row that was changed since.
    """
    if not may(by, "review_rows"):
        raise PermissionDenied
    row = hold(row, by=by)
    check_fresh(row, by)
    history: Any = changes_model(type(row))
    before = history.objects.filter(pgh_obj=row.pk).order_by("-pgh_id").first()
    if before is None or before.state != Row.State.RECORDED:
        raise ValidationError(_("The row was changed after the verdict. Load the page again."))
    verdict = row.state
    if verdict == Row.State.GIVEN_BACK:  # it counts again
        _let_in(row, row.reason)
    for name in BEFORE_VERDICT:
        setattr(row, name, getattr(before, name))
    row.save(update_fields=[name.removesuffix("_id") for name in BEFORE_VERDICT])
    trail.record("take_back_verdict", row, by=by, taken_back=verdict)
    return row


def check_fresh(row: Row, by: User) -> None:
    """ValidationError unless the row has the person's own verdict of the last minute."""
    is_judged = row.state in {Row.State.ACCEPTED, Row.State.GIVEN_BACK} and row.reviewed_by_id == by.pk
    if not is_judged or row.reviewed_at is None or row.reviewed_at < timezone.now() - FRESH:
        raise ValidationError(_("A verdict can be taken back by whoever gave it, for a minute."))


def _for_review(row: R, by: User) -> R:
    if not may(by, "review_rows"):
        raise PermissionDenied
    row = hold(row, by=by)
    check_reviewable(row, by)
    row.reviewed_by, row.reviewed_at = by, timezone.now()
    return row


def check_reviewable(row: Row, by: User) -> None:
    """ValidationError unless the row waits for a review by somebody else than who did or corrected it."""
    if row.state != Row.State.RECORDED:
        raise ValidationError(
            _("The row is now: %(state)s. Load the page again.") % {"state": row.get_state_display()}
        )
    if people.is_own(row, by):
        raise ValidationError(_("You recorded this row yourself; somebody else reviews it."))
    if not people.is_reviewed_by(row, by):
        raise ValidationError(_("You corrected this row yourself; somebody else reviews it."))


def check_mendable(row: Row) -> None:
    """ValidationError for a row whose words are erased."""
    if row.erased_on:
        raise ValidationError(_("Kept long enough: its text was erased, and there is nothing left to mend."))
