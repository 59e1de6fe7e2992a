"""What the forms have been sent with: the key of each form, and what came of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policies import guards
from retention.periods import Retention, Then


class Submission(models.Model):
    """One form that a person sent and that was saved: written in the transaction of what it saved.

    ``key`` comes with the form and stays with what is typed until an answer was seen, so that the same sent again is
    answered with ``url`` and ``receipt``. ``digest`` tells the same from something else; no typed word is stored.
    """

    guard = guards.own_rows("user_id")
    retention = Retention(("at",), Then.DELETE, _("to answer a form that is sent again"), days=30)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField()
    digest = models.CharField(max_length=64)
    url = models.CharField(max_length=300, blank=True)
    receipt = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(_("saved at"), auto_now_add=True)

    class Meta:
        verbose_name = _("sent form")
        verbose_name_plural = _("sent forms")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"],
                name="form_is_saved_once",
                violation_error_message=_("This form was saved already."),
            )
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.receipt}"
