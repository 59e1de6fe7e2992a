"""What an administrator does with accounts, each with its trail."""

import secrets

from django.db import transaction

from accounts import sessions, throttling
from accounts.models import Session, User
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
    """Give a new first password; all sessions of the account end."""
    password = secrets.token_urlsafe(9)
    user.set_password(password)
    user.save(update_fields=["password"])
    sessions.end_all(user)
    trail.record("reset_password", user, by=by)
    return password


@transaction.atomic
def change_password(user: User, password: str, *, session_key: str | None) -> None:
    """The person has chosen a password; every other browser than the one with ``session_key`` is signed out."""
    user.set_password(password)
    user.save(update_fields=["password"])
    sessions.end_all(user, but=session_key)
    trail.record("change_password", user, by=user)


@transaction.atomic
def close_account(user: User, *, by: User) -> None:
    """Nobody signs in with the account any more, and its sessions end; what it recorded stays."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    sessions.end_all(user)
    trail.record("close_account", user, by=by)


@transaction.atomic
def reopen_account(user: User, *, by: User) -> None:
    """The account may sign in again."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    trail.record("reopen_account", user, by=by)


@transaction.atomic
def end_session(session: Session, *, by: User) -> None:
    """A browser of one's own is signed out, wherever it lies."""
    trail.record("end_session", session, by=by)
    session.delete()


@transaction.atomic
def end_sessions(user: User, *, by: User) -> int:
    """Every browser of the person is signed out. Returns how many."""
    ended = sessions.end_all(user)
    trail.record("end_sessions", user, by=by, sessions=ended)
    return ended


@transaction.atomic
def lift_lock(user: User, *, by: User) -> None:
    """Whoever was paused after failed tries for this account may try again."""
    throttling.forget(user)
    trail.record("lift_lock", user, by=by)
