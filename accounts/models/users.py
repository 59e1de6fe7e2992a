"""The account of a person (AUTH_USER_MODEL)."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.password_hashes import PasswordHash
from audit.history import tracked
from audit.versions import Versioned
from folding import text as folding
from policies import guards
from policies.person_guards import of_own_county

OF_COUNTY = of_own_county("accounts_user.id")
# What the account administrator changes: all of it. The confirmation that the person is here is taken away with a reset
# and never given: accounts/sql/confirmed_by_somebody.sql.
OF_THE_ADMINISTRATOR = (
    "username",
    "name",
    "badge",
    "is_active",
    "must_change_password",
    "password_changed_at",
    "opened_at",
    "closed_on",
    "confirmed_at",
)


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, name: str, password: str | None = None, **fields: Any) -> "User":
        """An account whose person is known: confirmed already. The pages open accounts by accounts/actions.py."""
        user = self.model(**{"confirmed_at": timezone.now()} | fields, username=username, name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def with_hash(self) -> models.QuerySet["User"]:
        """Accounts together with what their passwords are checked with; for the level anonymous alone."""
        return self.select_related("password_hash")

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account that somebody signs in with, in whatever spelling: full width, capital letters, blanks."""
        return self.with_hash().get(username=folding.account(username or ""))


@tracked(computed=("last_login",))
class User(Versioned, AbstractBaseUser):
    """One person who signs in. What the person may do follows from the assignments in ``posts``.

    ``password`` reads and writes the hash as Django expects it, in a table of its own (PasswordHash).
    """

    guard = guards.open_to_all(
        guards.Rule(("anonymous",), (guards.UPDATE,), columns=("last_login",)),
        guards.Rule(
            guards.ASSIGNED_LEVELS,
            (guards.UPDATE,),
            f"id = {guards.setting('user')}",
            ("must_change_password", "password_changed_at"),
        ),
        guards.Rule(("account_admin",), (guards.INSERT,), check="confirmed_at IS NULL"),
        guards.Rule(("account_admin",), (guards.UPDATE,), OF_COUNTY, OF_THE_ADMINISTRATOR),
        guards.Rule(
            ("account_admin",),
            (guards.DELETE,),
            f"last_login IS NULL AND confirmed_at IS NULL AND {OF_COUNTY}",
        ),
        guards.Rule(  # given with a confirmation, taken away with a reset: accounts/sql/confirmed_by_somebody.sql
            ("station", "county", "role_admin"),
            (guards.UPDATE,),
            f"id <> {guards.setting('user')} AND {OF_COUNTY}",
            ("confirmed_at",),
        ),
        guards.Rule(("housekeeping",), (guards.UPDATE,), columns=("is_active", "closed_on")),
    )

    username = models.CharField(_("account"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=40)
    badge = models.CharField(_("badge number"), max_length=20, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    must_change_password = models.BooleanField(_("must choose a password"), default=False)
    password_changed_at = models.DateTimeField(_("password since"), default=timezone.now)
    opened_at = models.DateTimeField(_("account opened at"), default=timezone.now)
    # The first day on which nobody signs in with it: its post is vacant from then on (posts/vacancies.py)
    closed_on = models.DateField(_("account closed on"), null=True, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    # Empty: nobody has confirmed yet that the person is here, and the account opens nothing (confirming.py)
    confirmed_at = models.DateTimeField(_("person confirmed at"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name

    _new_hash: str | None = None  # set, not saved yet

    @property
    def password(self) -> str:
        if self._new_hash is not None:
            return self._new_hash
        try:
            return self.password_hash.hash
        except PasswordHash.DoesNotExist:
            return ""  # which no password matches

    @password.setter
    def password(self, hashed: str) -> None:
        self._new_hash = hashed

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        """Save the account; a new hash with it, unless ``update_fields`` leaves the password out."""
        named = None if update_fields is None else set(update_fields)
        with transaction.atomic(using=kwargs.get("using")):
            super().save(*args, update_fields=named and named - {"password"}, **kwargs)
            if self._new_hash is not None and (named is None or "password" in named):
                self._save_hash(self._new_hash)

    def _save_hash(self, hashed: str) -> None:
        row = PasswordHash(user=self, hash=hashed)
        if not PasswordHash.objects.filter(user=self).update(hash=hashed):
            row.save()
        self._new_hash = None

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
