"""Sealed copies: photographs of papers that belong to one row, such as a signed agreement or a body's answer on paper.

A room makes a model of ``SealedCopy`` with a foreign key to its row (never to a person) and the guard of that row; its
actions call ``keep`` and ``take_away``, its pages are those of ledgers/views/copies.py.
"""

from base64 import b64decode, b64encode
from hashlib import sha256
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access import scope
from access.rights import may
from accounts.models import User
from audit.versions import hold
from encryption.fields import EncryptedField
from encryption.masks import UNREADABLE
from posts.models import Assignment

MOST_COPIES = 10  # pages of one row; the longest agreement that committees write has four


class SealedCopy(models.Model):
    """One photographed page: the picture is sealed, and gone when the page is withdrawn; the line and the reason stay.

    ``of``: the name of the foreign key to its row.
    """

    of: str
    is_personal = True

    scan = EncryptedField(gettext_lazy("picture"))
    size = models.PositiveIntegerField(gettext_lazy("size"))
    sha256 = models.CharField(max_length=64)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=gettext_lazy("recorded by")
    )
    filed_at = models.DateTimeField(gettext_lazy("recorded at"), auto_now_add=True)
    withdrawn_on = models.DateField(gettext_lazy("withdrawn on"), null=True, editable=False)
    reason = models.CharField(gettext_lazy("reason"), max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def owner(self) -> Any:
        """The row to which the page belongs."""
        return getattr(self, self.of)

    @property
    def jpeg(self) -> bytes:
        """The picture; nothing when the copy is withdrawn, or when what is stored can not be read."""
        scan: Any = self.scan
        return b"" if scan is UNREADABLE else b64decode(scan)

    @jpeg.setter
    def jpeg(self, content: bytes) -> None:
        self.scan = b64encode(content).decode()


CopyT = TypeVar("CopyT", bound=SealedCopy)


def kept_once(of: str, name: str, message: Any) -> models.UniqueConstraint:
    """The same picture stands once with a row."""
    return models.UniqueConstraint(
        fields=[of, "sha256"],
        condition=Q(withdrawn_on=None),
        name=name,
        violation_error_message=message,
    )


def withdrawn_with_a_reason(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(withdrawn_on=None, scan__isnull=False)
        | (Q(withdrawn_on__isnull=False, scan__isnull=True) & ~Q(reason="")),
        name=name,
        violation_error_message=gettext_lazy("A page is withdrawn with a reason, and its picture goes."),
    )


def keep(model: type[CopyT], row: Any, picture: bytes, *, by: User) -> CopyT:
    """File a page with its row, which is locked. ValidationError for one that is kept already, and beyond
    ``MOST_COPIES``.
    """
    filed = list(row.copies.filter(withdrawn_on=None).values_list("sha256", flat=True))
    copy = model(**{model.of: row}, size=len(picture), sha256=sha256(picture).hexdigest(), filed_by=by)
    if copy.sha256 in filed:
        raise ValidationError({"picture": _("This page is kept already.")})
    if len(filed) >= MOST_COPIES:
        raise ValidationError({"picture": _("There are %(n)s pages already.") % {"n": MOST_COPIES}})
    copy.jpeg = picture
    copy.save(force_insert=True)
    return copy


def may_take_away(copy: SealedCopy, by: User) -> bool:
    """Who filed it, and who answers for the row: else nobody could once the other serves elsewhere."""
    return copy.filed_by_id == by.pk or answers_for(copy.owner, by)


def answers_for(row: Any, by: User) -> bool:
    """Is the person responsible today for the post of the row, or do they review the rows of its station?"""
    if may(by, "review_rows") and scope.for_user(by).station_id == row.station_id:
        return True
    serving = Assignment.objects.on(timezone.localdate())
    return bool(row.post_id) and serving.filter(user=by, post=row.post_id, is_responsible=True).exists()


def take_away(copy: CopyT, reason: str, *, by: User) -> CopyT:
    """Delete a wrong picture for good: the line stays, with the reason (``may_take_away``)."""
    if not may_take_away(copy, by):
        raise PermissionDenied
    model: Any = type(copy)
    held: CopyT = hold(copy, model.objects.visible_to(by))
    if held.withdrawn_on:
        raise ValidationError(_("The copy is withdrawn already. Load the page again."))
    held.scan, held.withdrawn_on, held.reason = "", timezone.localdate(), reason.strip()
    held.save(update_fields=["scan", "withdrawn_on", "reason"])
    return held
