"""The chief draws households of a post, asks the officer about them, and enters how many were known."""

import secrets
from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access import scope
from access.rights import may
from access.roles import codes
from accounts.models import User
from audit import trail
from audit.versions import hold
from officers.models import DrawnHouseholds, FamiliarityTest
from posts.models import Assignment
from residents.models import Household

SEED_BITS = 62
OFFICERS = codes(lambda row: row.may_be_responsible)


def tested(by: User, person: int) -> Assignment | None:
    """The assignment in which the person may be tested by the chief today: the main one at a post of the station."""
    station = scope.for_user(by).station_id or 0
    rows = Assignment.objects.at_work(timezone.localdate()).filter(
        user=person, post__station=station, role__in=OFFICERS
    )
    return rows.select_related("user", "post__station").order_by("is_second", "-is_responsible").first()


def open_draw(person: int, by: User) -> FamiliarityTest | None:
    """The test of the person that is drawn and not asked yet, while its list is kept."""
    today = timezone.localdate()
    since = today - rules.days("familiarity.list_days", on=today)
    rows = FamiliarityTest.objects.visible_to(by).filter(user=person, asked_on=None, drawn_on__gt=since)
    return rows.first()


def check_drawable(person: int, by: User) -> None:
    """ValidationError while a list of the person waits: another draw would let the chief choose."""
    if open_draw(person, by) is not None:
        raise ValidationError(_("A list is drawn already: ask about it, or wait until it has run out."))


def drawn_by(seed: int, households: list[int], number: int) -> list[int]:
    """The ``number`` households that the seed draws: in the order of the hashes of seed and key."""
    return sorted(households, key=lambda key: sha256(f"{seed} {key}".encode()).digest())[:number]


@transaction.atomic
def draw(person: User, *, by: User) -> FamiliarityTest:
    """Draw the households of the person's post, once; the chief alone reads the list.

    ValidationError while another list of the person waits, or for a post without a household.
    """
    held = tested(by, person.pk) if may(by, "test_familiarity") else None
    if held is None or held.post is None or person.pk == by.pk:
        raise PermissionDenied
    User.objects.select_for_update(no_key=True).get(pk=person.pk)  # two chiefs at once draw one list
    check_drawable(person.pk, by)
    today = timezone.localdate()
    rows = Household.objects.visible_to(by).filter(post=held.post, closed_on=None, continued_in=None)
    seed = secrets.randbits(SEED_BITS)
    wanted = rules.whole("familiarity.households", on=today)
    keys = drawn_by(seed, list(rows.order_by("pk").values_list("pk", flat=True)), wanted)
    if not keys:
        raise ValidationError(_("The post has no household to draw."))
    station = held.post.station
    made = FamiliarityTest.objects.create(
        county_id=station.county_id,
        station=station,
        post=held.post,
        user=person,
        drawn_by=by,
        drawn_on=today,
        seed=seed,
        drawn=len(keys),
    )
    DrawnHouseholds.objects.create(test=made, station=station, drawn_on=today, keys=keys)
    trail.record("draw_households", made, by=by, drawn=len(keys))
    return made


def check_waiting(test: FamiliarityTest) -> None:
    """ValidationError unless the result is still to be entered, and the list is there."""
    if test.is_asked:
        raise ValidationError(_("The result is entered already."))
    today = timezone.localdate()
    if test.drawn_on <= today - rules.days("familiarity.list_days", on=today):
        raise ValidationError(_("The list has run out. Draw again."))


@transaction.atomic
def enter(test: FamiliarityTest, *, by: User) -> FamiliarityTest:
    """``known`` of the drawn ones, asked on ``asked_on``: the result stays with the officer, the list is deleted."""
    if not may(by, "test_familiarity"):
        raise PermissionDenied
    held = hold(test, FamiliarityTest.objects.visible_to(by).filter(station=scope.for_user(by).station_id))
    check_waiting(held)
    if test.asked_on is None or test.asked_on > timezone.localdate():
        raise ValidationError({"asked_on": _("The date lies in the future. Enter what has happened.")})
    held.known, held.asked_on = test.known, test.asked_on
    held.validate_constraints()
    held.save(update_fields=["known", "asked_on"])
    DrawnHouseholds.objects.filter(test=held).delete()
    trail.record("enter_familiarity", held, by=by, known=held.known, drawn=held.drawn)
    return held
