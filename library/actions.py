"""The county issues regulations, new editions of them, and ends them; readers confirm that they have read them."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold
from library import readers
from library.models import Edition, Reading, Regulation, county_of


@transaction.atomic
def issue(regulation: Regulation, edition: Edition, *, by: User) -> Regulation:
    """A new regulation with its first edition."""
    county = scope.for_user(by).county_id
    if not may(by, "issue_regulations") or county is None:
        raise PermissionDenied
    regulation.county_id = county
    regulation.validate_constraints()
    regulation.save(force_insert=True)
    _write(edition, regulation, by)
    return regulation


@transaction.atomic
def reissue(regulation: Regulation, edition: Edition, *, by: User) -> Regulation:
    """A new edition takes the place of the one before: whoever has to read it is asked again."""
    held = _hold(regulation, by)
    held.newest += 1
    held.save(update_fields=["newest"])
    _write(edition, held, by)
    return held


@transaction.atomic
def end(regulation: Regulation, *, by: User) -> Regulation:
    """It holds no more, and nobody is asked to read it."""
    held = _hold(regulation, by)
    held.ended_on = timezone.localdate()
    held.save(update_fields=["ended_on"])
    trail.record("end_regulation", held, by=by, title=held.title)
    return held


@transaction.atomic
def confirm(editions: Iterable[Edition], *, by: User) -> int:
    """The person has read the editions. Those confirmed before stay as they are; returns how many are new."""
    if not may(by, "confirm_reading"):
        raise PermissionDenied
    keys = {one.pk for one in editions}
    done = set(
        Reading.objects.visible_to(by).filter(user=by.pk, edition__in=keys).values_list("edition", flat=True)
    )
    new = list(Edition.objects.visible_to(by).filter(pk__in=keys - done).select_related("regulation"))
    for one in new:
        Reading.objects.create(county_id=county_of(by), edition=one, user=by)
        trail.record("confirm_reading", one.regulation, by=by, title=one.regulation.title, edition=one.number)
    return len(new)


def check_in_force(regulation: Regulation) -> None:
    """ValidationError for one that has ended."""
    if regulation.ended_on is not None:
        raise ValidationError(_("The regulation has ended: it is changed no more."))


def check_unread(edition: Edition, by: User) -> None:
    """ValidationError when there is nothing to confirm."""
    if not readers.unread(by).filter(pk=edition.pk).exists():
        raise ValidationError(_("You have confirmed it already, or it has ended."))


def _hold(regulation: Regulation, by: User) -> Regulation:
    if not may(by, "issue_regulations"):
        raise PermissionDenied
    held = hold(regulation, Regulation.objects.visible_to(by))
    check_in_force(held)
    return held


def _write(edition: Edition, regulation: Regulation, by: User) -> None:
    if edition.issued_on > timezone.localdate():
        raise ValidationError({"issued_on": _("The date lies in the future. Enter what has happened.")})
    edition.county_id, edition.regulation, edition.issued_by = regulation.county_id, regulation, by
    edition.number = regulation.newest
    edition.save(force_insert=True)
    trail.record("issue_regulation", regulation, by=by, title=regulation.title, edition=edition.number)
