"""Trainings: hold one, correct it, withdraw it; note who came."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold as lock
from audit.versions import save_changes
from posts import abolished, staying
from posts.models import Post, Village
from training import coming
from training.models import Attendance, Training

Shown = tuple[Iterable[int], Iterable[int]]  # keys of people and of members


@transaction.atomic
def hold(
    training: Training, *, by: User, people: list[int] | None = None, members: list[int] | None = None
) -> Training:
    """A training that was held: of the person's own post, station or county, and who came of it.

    ValidationError for a day to come, and for somebody who did not serve there on the day.
    """
    if not may(by, "hold_training"):
        raise PermissionDenied
    training.level = level_of(by)
    _place(training, by)
    training.recorded_by = by
    training.save(force_insert=True)
    came = 0
    if may(by, "note_attendance"):
        came, _gone = _note(training, people or [], members or [], by, (frozenset(), frozenset()))
    trail.record("hold_training", training, by=by, topic=training.topic, came=came)
    return training


@transaction.atomic
def correct(training: Training, *, by: User) -> Training:
    """Correct day, topic, hours or place; who came stays."""
    before = _hold_own(training, by)
    check_held(before)
    _place(training, by)
    changed = save_changes(before, training, also=("post", "station", "county"))
    trail.record("correct_training", training, by=by, fields=changed)
    return training


@transaction.atomic
def withdraw(training: Training, reason: str, *, by: User) -> Training:
    """Entered by mistake: its hours count no more, for nobody."""
    held = _hold_own(training, by)
    check_held(held)
    held.state, held.reason = Training.State.WITHDRAWN, reason.strip()
    held.save(update_fields=["state", "reason"])
    trail.record("withdraw_training", held, by=by, reason=held.reason)
    return held


@transaction.atomic
def note_attendance(
    training: Training,
    people: list[int],
    members: list[int],
    *,
    by: User,
    shown: Shown = (frozenset(), frozenset()),
) -> Training:
    """Who came of the person's own place. ``shown``: the people and members that the form showed as having come; who of
    them is left out is taken off the list. What somebody else has noted meanwhile stays.
    """
    if not may(by, "note_attendance") or not Training.objects.visible_to(by).filter(pk=training.pk).exists():
        raise PermissionDenied
    check_held(Training.objects.get(pk=training.pk))
    came, not_there = _note(training, people, members, by, shown)
    if came or not_there:
        trail.record("note_attendance", training, by=by, came=came, not_there=not_there)
    return training


def level_of(by: User) -> str:
    """Whose training it is that the person enters."""
    keys = scope.for_user(by).keys or {}
    of_key = {
        "post_id": Training.Level.POST, "station_id": Training.Level.STATION, "county_id": Training.Level.COUNTY,
    }  # fmt: skip
    return next((of_key[key] for key in keys), Training.Level.POST)


def check_own(training: Training, by: User) -> None:
    """ValidationError for a training of another place: who held it changes it."""
    if not training.belongs_to(by):
        whose = {"level": training.get_level_display()}
        raise ValidationError(
            _("It is a training of another place (%(level)s): who held it changes it.") % whose
        )


def check_held(training: Training) -> None:
    """ValidationError for one that was withdrawn."""
    if not training.is_held:
        raise ValidationError(_("The training is withdrawn: it is changed no more."))


def _hold_own(training: Training, by: User) -> Training:
    if not may(by, "hold_training"):
        raise PermissionDenied
    held = lock(training, Training.objects.visible_to(by))
    check_own(held, by)
    return held


def _place(training: Training, by: User) -> None:
    """Where it was held: a village of the person's own, on a day on which it existed."""
    staying.hold(training.village_id)
    if not Village.objects.served_by(by).filter(pk=training.village_id).exists():
        raise Http404
    if training.held_on > timezone.localdate():
        raise ValidationError({"held_on": _("The date lies in the future. Enter what has happened.")})
    abolished.check_existed(training.village_id, training.held_on, field="held_on")
    training.placed_at(Post.objects.of_village(training.village_id, timezone.localdate()))


def _note(
    training: Training, people: list[int], members: list[int], by: User, shown: Shown
) -> tuple[int, int]:
    """Rows for those who are new, none for those who are gone; of other places nothing changes. Returns how many."""
    rows = Attendance.objects.visible_to(by).filter(training=training)
    there = {(one.person_id, one.member): one.pk for one in rows}
    wanted = _who(people, members)
    gone = [there[who] for who in _who(*shown) - wanted if who in there]
    new = wanted - there.keys()
    made = _of_people(training, [key for key, _member in new if key], by)
    made += _of_members(training, [key for _person, key in new if key], by)
    rows.filter(pk__in=gone).delete()
    for one in made:
        one.save(force_insert=True)
    return len(made), len(gone)


def _who(people: Iterable[int], members: Iterable[int]) -> set[tuple[int | None, int | None]]:
    """The columns ``person`` and ``member`` of each."""
    of_posts: set[tuple[int | None, int | None]] = {(key, None) for key in people}
    return of_posts | {(None, key) for key in members}


def _of_people(training: Training, new: list[int], by: User) -> list[Attendance]:
    serving = coming.people_on(training.held_on, by)
    missing = [key for key in new if key not in serving]
    if missing:
        names = User.objects.filter(pk__in=missing).order_by("name").values_list("name", flat=True)
        raise ValidationError(
            {"people": _("Not at this place on that day: %(names)s.") % {"names": "、".join(names)}}
        )
    found: list[Attendance] = []
    for key in new:
        keys: dict[str, Any] = serving[key]
        village = coming.village_of(keys["post_id"], training)
        if village is None:
            raise ValidationError({"people": _("The post had no village on that day.")})
        found.append(Attendance(training=training, person_id=key, village_id=village, **keys))
    return found


def _of_members(training: Training, new: list[int], by: User) -> list[Attendance]:
    if not new:
        return []
    known = {one.key: one for one in coming.trainees(by)}
    if set(new) - known.keys():
        raise ValidationError({"members": _("One of them is a member no more. Open the form again.")})
    return [Attendance(training=training, member=key, **known[key].keys) for key in new]
