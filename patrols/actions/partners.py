"""Joint patrols with other posts: ask one, say what one's own post did, take the question back.

The months of the partner are asked before its figures change, whoever changes them: the planning post as well, when it
moves the patrol to another day or withdraws it.
"""

from collections.abc import Iterable
from copy import copy
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold, save_changes
from ledgers import actions, joining_actions, people
from patrols.models import Patrol, PatrolPartner
from patrols.models.partners import DECLARED, of_partner
from posts import closed_months
from posts.closed_months import Span
from posts.models import Membership, Post, Village
from posts.querysets import open_on

State = PatrolPartner.State
Spans = list[Span]


@transaction.atomic
def ask(patrol: Patrol, post: Post, route: str, *, by: User, late_reason: str = "") -> PatrolPartner:
    """Name another post of the county as a partner of the patrol, which is a joint one from now on."""
    if not may(by, "record_patrol"):
        raise PermissionDenied
    held = actions.hold(patrol, by=by)
    check_may_ask(held)
    village = _village_of(post, held)
    if not held.is_joint:
        after = copy(held)
        after.is_joint = True
        actions.let_in(after, late_reason)
        save_changes(held, after, also=("is_late", "reason"))
        held = after
    partner = PatrolPartner(patrol=held, partner_post=post, partner_village=village, route=route.strip())
    partner.declare(held)
    partner.validate_constraints()
    partner.save(force_insert=True)
    trail.record("ask_partner", held, by=by, partner=str(post))
    return partner


@transaction.atomic
def answer(partner: PatrolPartner, *, by: User, late_reason: str = "") -> PatrolPartner:
    """The partner took part: how many, who of its officers and auxiliaries, and what it did; again to correct it."""
    before = _hold_own(partner, by)
    if not Village.objects.served_by(by).filter(pk=partner.partner_village_id).exists():
        raise PermissionDenied
    partner.state, partner.answered_by = State.JOINED, by
    partner.done_by = sorted(set(partner.done_by))
    _check_people(partner)
    _let_in([*_spans(before), *_spans(partner)], late_reason)
    partner.validate_constraints()
    save_changes(before, partner, also=("state", "answered_by"))
    trail.record("join_patrol", partner, by=by, people=partner.people, done_by=partner.get_done_by_display())
    return partner


@transaction.atomic
def decline(partner: PatrolPartner, *, by: User, late_reason: str = "") -> PatrolPartner:
    """The post did not take part after all: it counts nothing there."""
    held = _hold_own(partner, by)
    _let_in(_spans(held), late_reason)
    held.state, held.people, held.done_by, held.what, held.answered_by = State.ABSENT, None, [], "", by
    held.save(update_fields=["state", "people", "done_by", "what", "answered_by"])
    trail.record("decline_patrol", held, by=by)
    return held


@transaction.atomic
def take_back(partner: PatrolPartner, *, by: User) -> PatrolPartner:
    """The planning post named a wrong one. What a partner has entered of its part stays."""
    if not may(by, "record_patrol"):
        raise PermissionDenied
    held = hold(partner, PatrolPartner.objects.visible_to(by))
    check_may_take_back(held, by)
    held.state = State.WITHDRAWN
    held.save(update_fields=["state"])
    trail.record("take_partner_back", held, by=by)
    return held


def hold_of(patrol: Patrol) -> list[PatrolPartner]:
    """The partners of a patrol that is to be changed or withdrawn, locked; before any month is asked."""
    rows = PatrolPartner.objects.standing().filter(patrol=patrol.pk).order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True))


def follow(partners: list[PatrolPartner], patrol: Patrol, late_reason: str) -> None:
    """The patrol was changed: its partners are told the same day, times and mode."""
    changed = [
        one for one in partners if any(getattr(one, name) != getattr(patrol, name) for name in DECLARED)
    ]
    moved = [one for one in changed if one.occurred_on != patrol.occurred_on]
    spans = [span for one in moved for span in _spans(one)]
    for one in changed:
        for name in DECLARED:
            setattr(one, name, getattr(patrol, name))
    _let_in([*spans, *(span for one in moved for span in _spans(one))], late_reason)
    for one in changed:
        one.save(update_fields=list(DECLARED))


