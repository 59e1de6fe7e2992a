"""What the trail calls what is done in this room (pages/trail_words.py)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Confirmation, User

VERBS = {
    "sign_in": _("signed in"),
    "sign_in_failed": _("failed to sign in"),
    "sign_out": _("signed out"),
    "end_session": _("ended a session"),
    "end_sessions": _("signed out everywhere"),
    "lock_out": _("was paused after failed tries"),
    "lift_lock": _("lifted the pause of an account"),
    "set_up_factor": _("set up the second factor"),
    "factor_failed": _("typed a wrong code"),
    "password_failed": _("typed a wrong old password"),
    "use_recovery_code": _("used a recovery code"),
    "reset_factor": _("reset a second factor"),
    "activate_account": _("chose a password with an activation code"),
    "activate_failed": _("typed a wrong activation code"),
    "confirm_person": _("confirmed that a person is here"),
    "open_account": _("opened an account"),
    "reset_password": _("reset a password"),
    "close_account": _("closed an account"),
    "reopen_account": _("reopened an account"),
    "change_password": _("changed the password"),
}

DETAILS = {
    "account": _("Account"),
    "confirmed_for": _("what for"),
    "sessions": _("sessions"),
    "second_factor": _("with second factor"),
    "tries": _("tries"),
    "unused_days": _("days unused"),
    "username": _("Account"),
}

CHOICES = {
    "confirmed_for": Confirmation.Purpose.choices,
    "second_factor": [("TOTP", _("one-time password")), ("phone", _("known phone"))],
}


def _person(entry: Any, key: int) -> str:
    """The name of an account's person, with its number."""
    found = User.objects.filter(pk=key).first()
    return f"{found.name} #{key}" if found else f"#{key}"


WRITERS = {"person": _person}
