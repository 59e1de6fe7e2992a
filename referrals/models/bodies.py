"""The bodies outside the police to which a county's posts pass things on."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.history import tracked
from audit.versions import Versioned
from policies import guards
from posts.models import County


@tracked()
class OutsideBody(Versioned):
    """A body such as 司法所 or 供电所, of the county's own list. A new county begins with the usual ones
    (referrals/sql/usual_bodies.sql); one that is used no longer is closed and keeps its name on old rows.
    """

    guard = guards.open_to_all(guards.Rule(("county",), (guards.INSERT, guards.UPDATE), guards.OWN_COUNTY))

    county = models.ForeignKey(
        County, models.PROTECT, related_name="outside_bodies", verbose_name=_("county")
    )
    name = models.CharField(pgettext_lazy("place", "name"), max_length=60)
    about = models.CharField(_("what it is asked for"), max_length=100, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("body outside the police")
        verbose_name_plural = _("bodies outside the police")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "name"],
                condition=Q(closed_on=None),
                name="outside_body_is_one_of_its_name",
                violation_error_message=_("The county has a body of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.closed_on is None or self.closed_on > timezone.localdate()
