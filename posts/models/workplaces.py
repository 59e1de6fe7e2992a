"""At which of two posts a person works now."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from policies import guards
from posts.models.stations import Post


class Workplace(models.Model):
    """The post that a person with two of them has chosen (兼管): one at a time. No row: the main one.

    It says nothing of where the person serves: a post counts on the days of an assignment alone (oversight/serving.py).
    """

    guard = guards.open_to_all(
        guards.Rule(guards.PLACE_LEVELS, guards.READ_WRITE, f"user_id = {guards.setting('user')}")
    )

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="workplace", verbose_name=_("person")
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("post"))
    chosen_at = models.DateTimeField(_("chosen at"), auto_now=True)

    class Meta:
        verbose_name = _("place of work")
        verbose_name_plural = _("places of work")

    def __str__(self) -> str:
        return f"{self.user_id} · {self.post}"
