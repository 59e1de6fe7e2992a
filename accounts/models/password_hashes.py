from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from policies import guards

OWN = f"user_id = {guards.setting('user')}"
WHOSE = ("id", "user_id")  # an update finds its row by these; the hash itself only the door reads


class PasswordHash(models.Model):
    """What a person's password is checked with, apart from the account, which everybody reads.

    It is read where nobody is signed in yet, and by no level of people: who asks for a new one brings the hash along
    from the door (accounts/signing_in.py). It has no history.
    """

    guard = (
        guards.Rule(("door",), (guards.READ,)),
        guards.Rule(("door",), (guards.CHANGE,), columns=("hash",)),  # a hasher with new costs
        guards.Rule(guards.SIGNED_IN, (guards.READ,), OWN, WHOSE),
        guards.Rule(guards.SIGNED_IN, (guards.CHANGE,), OWN, ("hash",)),
        guards.Rule(("office",), (guards.READ,), columns=WHOSE),
        guards.Rule(("office",), (guards.ADD,)),
        guards.Rule(("office",), (guards.CHANGE,), columns=("hash",)),
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
