"""Activation codes, and the confirmation that the person who used one is here.

A code opens the page to choose a password, and nothing else; the account opens when somebody at the person's place has
confirmed them (administration/confirming.py says who). So nobody who gives codes out gets in with one.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Confirmation, User
from accounts.passwords import is_spent
from audit import trail
from audit.versions import hold
from policies import acting

CHOSEN: list[str] = ["password", "must_change_password", "password_changed_at"]


def ask(user: User, *, by: User, purpose: str = Confirmation.Purpose.FIRST) -> Confirmation:
    """The person has to be confirmed; an older question is replaced. In the caller's transaction.

    Who took the second factor off and was not answered yet confirms the new question no more than the old one.
    """
    older = Confirmation.objects.open().filter(user=user).first()
    factor_reset_by = (older.factor_reset_by_id or _asked_after_factor(older)) if older else None
    Confirmation.objects.open().filter(user=user).update(ended_at=timezone.now())
    return Confirmation.objects.create(
        user=user, asked_by=by, purpose=purpose, factor_reset_by_id=factor_reset_by
    )


def _asked_after_factor(one: Confirmation) -> int | None:
    return one.asked_by_id if one.purpose == Confirmation.Purpose.FACTOR else None


def ask_after_factor(user: User, *, by: User) -> None:
    """The second factor was taken off by ``by``: somebody else confirms the person. In the caller's transaction.

    Whoever waits for a new code, or to be confirmed after one, goes on waiting; ``by`` confirms that neither.
    """
    rows = Confirmation.objects.open().filter(user=user)
    if user.confirmed_at is None and rows.exclude(purpose=Confirmation.Purpose.FACTOR).exists():
        rows.update(factor_reset_by=by)
        return
    rows.update(ended_at=timezone.now())
    purpose = Confirmation.Purpose.FACTOR
    Confirmation.objects.create(user=user, asked_by=by, purpose=purpose, chosen_at=timezone.now())


def purpose_of_a_code(user: User) -> Confirmation.Purpose:
    """What another code is for: after a reset, of somebody who was known to be here before."""
    asked = Confirmation.objects.filter(user=user)
    after_a_reset = asked.exclude(purpose=Confirmation.Purpose.FIRST)
    was_known = user.confirmed_at or user.last_login or after_a_reset.exists()
    return Confirmation.Purpose.RESET if was_known else Confirmation.Purpose.FIRST


def waits_for_code(user: User) -> bool:
    """Has the person a code that is still good, and no own password yet?"""
    open_ones = Confirmation.objects.open().filter(user=user, chosen_at=None)
    return user.must_change_password and not is_spent(user) and open_ones.exists()


@transaction.atomic
def activate(user: User, password: str) -> None:
    """The person has typed the code and chosen a password. ValidationError when the code was used a moment ago."""
    with acting.acting(acting.Acting("post", user.pk)):  # writes the own rows, at no place
        confirmations = Confirmation.objects.open().filter(user=user, chosen_at=None)
        if not confirmations.update(chosen_at=timezone.now()):
            raise ValidationError(_("This code has been used. Ask your account administrator."))
        user.set_password(password)
        user.must_change_password, user.password_changed_at = False, timezone.now()
        user.save(update_fields=CHOSEN)
        trail.record("activate_account", user, by=user)


@transaction.atomic
def confirm(confirmation: Confirmation, *, by: User) -> None:
    """``by``, who has been asked for the right, says that the person is here: the account opens.

    PermissionDenied for oneself and for a person whose account one made. ValidationError when it waits no more.
    """
    if by.pk in {confirmation.user_id, confirmation.asked_by_id, confirmation.factor_reset_by_id}:
        raise PermissionDenied
    user = hold(User.objects.get(pk=confirmation.user_id))
    held = Confirmation.objects.select_for_update(of=("self",), no_key=True).get(pk=confirmation.pk)
    if held.chosen_at is None or held.confirmed_at or held.ended_at:
        raise ValidationError(
            _("%(name)s does not wait any more. Load the page again.") % {"name": user.name}
        )
    held.confirmed_at, held.confirmed_by = timezone.now(), by
    held.save(update_fields=["confirmed_at", "confirmed_by"])
    user.confirmed_at = held.confirmed_at
    user.save(update_fields=["confirmed_at"])
    trail.record("confirm_person", user, by=by, confirmed_for=held.purpose)
