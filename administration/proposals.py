"""Roles that wait as one proposal: made with the accounts of a sheet, decided by the grant administrator."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.rights import may
from access.roles import row_of
from accounts.models import User
from administration.models import Proposal, ProposedRole
from audit import trail
from audit.versions import hold
from posts.actions import assigning
from posts.models import Assignment

State = Proposal.State


def propose(source: str, county: int, lines: Iterable[ProposedRole], *, by: User) -> Proposal | None:
    """Store the lines as one proposal; none without lines. In the caller's transaction."""
    lines = list(lines)
    if not may(by, "manage_accounts"):
        raise PermissionDenied
    if not lines:
        return None
    proposal = Proposal.objects.create(source=source, county_id=county, proposed_by=by)
    for line in lines:
        line.proposal = proposal
    ProposedRole.objects.bulk_create(lines)
    trail.record("propose_roles", proposal, by=by, assigned=len(lines))
    return proposal


@transaction.atomic
def decide(proposal: Proposal, granted: list[int], *, by: User, late_reason: str = "") -> int:
    """Grant these lines, all or none, and leave the others out. Returns how many assignments were made.

    What was left out may be granted later, by the same page. ValidationError names the line that can not be granted:
    somebody serves already, a month is closed.
    """
    if not may(by, "assign_roles") or scope.for_user(by).county_id != proposal.county_id:
        raise PermissionDenied
    held = hold(proposal)
    if held.state == State.WITHDRAWN:
        raise ValidationError(_("It has been decided or withdrawn meanwhile. Load the page again."))
    open_ones = held.lines.exclude(is_granted=True).select_related("user", "post", "station")
    lines = list(open_ones.order_by("user", "pk"))
    if held.state == State.DECIDED and not {line.pk for line in lines} & set(granted):
        raise ValidationError(_("Tick whose role is granted after all."))
    for line in lines:
        line.is_granted = line.pk in granted and line.user_id != by.pk
    ProposedRole.objects.bulk_update(lines, ["is_granted"])
    held.state, held.decided_by, held.decided_at = State.DECIDED, by, timezone.now()
    held.save(update_fields=["state", "decided_by", "decided_at"])
    for line in lines:  # last: a grant locks the months of a station (config/lock_order.py)
        if line.is_granted:
            _grant(line, held, by, late_reason)
    count = sum(bool(line.is_granted) for line in lines)
    trail.record("decide_roles", held, by=by, assigned=count, left_out=len(lines) - count)
    return count


def left_out(county: int) -> QuerySet[Proposal]:
    """Decided proposals with a person who was left out and serves nowhere to this day."""
    has_not_ended = Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())
    serving = Assignment.objects.filter(has_not_ended, user=OuterRef("user"))
    lines = ProposedRole.objects.filter(~Exists(serving), is_granted=False, user__is_active=True)
    return Proposal.objects.filter(county=county, state=State.DECIDED, pk__in=lines.values("proposal"))


def _grant(line: ProposedRole, proposal: Proposal, by: User, late_reason: str) -> None:
    at_county = row_of(line.role).place == "county"
    assignment = Assignment(
        user=line.user,
        role=line.role,
        post=line.post,
        station=line.station,
        county_id=proposal.county_id if at_county else None,
        is_responsible=line.is_responsible,
        starts_on=line.starts_on,
    )
    try:
        assigning.assign(assignment, by=by, late_reason=late_reason)
    except ValidationError as why:
        raise ValidationError(
            _("%(person)s: %(why)s Untick the line, or mend it.")
            % {"person": line.user.name, "why": " ".join(why.messages)}
        ) from why


def withdraw(proposals: Iterable[Proposal], *, by: User) -> None:
    """Take the proposals of an import back with its accounts. ValidationError once roles were granted."""
    for proposal in proposals:
        held = hold(proposal)
        if held.lines.filter(is_granted=True).exists():
            raise ValidationError(
                _("Roles of these accounts were granted. The grant administrator ends them first.")
            )
        held.lines.all()._raw_delete(held.lines.db)  # nothing hangs on a line
        held.state = State.WITHDRAWN
        held.save(update_fields=["state"])
        trail.record("withdraw_roles", held, by=by)
