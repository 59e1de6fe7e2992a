"""Password hashes, apart from the accounts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from policies import guards
from policies.person_guards import of_own_county

OWN = f"user_id = {guards.setting('user')}"
# An update finds its row by these. The hash itself is read by the level anonymous alone, at sign-in.
WHOSE = ("id", "user_id")

# Whoever gives a code takes the confirmation away first, so that the code opens nothing by itself.
OF_NOBODY_CONFIRMED = "user_id IN (SELECT id FROM accounts_user WHERE confirmed_at IS NULL)"
OF_NOBODY_WHO_CAME = (
    "user_id IN (SELECT id FROM accounts_user WHERE last_login IS NULL AND confirmed_at IS NULL)"
)
OF_COUNTY = of_own_county("accounts_passwordhash.user_id")


class PasswordHash(models.Model):
    """What a person's password is checked with, apart from the account, which everybody reads.

    It is read where nobody is signed in yet, and by no level of people: who asks for a new one brings the hash along
    from sign-in (accounts/signing_in.py). It has no history.
    """

    guard = (
        guards.Rule(("anonymous",), (guards.SELECT,)),
        guards.Rule(("anonymous",), (guards.UPDATE,), columns=("hash",)),  # a hasher with new costs
        guards.Rule(guards.ASSIGNED_LEVELS, (guards.SELECT,), OWN, WHOSE),
        guards.Rule(guards.ASSIGNED_LEVELS, (guards.UPDATE,), OWN, ("hash",)),
        guards.Rule(("account_admin",), (guards.SELECT,), OF_COUNTY, WHOSE),
        guards.Rule(("account_admin",), (guards.INSERT,), check=OF_NOBODY_CONFIRMED),
        guards.Rule(
            ("account_admin",),
            (guards.DELETE,),
            f"{OF_NOBODY_WHO_CAME} AND {OF_COUNTY}",
        ),
        guards.Rule(("account_admin",), (guards.UPDATE,), OF_COUNTY, ("hash",), OF_NOBODY_CONFIRMED),
    )

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="password_hash", verbose_name=_("person")
    )
    hash = models.CharField(max_length=128)

    class Meta:
        verbose_name = _("password hash")
        verbose_name_plural = _("password hashes")

    def __str__(self) -> str:
        return f"#{self.user_id}"
