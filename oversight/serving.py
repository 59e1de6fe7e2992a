"""Where a person serves today: the assignment, a stand-in that is on, an emergency view that is open.

The rule stands here once, as columns that a query of people (``read_scope``) or of sessions (``read_session``) takes
along. Both are named in the settings: access/scope.py calls SCOPE_READER, accounts/sessions.py SESSION_READER.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from django.db.models import Expression, F, FilteredRelation, Model, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from access import roles, scope
from access.scope import NOWHERE, Scope
from accounts.models import Session, User
from config.postgres.prepared import Prepared
from posts.querysets import open_on
from rules import reading

RowT = TypeVar("RowT", bound=Model)
STATION, COUNTY = "post__station__", "post__station__county__"


def read_scope(user: User, today: date, post: int | None = None) -> Scope:
    """The scope of ``user`` on the day ``today``, in one query; at ``post``, if it is one of two of theirs."""
    return scope_of(SCOPE.rows(person=user.pk, today=today, now=timezone.now()), post)


def read_session(key_hash: str) -> Session | None:
    """The session with the person, the scope of today and the values of the rules, in one query."""
    today = timezone.localdate()
    found: list[Any] = SESSION.rows(key_hash=key_hash, today=today, now=timezone.now())
    if not found:
        return None
    first: Any = found[0]
    if first.user is not None:
        scope.remember(first.user, today, scope_of(found), first.rule_values)
    session: Session = first
    return session


def _session(key_hash: str, today: date, now: datetime) -> QuerySet[Session]:
    rows = Session.objects.filter(key_hash=key_hash).select_related("user__password_hash").order_by()
    return with_scope(rows, today, now, "user__").annotate(rule_values=reading.as_column())


def _scope(person: int, today: date, now: datetime) -> QuerySet[User]:
    return with_scope(User.objects.filter(pk=person).order_by(), today, now)


# The first is asked on every page: built once in a process, planned once in a connection.
A_DAY: dict[str, Any] = {"today": date(1900, 1, 1), "now": datetime(1900, 1, 1, tzinfo=UTC)}
SESSION = Prepared(_session, key_hash="?", **A_DAY)
SCOPE = Prepared(_scope, person=-1, **A_DAY)


def with_scope(rows: QuerySet[RowT], today: date, now: datetime, person: str = "") -> QuerySet[RowT]:
    """``rows`` with the columns that ``scope_in`` reads; ``person`` leads from a row to the person, as in a filter."""
    serves, views, stands = f"{person}assignments", f"{person}emergency_views", f"{person}stand_ins"
    is_open = {f"{views}__ended_at": None, f"{views}__opened_at__lte": now, f"{views}__ends_at__gt": now}
    is_on = {f"{stands}__is_on": True, f"{stands}__starts_on__lte": today, f"{stands}__ends_on__gte": today}
    joined = rows.annotate(
        serves=FilteredRelation(serves, condition=open_on(today, f"{serves}__")),
        views=FilteredRelation(views, condition=Q(**is_open)),
        stands=FilteredRelation(stands, condition=Q(**is_on)),
    )
    found: QuerySet[RowT] = joined.annotate(**_columns(person))
    return found


def _columns(person: str) -> dict[str, Expression | F]:
    """The assignment with its place and what lies above it; which of two is chosen; the post of the open view; the
    station of the stand-in."""
    return {
        "scope_role": F("serves__role"),
        "scope_is_second": F("serves__is_second"),
        "scope_chosen": F(f"{person}workplace__post"),
        "scope_post": F("serves__post"),
        "scope_station": F("serves__station"),
        "scope_county": F("serves__county"),
        "scope_place": Coalesce("serves__post__name", "serves__station__name", "serves__county__name"),
        "scope_at_station": Coalesce(f"serves__{STATION}id", "serves__station"),
        "scope_station_name": Coalesce(f"serves__{STATION}name", "serves__station__name"),
        "scope_in_county": Coalesce(f"serves__{COUNTY}id", "serves__station__county", "serves__county"),
        "scope_code": Coalesce(
            f"serves__{COUNTY}code", "serves__station__county__code", "serves__county__code"
        ),
        "scope_stands_at": F("stands__station"),
        "scope_view": F("views__pk"),
        "scope_view_ends": F("views__ends_at"),
        "scope_view_post": F("views__post"),
        "scope_view_place": F("views__post__name"),
        "scope_view_station": F(f"views__{STATION}id"),
        "scope_view_county": F(f"views__{COUNTY}id"),
        "scope_view_code": F(f"views__{COUNTY}code"),
    }


def scope_of(rows: Sequence[Any], post: int | None = None) -> Scope:
    """The scope of one person: the rows of ``with_scope`` are one for each assignment of the day.

    Of two posts it is that of ``post``, else of the one that the person has chosen, else of the main one.
    """
    if not rows:
        return NOWHERE
    held = {row.scope_post: row for row in rows}
    main = min(rows, key=lambda row: bool(row.scope_is_second))
    row = held.get(post) or held.get(main.scope_chosen) or main
    found = scope_in(row)
    if len(held) == 1 or found.emergency:
        return found
    others = sorted((one.scope_post, one.scope_place) for one in held.values() if one is not row)
    return replace(found, others=tuple(others), is_second=row.scope_is_second)


def scope_in(row: Any) -> Scope:
    """The scope that the columns of ``with_scope`` say: an open view, else a stand-in, else the own place."""
    if not row.scope_role:
        return NOWHERE
    role = roles.row_of(row.scope_role)
    if row.scope_view and role.opens_emergency:
        return Scope(
            role=role.code,
            post_id=row.scope_view_post,
            place=row.scope_view_place,
            emergency=row.scope_view,
            until=row.scope_view_ends,
            above=(row.scope_view_station, row.scope_view_county),
            county=row.scope_view_code,
        )
    station, above = row.scope_at_station, (row.scope_at_station, row.scope_in_county)
    if station and row.scope_stands_at == station and role.stands_in_for:
        return Scope(
            role=role.stands_in_for,
            station_id=station,
            place=row.scope_station_name,
            stands_in=True,
            above=above,
            county=row.scope_code,
        )
    return Scope(
        role=role.code,
        post_id=row.scope_post,
        station_id=row.scope_station,
        county_id=row.scope_county,
        place=row.scope_place,
        above=above,
        county=row.scope_code,
    )
