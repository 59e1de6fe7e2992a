"""Who did what a row tells, apart from who typed it: the officers and auxiliaries of the post, one or several.

The keys stand in the row itself (``Row.done_by``), so they have its policies, version, history and draft, and move with
it; a second table would need all of these again. Accounts are never deleted, so no key loses its person.
Each person counts the whole row; the post and everybody above count rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    When,
)
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from accounts.models import User
from audit.history import changes_model
from calendars import calendar
from ledgers.models import Row
from posts.models import Assignment, Membership
from posts.querysets import open_on


class Names(Func):
    """The names of the people whose keys an array holds, as an expression of the database."""

    template = (
        "(SELECT string_agg(person.name, '、' ORDER BY person.name) FROM accounts_user AS person "
        "WHERE person.id = ANY(%(expressions)s))"
    )
    output_field = TextField()


class Alone(Func):
    """The array that holds one key."""

    template = "ARRAY[%(expressions)s]"
    output_field = ArrayField(BigIntegerField())


def names_of_row() -> Case:
    """The names of the people who did a row. Most rows were typed by who did them, alone: their name is joined already,
    and a look-up for each row of a county's file would take more time than all its other columns."""
    typed_alone = Exact(F("done_by"), Alone(F("recorded_by_id")))
    return Case(
        When(typed_alone, then=F("recorded_by__name")), default=Names(F("done_by")), output_field=TextField()
    )


class Among(Func):
    """Is the first expression one of the keys in the array?"""

    template, arg_joiner, output_field = "(%(expressions)s))", " = ANY(", BooleanField()


def done_by(user: User) -> Q:
    """Rows that the person did, alone or with others, whoever typed them."""
    return Q(done_by__contains=[user.pk])


def own(user: User) -> Q:
    """Rows that the person did or typed."""
    return done_by(user) | Q(recorded_by=user)


def is_own(row: Row, user: User) -> bool:
    """Did or typed the person the row?"""
    return row.recorded_by_id == user.pk or user.pk in row.done_by


def corrected_by(model: type[Row], user: User) -> Exists:
    """Rows that the person has corrected after they were given back, such as the chief whose officer has left."""
    changes: Any = changes_model(model)
    return Exists(changes.objects.filter(pgh_obj=OuterRef("pk"), by_id=user.pk, state=Row.State.GIVEN_BACK))


def is_reviewed_by(row: Row, user: User) -> bool:
    """May the person give a verdict on the row, as one who has neither done, typed nor corrected it?"""
    if is_own(row, user):
        return False
    return not type(row)._base_manager.filter(corrected_by(type(row), user), pk=row.pk).exists()


def to_review(model: type[Row], user: User) -> QuerySet[Any]:
    """The rows of a book that wait for the verdict of the person, who has done, typed and corrected none of them;
    newest first."""
    rows = model.objects.visible_to(user).filter(~corrected_by(model, user), state=Row.State.RECORDED)
    return rows.exclude(own(user)).order_by("-occurred_on", "-pk")


def with_names(rows: Iterable[Any]) -> list[Any]:
    """The rows, each with the names of its people read: all in one statement."""
    found = list(rows)
    keys = {key for row in found for key in row.done_by}
    names = dict(User.objects.filter(pk__in=keys).values_list("pk", "name"))
    for row in found:
        row.names_read = names
    return found


def serving(day: date, **place: Any) -> QuerySet[Assignment]:
    """The assignments of officers and auxiliaries at the post (or station) on the day."""
    return Assignment.objects.on(day).filter(post__isnull=False, **place)


@dataclass(frozen=True)
class Serving:
    """A post with the people of it who may be named, and the villages that it serves today, both by key."""

    post: str
    people: list[tuple[int, str]]
    villages: frozenset[int] = frozenset()


def offered(user: User) -> list[tuple[str, list[tuple[int, str]]]]:
    """The people whom the person may name, by post (``offered_by_post``)."""
    return [(one.post, one.people) for one in offered_by_post(user)]


def offered_by_post(user: User) -> list[Serving]:
    """The people whom the person may name: who serves at a post, and who left since the month before this one.

    Whether somebody served on the day of the row is checked when it is saved: the day is typed beside the choice.
    """
    keys = scope.for_user(user).keys or {}
    place = {"post": keys["post_id"]} if "post_id" in keys else {"post__station": keys.get("station_id", 0)}
    since = calendar.shift(calendar.this_month(), -1)
    recent = Assignment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=since), starts_on__lte=timezone.localdate()
    )
    found: dict[int, Serving] = {}
    people = recent.filter(post__isnull=False, **place).select_related("post", "user")
    for one in people.order_by("post__pk", "-is_responsible", "user__name"):
        assert one.post is not None
        there = found.setdefault(one.post.pk, Serving(one.post.name, []))
        if one.user.pk not in dict(there.people):
            there.people.append((one.user.pk, _said(one)))
    served: dict[int, set[int]] = {}
    today = Membership.objects.filter(open_on(timezone.localdate()), post__in=found)
    for post, village in today.values_list("post", "village"):
        served.setdefault(post, set()).add(village)
    return [replace(one, villages=frozenset(served.get(post, ()))) for post, one in found.items()]


def _said(assignment: Assignment) -> str:
    name = assignment.user.name
    if assignment.ends_on is None or assignment.ends_on >= timezone.localdate():
        return name
    return _("%(name)s (until %(day)s)") % {"name": name, "day": calendar.short(assignment.ends_on)}


def take(row: Row, by: User) -> None:
    """Fill in who did a new row where nobody is named: whoever types it, when they serve at the post.

    A clerk has to name somebody: ValidationError.
    """
    if not row.done_by and scope.for_user(by).post_id:
        row.done_by = [by.pk]
    row.done_by = sorted(set(row.done_by))
    if not row.done_by:
        raise ValidationError({"done_by": _("Say who did it.")})


def check(row: Row, who: Iterable[int] | None = None) -> None:
    """ValidationError unless everybody who is named, or ``who`` alone, served at the row's post on its day.

    People of other posts are not named, though they came along: a post's rows are its own work, and its norm is that
    of its people. What posts do together is a patrol of the one with the other.
    """
    named = set(row.done_by if who is None else who)
    there = serving(row.occurred_on, post=row.post_id, user__in=named)
    missing = named - set(there.values_list("user_id", flat=True))
    if missing:
        names = "、".join(names_of(missing))
        raise ValidationError({"done_by": _("Not at this post on that day: %(names)s.") % {"names": names}})


def names_of(keys: Iterable[int]) -> list[str]:
    """The names of the people, in order."""
    return list(User.objects.filter(pk__in=list(keys)).order_by("name").values_list("name", flat=True))
