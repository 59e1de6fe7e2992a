"""What an administrator does with accounts, each with its trail."""

import secrets

from django.db import transaction

from accounts.models import User
from audit import trail


@transaction.atomic
def open_account(user: User, *, by: User | None) -> str:
    """Create the account and return its first password, which is shown once and stored nowhere."""
    password = secrets.token_urlsafe(9)
    user.set_password(password)
    user.save()
    trail.record("open_account", user, by=by, username=user.username)
    return password


@transaction.atomic
def reset_password(user: User, *, by: User) -> str:
    """Give a new first password; all sessions of the account end, because their hash no longer fits."""
    password = secrets.token_urlsafe(9)
    user.set_password(password)
    user.save(update_fields=["password"])
    trail.record("reset_password", user, by=by)
    return password


@transaction.atomic
def close_account(user: User, *, by: User) -> None:
    """Nobody signs in with the account any more; what it recorded stays."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    trail.record("close_account", user, by=by)


@transaction.atomic
def reopen_account(user: User, *, by: User) -> None:
    """The account may sign in again."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    trail.record("reopen_account", user, by=by)
