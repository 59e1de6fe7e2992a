from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guards
from audit.history import kept


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, name: str, password: str | None = None, **fields) -> "User":
        user = self.model(username=username, name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


@kept(computed=("password", "last_login"))
class User(AbstractBaseUser):
    """One person who signs in. What the person may do follows from the assignments in ``posts``."""

    guard = guards.open_to_all(
        guards.Rule(("door",), (guards.CHANGE,), columns=("password", "last_login")),
        guards.Rule(
            ("post", "station", "county", "auditor"), (guards.CHANGE,), f"id = {guards.setting('user')}"
        ),
        guards.Rule(("office",), (guards.ADD, guards.CHANGE)),
        guards.Rule(("night",), (guards.CHANGE,)),
    )

    username = models.CharField(_("account"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=40)
    badge = models.CharField(_("badge number"), max_length=20, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    must_change_password = models.BooleanField(_("must choose a password"), default=False)
    password_changed_at = models.DateTimeField(_("password since"), default=timezone.now)
    opened_at = models.DateTimeField(_("account opened at"), default=timezone.now)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
