"""Roles that a sheet of accounts proposes; the grant administrator confirms them on one page."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from access.roles import Role
from audit.history import tracked
from audit.versions import Versioned
from policies import guards
from posts.models import County, Post, Station


@tracked()
class Proposal(Versioned):
    """The role columns of one sheet: WAITING -> DECIDED, or WITHDRAWN with the accounts."""

    guard = (
        guards.HIDDEN_IN_EMERGENCY,
        guards.Rule(("account_admin",), guards.READ_WRITE, guards.OWN_COUNTY),
        guards.Rule(("role_admin",), (guards.SELECT, guards.UPDATE), guards.OWN_COUNTY),
        guards.Rule(("county",), (guards.SELECT,), guards.OWN_COUNTY),
        guards.Rule(("housekeeping",), (guards.SELECT,)),
    )

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits")
        DECIDED = "decided", _("Decided")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name=_("county"))
    source = models.CharField(_("sheet"), max_length=120)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        verbose_name = _("proposed roles")
        verbose_name_plural = _("proposed roles")
        ordering = ["-proposed_at", "-pk"]

    def __str__(self) -> str:
        return self.source

    def get_absolute_url(self) -> str:
        return reverse("administration:proposal", args=[self.pk])


class ProposedRole(models.Model):
    """One line: this person is to serve there in this role. Granted, it is an assignment (posts/actions/assigning)."""

    guard = guards.follows(
        "administration_proposal",
        "proposal_id",
        guards.Rule(("account_admin",), (guards.SELECT, guards.INSERT, guards.DELETE)),
        guards.Rule(("role_admin",), (guards.SELECT, guards.UPDATE)),
        guards.Rule(("county",), (guards.SELECT,)),
        guards.Rule(("housekeeping",), (guards.SELECT,)),
    )

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="lines")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=15, choices=Role)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", verbose_name=_("post"))
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, related_name="+", verbose_name=_("station")
    )
    is_responsible = models.BooleanField(_("responsible for the post"), default=False)
    starts_on = models.DateField(_("from"))
    is_granted = models.BooleanField(_("granted"), null=True)  # empty: not decided yet

    class Meta:
        verbose_name = _("proposed role")
        verbose_name_plural = _("proposed roles")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"
