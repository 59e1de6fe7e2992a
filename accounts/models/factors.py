"""Second factors and recovery codes; accounts/factors.py checks them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.password_hashes import OF_NOBODY_CONFIRMED
from encryption.fields import EncryptedField
from policies import guards
from policies.person_guards import of_own_county


def of_a_person(table: str) -> guards.Guard:
    """Asked for at sign-in, before anybody is signed in; changed by the person.

    When it is lost, taken off and never replaced, by whoever assigns roles, once the confirmation of the person is
    taken away as well: the account opens nothing until somebody else confirms. Who gives passwords sees it.
    """
    of_county = of_own_county(f"{table}.user_id")
    return (
        guards.Rule(("anonymous",), guards.READ_WRITE_DELETE),
        guards.Rule(guards.ASSIGNED_LEVELS, guards.READ_WRITE_DELETE, f"user_id = {guards.setting('user')}"),
        guards.Rule(("account_admin", "role_admin"), (guards.SELECT,), of_county),
        guards.Rule(("role_admin",), (guards.DELETE,), f"{OF_NOBODY_CONFIRMED} AND {of_county}"),
        guards.Rule(("housekeeping",), (guards.SELECT,)),
    )


class Factor(models.Model):
    """The authenticator of a person: an app that shows six other digits every half minute (RFC 6238).

    The row exists once a first code was right. ``last_step`` is the half minute of the last code that was taken, so
    that none is taken twice; ``wrong`` counts codes that were not right since then.
    """

    guard = of_a_person("accounts_factor")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="factor", verbose_name=_("person")
    )
    secret = EncryptedField(_("secret"), bound_to=("user_id",), longest=64)
    since = models.DateTimeField(_("since"), auto_now_add=True)
    last_step = models.BigIntegerField()
    wrong = models.PositiveIntegerField(default=0)
    wrong_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("second factor")
        verbose_name_plural = _("second factors")

    def __str__(self) -> str:
        return str(self.user)


class RecoveryCode(models.Model):
    """A code on paper that stands in for a lost authenticator, once. Stored like a password, as a hash."""

    guard = of_a_person("accounts_recoverycode")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes", verbose_name=_("person")
    )
    number = models.PositiveSmallIntegerField()
    code_hash = models.CharField(max_length=128)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "number"],
                name="recovery_codes_are_numbered",
                violation_error_message=_("This recovery code is there already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.number}"
