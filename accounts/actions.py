"""What an administrator does with accounts, each with its trail."""

from contextlib import AbstractContextManager, nullcontext

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import confirming, passwords, sessions, throttling
from accounts.models import Session, User
from audit import trail
from audit.versions import hold
from policies import acting

WITH_PASSWORD: list[str] = ["password", "must_change_password", "password_changed_at"]


@transaction.atomic
def open_account(user: User, *, by: User | None) -> str:
    """Create the account and return its code: shown once, stored nowhere, good for choosing a password.

    It opens nothing until somebody confirms that the person is here (accounts/confirming.py). Without ``by``, at the
    machine itself, the person is known: the code is a first password.
    """
    password = _give_password(user)
    user.confirmed_at = timezone.now() if by is None else None
    user.save(force_insert=True)
    if by is not None:
        confirming.ask(user, by=by)
    trail.record("open_account", user, by=by, username=user.username)
    return password


@transaction.atomic
def reset_password(user: User, *, by: User) -> str:
    """Give a new activation code; all sessions of the account end. One's own password is changed, not reset.

    As with a new account, the code is good for choosing a password, and the account opens nothing until somebody at
    the person's place confirms that the person has it: nobody who resets takes an account over.
    """
    _not_oneself(user, by)
    purpose = confirming.purpose_of_a_code(hold(user))
    password = _give_password(user)
    user.confirmed_at = None
    user.save(update_fields=[*WITH_PASSWORD, "confirmed_at"])
    confirming.ask(user, by=by, purpose=purpose)
    sessions.end_all(user)
    trail.record("reset_password", user, by=by)
    return password


def _give_password(user: User) -> str:
    password = passwords.first_password()
    user.set_password(password)
    user.must_change_password, user.password_changed_at = True, timezone.now()
    return password


@transaction.atomic
def change_password(user: User, password: str, *, session_key: str | None) -> None:
    """The person has chosen a password; every other browser than the one with ``session_key`` is signed out."""
    with _as_somebody(user):
        user.set_password(password)
        user.must_change_password, user.password_changed_at = False, timezone.now()
        user.save(update_fields=WITH_PASSWORD)
        sessions.end_all(user, but=session_key)
        trail.record("change_password", user, by=user)


def _as_somebody(user: User) -> AbstractContextManager[None]:
    """Whoever serves nowhere yet asks with the rights of anonymous, which writes no hash of an account.

    Such a person writes the own one as all others do, at no place: a new account chooses its first password before
    somebody assigns it.
    """
    who = acting.now()
    is_anonymous = who is not None and who.level == acting.ANONYMOUS.level
    return acting.acting(acting.Acting("post", user.pk)) if is_anonymous else nullcontext()


@transaction.atomic
def close_account(user: User, *, by: User | None, unused_days: int | None = None) -> None:
    """Nobody signs in with the account any more, and its sessions end; what it recorded stays.

    Nobody closes the own account. ``unused_days``: closed by itself, after so many days.
    """
    _not_oneself(user, by)
    hold(user)
    user.is_active, user.closed_on = False, timezone.localdate()
    user.save(update_fields=["is_active", "closed_on"])
    sessions.end_all(user)
    trail.record("close_account", user, by=by, unused_days=unused_days)


@transaction.atomic
def reopen_account(user: User, *, by: User) -> None:
    """The account may sign in again; disuse is counted from now."""
    hold(user)
    user.is_active, user.opened_at, user.closed_on = True, timezone.now(), None
    user.save(update_fields=["is_active", "opened_at", "closed_on"])
    trail.record("reopen_account", user, by=by)


def _not_oneself(user: User, by: User | None) -> None:
    if by is not None and by.pk == user.pk:
        raise PermissionDenied


@transaction.atomic
def end_session(session: Session, *, by: User) -> None:
    """A browser of one's own is signed out, on whichever machine."""
    trail.record("end_session", session, by=by)
    session.delete()


@transaction.atomic
def end_sessions(user: User, *, by: User, but: str | None = None) -> int:
    """Every browser of the person is signed out, except that with the session key ``but``. Returns how many."""
    ended = sessions.end_all(user, but=but)
    trail.record("end_sessions", user, by=by, sessions=ended)
    return ended


@transaction.atomic
def lift_lock(user: User, *, by: User) -> None:
    """Whoever was paused after failed tries for this account may try again."""
    throttling.forget(user)
    trail.record("lift_lock", user, by=by)
