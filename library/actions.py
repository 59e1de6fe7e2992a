"""The county issues regulations, new editions of them, and ends them; readers confirm that they have read them."""

from collections.abc import Iterable
from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access import scope
from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold
from library import readers
from library.models import Edition, EditionFile, Reading, Regulation

MEGABYTE = 2**20
PDF_BEGINS = b"%PDF-"


@transaction.atomic
def issue(regulation: Regulation, edition: Edition, *, by: User, content: bytes = b"") -> Regulation:
    """A new regulation with its first edition; ``content``: its file, named ``edition.file_name``."""
    county = scope.for_user(by).county_id
    if not may(by, "issue_regulations") or county is None:
        raise PermissionDenied
    regulation.county_id = county
    regulation.validate_constraints()
    regulation.save(force_insert=True)
    _write(edition, regulation, by, content)
    trail.record("issue_regulation", regulation, by=by, title=regulation.title, edition=edition.number)
    return regulation


@transaction.atomic
def reissue(regulation: Regulation, edition: Edition, *, by: User, content: bytes = b"") -> Regulation:
    """A new edition takes the place of the one before: whoever has to read it is asked again."""
    held = _hold(regulation, by)
    held.newest += 1
    held.save(update_fields=["newest"])
    _write(edition, held, by, content)
    trail.record("issue_regulation", held, by=by, title=held.title, edition=edition.number)
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
        Reading.objects.create(county_id=one.county_id, edition=one, user=by)
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


def check_file(content: bytes) -> None:
    """ValidationError for anything but a PDF of a size that is let in."""
    most = rules.whole("library.megabytes", on=timezone.localdate())
    if len(content) > most * MEGABYTE:
        raise ValidationError({"file": _("The file is larger than %(n)s MB.") % {"n": most}})
    if not content.startswith(PDF_BEGINS):
        raise ValidationError({"file": _("This is no PDF. Save it as PDF and choose it again.")})


def _write(edition: Edition, regulation: Regulation, by: User, content: bytes) -> None:
    if edition.issued_on > timezone.localdate():
        raise ValidationError({"issued_on": _("The date lies in the future. Enter what has happened.")})
    edition.county_id, edition.regulation, edition.issued_by = regulation.county_id, regulation, by
    edition.number = regulation.newest
    if content:
        check_file(content)
    elif not edition.text:
        raise ValidationError({"text": _("Write the text or add the file.")})
    edition.save(force_insert=True)
    if content:
        EditionFile.objects.create(
            edition=edition,
            county_id=regulation.county_id,
            content=content,
            size=len(content),
            sha256=sha256(content).hexdigest(),
        )
