"""Confirmations that a person is here; accounts/confirming.py asks for them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policies import guards
from policies.person_guards import of_own_county


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    def open(self) -> "ConfirmationQuerySet":
        """Neither confirmed nor replaced by a later one."""
        return self.filter(confirmed_at=None, ended_at=None)


ASKED_BY_ONESELF = f"asked_by_id = {guards.setting('user')}"
OF_COUNTY = of_own_county("accounts_confirmation.user_id")


class Confirmation(models.Model):
    """Somebody is to say "this person is here" before an account opens anything (账号到岗确认).

    asked (a code is handed over) -> chosen (the person has used it and chosen a password) -> confirmed; or ended, when
    a new code was given. Confirmed is only who has chosen: before, whoever made the code could still choose. After a
    reset of the second factor the password stays, so nothing is chosen: such a one waits at once.
    """

    guard = guards.open_to_all(
        guards.Rule(
            ("account_admin",),
            (guards.INSERT,),
            check=f"confirmed_at IS NULL AND chosen_at IS NULL AND purpose <> 'factor' AND {ASKED_BY_ONESELF}",
        ),
        guards.Rule(
            ("role_admin",),
            (guards.INSERT,),
            check=f"confirmed_at IS NULL AND purpose = 'factor' AND {ASKED_BY_ONESELF}",
        ),
        guards.Rule(("account_admin",), (guards.UPDATE,), OF_COUNTY, ("ended_at",)),
        guards.Rule(("account_admin",), (guards.DELETE,), f"confirmed_at IS NULL AND {OF_COUNTY}"),
        guards.Rule(
            guards.ASSIGNED_LEVELS,
            (guards.UPDATE,),
            f"user_id = {guards.setting('user')}",
            ("chosen_at",),
            "confirmed_at IS NULL",
        ),
        guards.Rule(
            ("station", "county", "role_admin"),
            (guards.UPDATE,),
            f"{guards.OF_SOMEBODY_ELSE} AND {OF_COUNTY}",
            ("confirmed_at", "confirmed_by_id"),
            f"confirmed_by_id IS NULL OR confirmed_by_id = {guards.setting('user')}",
        ),
        guards.Rule(  # the rule above holds for what is written
            ("role_admin",),
            (guards.UPDATE,),
            f"{guards.OF_SOMEBODY_ELSE} AND {OF_COUNTY}",
            ("ended_at", "factor_reset_by_id"),
            f"confirmed_by_id IS NULL OR confirmed_by_id = {guards.setting('user')}",
        ),
    )

    class Purpose(models.TextChoices):
        FIRST = "first", _("First sign-in")
        RESET = "reset", _("After a reset")
        FACTOR = "factor", _("After a reset of the second factor")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="confirmations", verbose_name=_("person")
    )
    purpose = models.CharField(_("what for"), max_length=6, choices=Purpose, default=Purpose.FIRST)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    # Took the second factor off while this was open: confirms no more than who asked
    factor_reset_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("factor reset by"),
    )
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    chosen_at = models.DateTimeField(_("password chosen at"), null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    ended_at = models.DateTimeField(_("replaced at"), null=True)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmation of a person")
        verbose_name_plural = _("confirmations of people")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(confirmed_at=None, ended_at=None),
                name="one_open_confirmation_for_a_person",
                violation_error_message=_("Somebody gave this person a code just now."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, chosen_at__isnull=False),
                name="confirmed_after_a_password_was_chosen",
                violation_error_message=_("The person has not chosen a password yet."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None)
                | (
                    ~Q(confirmed_by=F("user"))
                    & ~Q(confirmed_by=F("asked_by"))
                    & (Q(factor_reset_by=None) | ~Q(confirmed_by=F("factor_reset_by")))
                ),
                name="nobody_confirms_oneself_or_the_own_request",
                violation_error_message=_(
                    "Nobody confirms the own account, nor one that they opened or reset."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)
