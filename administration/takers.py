"""Who takes over what stays open with a person whose assignment ends. Shown on the page that ends it."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from access import roles
from posts import open_work
from posts.models import Assignment


class Left(NamedTuple):
    """How many of one kind stay open, and with whom."""

    what: open_work.Count
    taker: str


def left_by(assignment: Assignment, last_day: date) -> list[Left]:
    """What stays open with the person after ``last_day``, each with who takes it over."""
    work = _of_post(assignment, last_day + timedelta(days=1))
    takers = {
        "drafts": _("nobody: a draft is its author's alone, and is deleted when nobody comes back to it"),
        "stand_ins": _("nobody: acting ends with the assignment"),
    }
    counts = open_work.of_person(assignment.user_id)
    return [Left(one, takers.get(one.kind, work)) for one in counts if one.n]


def vacant_from(assignment: Assignment, last_day: date) -> date | None:
    """The day from which the post has nobody who is responsible, when the assignment ends; None while somebody is."""
    day = last_day + timedelta(days=1)
    if not assignment.is_responsible or assignment.post is None:
        return None
    others = (
        Assignment.objects.on(day).filter(post=assignment.post, is_responsible=True).exclude(pk=assignment.pk)
    )
    return None if others.exists() else day


def _of_post(assignment: Assignment, day: date) -> str:
    """The responsible officer of the post on the day, else its other officers, else the chief of the station."""
    serving = Assignment.objects.on(day).exclude(pk=assignment.pk).exclude(user=assignment.user_id)
    serving = serving.select_related("user").order_by("-is_responsible", "pk")
    officers = roles.codes(lambda row: row.may_be_responsible)
    if assignment.post is not None:
        there = list(serving.filter(post=assignment.post, role__in=officers))
        if there and there[0].is_responsible:
            return there[0].user.name
        if there:
            return _("%(names)s; nobody is responsible for the post") % {
                "names": "、".join(one.user.name for one in there)
            }
    station = assignment.post.station_id if assignment.post else assignment.station_id
    answering = roles.codes(lambda row: row.answers_for_place and row.place == "station")
    above = serving.filter(Q(station=station), role__in=answering) if station else serving.none()
    names = "、".join(one.user.name for one in above)
    if not names:
        return _("nobody yet")
    if assignment.post is None:
        return names
    return _("nobody at the post yet; the chief %(names)s assigns the work") % {"names": names}
