"""Saves a plan: dated codes, names and towns, what opens and closes, successions; with a trail.

Called by ``divisions.importing`` inside its transaction. Nothing of a village that goes on is copied: its row stays.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from duty.models import DutyDay
from imports.divisions.files import Division
from imports.divisions.plans import Plan
from imports.divisions.telling import tell
from ledgers import books
from ledgers.models import Row
from posts import closed_months, dated, standing
from posts.closed_months import Span
from posts.models import (
    County,
    Membership,
    Post,
    Succession,
    Town,
    TownCode,
    Village,
    VillageCode,
    VillageName,
)
from posts.querysets import open_on
from residents.moving.villages import carry

Kind = Succession.Kind


def save(plan: Plan, *, by: User | None, late_reason: str) -> None:
    """All of the plan. ValidationError when a day before ``since`` is closed, or a later change is entered."""
    counties = _counties(plan)
    towns = _towns(plan, counties)
    _let_in(plan, towns, late_reason)
    new = _villages(plan, towns)
    made = _successions(plan, new)
    dated.bring_up_to_date()
    _leave_trail(plan, by)
    for one in made:
        if one.kind == Kind.MERGED and one.day <= timezone.localdate():
            carry(one, by=by)


def _counties(plan: Plan) -> dict[str, County]:
    known = {one.code: one for one in County.objects.filter(code__in=[row.code for row in plan.counties])}
    for row in plan.counties:
        if row.code not in known:
            known[row.code] = County.objects.create(code=row.code, name=row.name)
        elif known[row.code].name != row.name:
            known[row.code].name = row.name
            known[row.code].save(update_fields=["name"])
    return known


def _towns(plan: Plan, counties: dict[str, County]) -> dict[str, Town]:
    """The towns of the new files by their codes; those that go on are the same rows."""
    settled, since = plan.towns, plan.since
    ended = [line.old.key for line in settled.ended] + [line.old.key for line, _code in settled.merged]
    dated.end(TownCode, ended, since)
    Town.objects.filter(pk__in=ended).update(closed_on=since)
    found = {code: plan.town_rows[line.old.key] for code, line in settled.heirs.items()}
    changed = {
        line.old.key: {"code": code, "name": settled.news[code].name}
        for code, line in settled.heirs.items()
        if (line.old.code, line.old.name) != (code, settled.news[code].name)
    }
    dated.set_from(TownCode, changed, since)
    closed = {(town.code, town.name): town for town in plan.town_rows.values() if town.closed_on is not None}
    new = []
    for code in settled.new:
        row = settled.news[code]
        again = closed.get((code, row.name))
        if again is None:
            new.append(Town(code=code, name=row.name, county=counties[row.parent]))
            continue
        dated.open_again(TownCode, [again.pk], _day(again.closed_on))
        Town.objects.filter(pk=again.pk).update(closed_on=None)
        found[code] = again
    return found | {town.code: town for town in Town.objects.bulk_create(new)}


def _day(day: date | None) -> date:
    assert day is not None
    return day


def _moved(plan: Plan, towns: dict[str, Town]) -> list[int]:
    """The villages that lie in another town from the day on."""
    return [
        line.old.key
        for code, line in plan.villages.heirs.items()
        if towns[plan.villages.news[code].parent].pk != line.old.place
    ]


def _let_in(plan: Plan, towns: dict[str, Town], late_reason: str) -> None:
    """Figures count by town, and what opens and closes: their months are asked."""
    settled, since = plan.villages, plan.since
    ended = [line.old.key for line in settled.ended] + [line.old.key for line, _code in settled.merged]
    check_nothing_later([plan.village_rows[key] for key in ended], since)
    others = [
        settled.heirs[code].old.key
        for _line, code in (*settled.merged, *settled.parts)
        if code in settled.heirs
    ]
    split = [line.old.key for line, _code in settled.parts]
    # Whoever moves one of them locks its membership first, and then sees that it is closed.
    list(
        Membership.objects.select_for_update(of=("self",))
        .filter(village__in=ended)
        .order_by("pk")
        .values("pk")
    )
    standing.check_no_plan([plan.village_rows[key] for key in ended], since)
    spans = [Span(key, since) for key in dict.fromkeys([*ended, *others, *split, *_moved(plan, towns)])]
    spans += [Span(one.pk, _day(one.closed_on)) for one in plan.reopened]
    closed_months.let_in(spans, late_reason, cause=Village)


def _villages(plan: Plan, towns: dict[str, Town]) -> dict[str, Village]:
    """Codes, names and towns from the day on; returns the new villages by code."""
    settled, since = plan.villages, plan.since
    ended = [line.old.key for line in settled.ended] + [line.old.key for line, _code in settled.merged]
    dated.end(VillageCode, ended, since)
    Village.objects.filter(pk__in=ended).update(closed_on=since)
    codes: dict[int, dict[str, Any]] = {}
    names: dict[int, dict[str, Any]] = {}
    before: dict[int, dict[str, Any]] = {}
    for code, line in settled.heirs.items():
        row, old = settled.news[code], line.old
        if (old.code, old.place) != (code, towns[row.parent].pk):
            codes[old.key] = {"code": code, "town_id": towns[row.parent].pk}
        if old.name != row.name:
            names[old.key], before[old.key] = {"name": row.name}, {"name": old.name}
    dated.set_from(VillageCode, codes, since)
    dated.set_from(VillageName, names, since, before=before)
    _open_again(plan.reopened)
    opened_on = since if plan.village_rows else None  # the first files say nothing about when a village began
    rows = [settled.news[code] for code in settled.new]
    new = Village.objects.bulk_create([_village(row, towns[row.parent], opened_on) for row in rows])
    VillageName.objects.bulk_create(VillageName(village=one, name=one.name, since=since) for one in new)
    return {one.code: one for one in new}


def _village(row: Division, town: Town, opened_on: date | None) -> Village:
    kind = Village.kind_of(row.code)
    return Village(code=row.code, name=row.name, town=town, kind=kind, opened_on=opened_on)


def _open_again(villages: list[Village]) -> None:
    by_day: dict[date, list[int]] = defaultdict(list)
    for one in villages:
        by_day[_day(one.closed_on)].append(one.pk)
    for day, keys in by_day.items():
        dated.open_again(VillageCode, keys, day)
    Village.objects.filter(pk__in=[one.pk for one in villages]).update(closed_on=None)


def _successions(plan: Plan, new: dict[str, Village]) -> list[Succession]:
    """Who has what a merged village had, and which parts were split off; a new part belongs to the post of the old."""
    settled, since = plan.villages, plan.since
    own = {code: line.old.key for code, line in settled.heirs.items()} | {
        code: one.pk for code, one in new.items()
    }
    made = [
        Succession(village_id=line.old.key, successor_id=own[code], kind=kind, day=since)
        for kind, several in ((Kind.MERGED, settled.merged), (Kind.SPLIT, settled.parts))
        for line, code in several
    ]
    Succession.objects.bulk_create(made)
    posts = posts_of([line.old.key for line, _code in settled.parts], since)
    given: dict[int, Post] = {}
    for line, code in settled.parts:
        if code in new and line.old.key in posts:
            given.setdefault(new[code].pk, posts[line.old.key])
    Membership.objects.bulk_create(
        Membership(village_id=key, post=post, starts_on=since, is_arrived=since <= timezone.localdate())
        for key, post in given.items()
    )
    return made


def posts_of(villages: Iterable[int], day: date) -> dict[int, Post]:
    """The post of each village on the day."""
    rows = Membership.objects.filter(open_on(day), village__in=list(villages)).select_related("post__station")
    return {one.village_id: one.post for one in rows}


def check_nothing_later(closed: list[Village], since: date) -> None:
    """ValidationError when rows of a village are counted on the day on which it ends, or later: figures lose them.

    What is promised for a later day has not happened yet.
    """
    last: dict[Village, date] = {}
    by_key = {village.pk: village for village in closed}
    for key, day in _days_counted([*by_key], since):
        last[by_key[key]] = max(day, last.get(by_key[key], day))
    if last:
        named = "、".join(
            _("%(village)s (%(day)s)") % {"village": one, "day": day} for one, day in last.items()
        )
        raise ValidationError(
            _(
                "Rows are entered on %(since)s or later in: %(villages)s. Withdraw them, or close on a later day."
            )
            % {"since": since, "villages": named}
        )


def _days_counted(villages: list[int], since: date) -> Iterator[tuple[int, date]]:
    """Village and day of everything that figures count there since the day."""
    for book in books.row_models():
        rows: QuerySet[Any] = book._default_manager.filter(village__in=villages)
        rows = rows.exclude(state=Row.State.WITHDRAWN)
        for name in (name for name in book.COUNTED_DAYS if name not in book.PROMISED_DAYS):
            yield from rows.filter(**{f"{name}__gte": since}).values_list("village", name)
    arrivals = DutyDay.objects.holding().filter(village__in=villages, on__gte=since)
    yield from arrivals.values_list("village", "on")


def _leave_trail(plan: Plan, by: User | None) -> None:
    """An entry of each village that changes, read at its post, and a notice to its officers."""
    settled, since = plan.villages, plan.since
    told: list[tuple[str, int, str]] = [
        ("recode_village", line.old.key, code)
        for code, line in settled.heirs.items()
        if (line.old.code, line.old.name) != (code, settled.news[code].name)
    ]
    told += [("merge_village", line.old.key, code) for line, code in settled.merged]
    told += [("split_village", line.old.key, code) for line, code in settled.parts]
    told += [("close_village", line.old.key, "") for line in settled.ended]
    olds = {line.old.key: line.old for line in settled.lines}
    posts = posts_of(
        [*(key for _verb, key, _code in told), *(one.old.key for one in settled.heirs.values())], since
    )
    for verb, key, code in told:
        trail.record_at(
            posts.get(key), verb, plan.village_rows[key], by=by, since=str(since),
            from_code=olds[key].code, from_name=olds[key].name,
            to_code=code, to_name=settled.news[code].name if code else "",
        )  # fmt: skip
    tell(plan, posts, by)
