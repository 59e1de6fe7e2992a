"""Requests of households."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from ledgers.models import Row
from posts.models import Village
from residents.models.households import Household
from residents.models.visits import Visit


@tracked()
class Request(Row):
    """What a household asked for and was promised (群众诉求). Answered back: ``answered_on`` is set.

    An open one goes along when its household moves to another village; ``received_in`` is then the village where it was
    asked, whose figure it stays.
    """

    PREFIX = "SQ"
    PRIVATE_FIELDS = ("asked", "answer")
    COUNTED_DAYS = ("occurred_on", "answered_on")
    ADDED_LATER = ("answer", "answered_on")

    PERSONAL_FIELDS = ("household",)

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="requests", verbose_name=_("household")
    )
    visit = models.OneToOneField(
        Visit, models.PROTECT, null=True, related_name="request", verbose_name=_("visit")
    )
    received_in = models.ForeignKey(
        Village,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("where it was asked"),
    )
    asked = models.TextField(_("what was asked"), max_length=500)
    due_on = models.DateField(_("answer due on"))
    answer = models.TextField(_("answer given"), max_length=500, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        constraints = [
            *Row.Meta.constraints,
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("occurred_on")),
                name="request_is_answered_after_it_was_made",
                violation_error_message=_("The answer can not lie before the request."),
            ),
        ]
        indexes = [
            *Row.Meta.indexes,
            models.Index(
                fields=["post", "due_on"], name="request_waits_at_post", condition=Q(answered_on=None)
            ),
            models.Index(
                fields=["station", "due_on"], name="request_waits_at_station", condition=Q(answered_on=None)
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    def get_absolute_url(self) -> str:
        return reverse("residents:request-detail", args=[self.pk])
