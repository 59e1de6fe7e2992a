"""Schools, firms, markets, hotels, clinics and the like of a village (单位场所): places, and nobody in them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.history import tracked
from audit.versions import Versioned
from posts.models import Placed
from posts.querysets import ScopedQuerySet, open_on
from retention.periods import Retention, Then


class PremisesQuerySet(ScopedQuerySet["Premises"]):
    def on(self, day: date) -> Self:
        """Those that were there on the day."""
        return self.filter(open_on(day))


@tracked()
class Premises(Versioned, Placed):
    """One school, firm, market, hotel, clinic, bank, house to let or contact point of a village.

    It names no person: neither owner nor guests or pupils. ``phone`` is that of the business. Services lead to it.
    """

    class Kind(models.TextChoices):
        SCHOOL = "school", pgettext_lazy("premises", "School")
        ENTERPRISE = "enterprise", pgettext_lazy("premises", "Enterprise")
        MARKET = "market", pgettext_lazy("premises", "Market")
        HOTEL = "hotel", pgettext_lazy("premises", "Hotel")
        CLINIC = "clinic", pgettext_lazy("premises", "Clinic")
        BANK = "bank", pgettext_lazy("premises", "Bank point")
        TO_LET = "to_let", pgettext_lazy("premises", "House to let")
        CONTACT = "contact", pgettext_lazy("premises", "Contact point of the post")

    PRIVATE_FIELDS = ("place",)
    retention = Retention(
        ("ends_on",),
        Then.ERASE,
        _("to answer for the work of the year"),
        years=3,
        whole_year=True,
        erases=("place", "phone"),
    )

    name = models.CharField(_("name of the premises"), max_length=40)
    kind = models.CharField(pgettext_lazy("premises", "kind"), max_length=10, choices=Kind)
    place = models.CharField(pgettext_lazy("premises", "where"), max_length=100, blank=True, default="")
    phone = models.CharField(_("telephone of the business"), max_length=20, blank=True, default="")
    starts_on = models.DateField(_("since"))
    ends_on = models.DateField(_("until"), null=True, blank=True, editable=False)
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True, default="", editable=False)
    erased_on = models.DateField(_("text erased on"), null=True, editable=False)

    objects = PremisesQuerySet.as_manager()  # type: ignore[misc]  # more than Placed has

    class Meta:
        verbose_name = _("premises")
        verbose_name_plural = _("premises")
        ordering = ["village", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["village", "name"],
                condition=Q(ends_on=None),
                name="premises_have_one_name_in_their_village",
                violation_error_message=_("The village has premises of this name."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None, end_reason="") | Q(ends_on__gte=F("starts_on")) & ~Q(end_reason=""),
                name="premises_end_after_they_began_and_say_why",
                violation_error_message=_("Premises end after they began, and say why."),
            ),
        ]
        indexes = [
            models.Index(fields=[place, "-starts_on", "-id"], name=f"premises_of_{place}")
            for place in ("post", "station", "county")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("residents:premises-detail", args=[self.pk])
