"""What somebody has typed and not yet saved."""

import json
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from access import scope
from accounts.models import User
from encryption.fields import EncryptedField
from encryption.masks import UNREADABLE
from policies import guards
from posts.models import Post
from retention.periods import Retention, Then


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, user: User) -> Self:
        """The person's own, of the post where they work now: what was typed at the other one waits for its turn."""
        return self.filter(user=user, post=scope.for_user(user).post_id)


class Draft(models.Model):
    """What a person has typed into a form and not yet saved; one a person, post, form and subject. Ciphertext.

    ``subject`` says what the form is about: ``household:5`` for a new row about household 5, ``edit:12`` for the page
    that edits row 12, empty for a new row that names nobody yet (ledgers/drafts.py).
    """

    guard = guards.own_rows("user_id")
    retention = Retention(
        ("saved_at",), Then.DELETE, _("nobody came back to it"), days=30, since=_("last typed on")
    )

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="+")  # None: of a station or above
    form = models.CharField(max_length=60)
    subject = models.CharField(max_length=60, blank=True, default="")
    content = EncryptedField(bound_to=("user_id", "form", "subject"))
    saved_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "form", "subject", "post"],
                nulls_distinct=False,
                name="draft_is_one_a_form_and_subject",
                violation_error_message=_("There is a draft of this form already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} {timezone.localtime(self.saved_at):%m-%d %H:%M}"

    @property
    def data(self) -> dict[str, Any]:
        """The typed values by the names of their fields; none when the key of the draft is gone."""
        typed: Any = self.content
        return {} if typed is UNREADABLE else dict(json.loads(typed or "{}"))

    @data.setter
    def data(self, typed: dict[str, Any]) -> None:
        self.content = self.packed(typed)

    @staticmethod
    def packed(typed: dict[str, Any]) -> str:
        """The text that ``content`` encrypts: JSON of the typed values by the names of their fields."""
        return json.dumps(typed, ensure_ascii=False)