def withdraw_with(partners: list[PatrolPartner], late_reason: str) -> None:
    """The patrol is withdrawn: nobody took part in it."""
    _let_in([span for one in partners for span in _spans(one)], late_reason)
    for one in partners:
        one.state = State.WITHDRAWN
        one.save(update_fields=["state"])


def check_may_ask(patrol: Patrol) -> None:
    """ValidationError for a patrol that counts nowhere."""
    joining_actions.check_open_to_company(patrol)


def check_open(partner: PatrolPartner) -> None:
    """ValidationError once it was withdrawn, or its text is erased."""
    if partner.state == State.WITHDRAWN or partner.erased_on is not None:
        raise ValidationError(_("The joint patrol was withdrawn. There is nothing to enter any more."))


def check_may_take_back(partner: PatrolPartner, by: User) -> None:
    """ValidationError when the partner has entered its part; PermissionDenied for the partner itself."""
    if not Patrol.objects.visible_to(by).filter(pk=partner.patrol_id).exists():
        raise PermissionDenied
    check_open(partner)
    if partner.state == State.JOINED:
        raise ValidationError(_("The other post has entered its part: it stays with the patrol."))


def offered(patrol: Patrol) -> Any:
    """The other posts of the county that have a village on the day of the patrol and today, and are not named yet."""
    named = PatrolPartner.objects.standing().filter(patrol=patrol.pk).values("partner_post")
    found = Post.objects.filter(station__county=patrol.county_id).exclude(pk=patrol.post_id)
    for day in {patrol.occurred_on, timezone.localdate()}:
        served = Membership.objects.filter(open_on(day)).values("post")
        found = found.filter(pk__in=served)
    return found.exclude(pk__in=named).select_related("station").order_by("station__name", "name")


def _village_of(post: Post, patrol: Patrol) -> Village:
    """Where the partner counts it until it says otherwise: the first of its villages."""
    if not offered(patrol).filter(pk=post.pk).exists():
        raise ValidationError(
            {"partner_post": _("Choose another post of the county that had a village on that day.")}
        )
    today = Membership.objects.filter(open_on(timezone.localdate()), post=post).values("village")
    found = Village.objects.filter(pk__in=today).existing().order_by("code").first()
    if found is None:
        raise ValidationError({"partner_post": _("The post has no village today.")})
    return found


def _hold_own(partner: PatrolPartner, by: User) -> PatrolPartner:
    """The row, locked, of whose partner the person is."""
    if not may(by, "record_patrol"):
        raise PermissionDenied
    held = hold(partner, PatrolPartner.objects.visible_to(by))
    if not PatrolPartner.objects.filter(of_partner(by), pk=held.pk).exists():
        raise PermissionDenied
    check_open(held)
    return held


def _check_people(partner: PatrolPartner) -> None:
    """Who is named served at the partner's post on that day, and as many as are named were there."""
    post = Membership.objects.filter(open_on(timezone.localdate()), village=partner.partner_village_id)
    there = people.serving(partner.occurred_on, post__in=post.values("post"), user__in=partner.done_by)
    missing = set(partner.done_by) - set(there.values_list("user_id", flat=True))
    if missing:
        names = "、".join(people.names_of(missing))
        raise ValidationError({"done_by": _("Not at this post on that day: %(names)s.") % {"names": names}})
    if partner.people is not None and partner.people < len(partner.done_by):
        raise ValidationError({"people": _("%(n)s are named on it at least.") % {"n": len(partner.done_by)}})


def _spans(partner: PatrolPartner) -> Spans:
    day = partner.counted_on()
    return [] if day is None else [Span(partner.partner_village_id, day, day)]


def _let_in(spans: Iterable[Span], late_reason: str) -> None:
    asked = list(spans)
    if asked:
        closed_months.let_in(asked, late_reason, cause=PatrolPartner)
