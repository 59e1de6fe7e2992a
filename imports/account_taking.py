"""Opening the accounts of a checked sheet, and taking them back whole while nobody has used one."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from access.roles import row_of
from accounts import actions
from accounts.models import Confirmation, PasswordHash, User
from administration import proposals
from administration.models import Proposal, ProposedRole
from audit import trail
from imports import lines
from imports.committing import taken
from imports.models import Import, ImportLine
from imports.plain_lines import note_committed

HandOut = Callable[[User, str, str], None]  # the account, its code, and where the person is to serve
NAMED = 10


def commit(owner: Import, by: User, progress: Any, hand_out: HandOut) -> dict[str, int]:
    """Open the accounts, without any right; their roles wait as one proposal. Returns how many of each.

    ValidationError when somebody has opened one of these accounts since the check.
    """
    roles, made = [], []
    for line in list(lines.with_facts(owner, taken())):
        facts = line.facts
        user = User(username=facts["username"], name=facts["name"], badge=facts["badge"])
        try:
            with transaction.atomic():
                code = actions.open_account(user, by=by)
        except IntegrityError as why:
            raise ValidationError(
                _("Somebody has opened the account %(name)s meanwhile. Check the sheet again.")
                % {"name": user.username}
            ) from why
        made.append((line, user))
        role = _proposed(user, facts)
        roles += [role] if role else []
        hand_out(user, code, _place(role))
    note_committed((line, {"user": user.pk}) for line, user in made)
    proposal = proposals.propose(owner.file_name, owner.county_id, roles, by=by)
    owner.counts |= {"proposal": proposal.pk if proposal else 0}
    return {"accounts": len(made), "roles": len(roles)}


def _proposed(user: User, facts: dict[str, Any]) -> ProposedRole | None:
    if not facts.get("role"):
        return None
    return ProposedRole(
        user=user,
        role=facts["role"],
        post_id=facts.get("post"),
        station_id=facts.get("station"),
        is_responsible=facts.get("responsible", False),
        starts_on=date.fromisoformat(facts["since"]),
    )


def _place(role: ProposedRole | None) -> str:
    """Where the person is to serve, for the slip."""
    if role is None:
        return ""
    name = str(row_of(role.role).name)
    place = role.post or role.station
    return f"{place} · {name}" if place else name


def without_password(owner: Import) -> QuerySet[User]:
    """The people of the import who have not used their code yet, whether it is still good or not."""
    committed = lines.with_facts(owner, Q(state=ImportLine.State.COMMITTED))
    unused = Confirmation.objects.open().filter(chosen_at=None).values("user")
    return User.objects.filter(
        pk__in=[line.facts["user"] for line in committed if "user" in line.facts],
        is_active=True,
        confirmed_at=None,
    ).filter(pk__in=unused)


def hand_out_again(owner: Import, by: User, hand_out: HandOut) -> int:
    """New codes for all who have not used theirs; the old ones open nothing any more. Returns how many."""
    roles = {
        one.user_id: one
        for one in ProposedRole.objects.filter(proposal=owner.counts.get("proposal", 0)).select_related(
            "post__station", "station"
        )
    }
    users = list(without_password(owner).order_by("pk"))
    for user in users:
        hand_out(user, actions.reset_password(user, by=by), _place(roles.get(user.pk)))
    return len(users)


def withdraw(owner: Import, by: User) -> dict[str, int]:
    """Delete the accounts that the import opened. ValidationError names the first ten that were used."""
    committed = lines.with_facts(owner, Q(state=ImportLine.State.COMMITTED))
    users = User.objects.filter(pk__in=[line.facts["user"] for line in committed]).order_by("pk")
    held = list(users.select_for_update(of=("self",), no_key=True))
    used = [one for one in held if one.last_login or one.confirmed_at]
    if used:
        names = "；".join(f"{one.name} ({one.username})" for one in used[:NAMED])
        raise ValidationError(
            _("People have signed in or were confirmed already: %(names)s. Close single accounts instead.")
            % {"names": names}
        )
    proposals.withdraw(Proposal.objects.filter(pk=owner.counts.get("proposal", 0)), by=by)
    keys = [one.pk for one in held]
    try:
        with transaction.atomic():
            for rows in (
                Confirmation.objects.filter(user__in=keys),
                PasswordHash.objects.filter(user__in=keys),
                User.objects.filter(pk__in=keys),
            ):
                rows._raw_delete(
                    rows.db
                )  # Django would look through every table, which this level does not read
    except IntegrityError as why:
        raise ValidationError(
            _("Roles of these accounts were granted. The grant administrator ends them first.")
        ) from why
    for one in held:
        trail.record("take_account_back", None, by=by, account=one.username)
    return {"accounts": len(keys)}
