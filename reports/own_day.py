"""What Today shows of a person's own: the villages, the week's arrivals, rows and drafts.

One statement reads all of it: a union of parts with the columns ``PART``. The rows hold what the page shows of them,
further columns are read when asked for.
"""

from collections import defaultdict
from datetime import date, timedelta
from operator import attrgetter, itemgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import (
    Case,
    CharField,
    DateField,
    DateTimeField,
    F,
    IntegerField,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from access import remembering
from access.rights import may
from accounts.models import User
from calendars import calendar
from duty.models import DutyDay
from ledgers import books, people, returned, unfinished
from ledgers.book import Book
from ledgers.models import Draft, Row
from pages import compiled
from posts.models import Village
from residents.models import Visit

SHOWN = 12
# What a part is, the place of its book (of an arrival the key of its day), and of each row: key, day, moment, texts.
PART = ("part", "place", "key", "day", "moment", "text", "word")
ROW = (
    "id",
    "occurred_on",
    "recorded_at",
    "state",
    "reason",
)  # in the order of the fields, as from_db takes them
NO_WORD = Value("", CharField())
NO_DAY, NO_MOMENT = Value(None, DateField()), Value(None, DateTimeField())


def of(user: User, today: date) -> dict[str, Any]:
    """What templates/reports/today.html shows, by its name there."""
    ledgers = books.ledgers()
    found: dict[str, list[list[Any]]] = defaultdict(list)
    for part, *values in compiled.rows(
        remembering.key("own day", user), lambda: _all_parts(user, today, ledgers)
    ):
        found[part].append(values)
    arrivals = [
        {"day": day, "village": Village(pk=key, code=code, name=name), "on": on, "arrived_at": at}
        for day, key, on, at, code, name in found["arrival"]
    ]
    villages = [
        Village(pk=key, code=code, name=name) for _place, key, _on, _at, code, name in found["village"]
    ]
    came_back = sorted(
        (row for _book, row in _rows(ledgers, found["given_back"])),
        key=attrgetter("occurred_on", "pk"),
        reverse=True,
    )
    newest = sorted(_rows(ledgers, found["today"]), key=lambda one: one[1].recorded_at, reverse=True)[:SHOWN]
    last = max(
        (row for _book, row in _rows(ledgers, found["last"])), key=attrgetter("recorded_at"), default=None
    )
    waiting = [
        Draft(pk=key, user=user, form=form, subject=subject, saved_at=at)
        for _place, key, _day, at, form, subject in sorted(found["draft"], key=itemgetter(3), reverse=True)
    ]
    return {
        "villages": sorted(villages, key=attrgetter("code")),
        "duty_day": next((one for one in arrivals if one["on"] == today), None),
        "week": len(arrivals),
        "last": last,
        "arrival": None if arrivals else _arrival(user, found["there"]),
        "given_back": came_back,
        "own_month": _month(ledgers, found["month"]),
        "own_rows": [_line(book, row) for book, row in newest],
        "unfinished": unfinished.unfinished(waiting[:SHOWN], user),
    }


def _all_parts(user: User, today: date, ledgers: list[Book]) -> QuerySet[Any, Any]:
    parts = [*_of_books(user, ledgers, today), _villages(user), _arrivals(user, today), _drafts(user)]
    return parts[0].union(*parts[1:], all=True)


def _of_books(user: User, ledgers: list[Book], today: date) -> list[QuerySet[Any, Any]]:
    """Of each book: the row recorded last, those given back that wait for the person, and those recorded
    today, and those that the person did today and in the month: each counts whole, whoever was there, too."""
    begin = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    parts = []
    for place, book in enumerate(ledgers):
        model: Any = book.model
        own = model._default_manager.without_hidden(user).filter(recorded_by=user)
        mine = model._default_manager.visible_to(user).filter(people.own(user))
        of_book = {
            "last": own.order_by("-recorded_at", "-pk")[:1],
            "given_back": returned.to_mend(model, user).order_by(),
            "today": mine.filter(recorded_at__gte=begin).order_by(),
        }
        parts += [_part(part, rows, *ROW, place=place) for part, rows in of_book.items()]
        done = model._default_manager.visible_to(user).filter(people.done_by(user)).counted().order_by()
        month = done.in_month(calendar.this_month())
        parts.append(_part("month", month, "pk", NO_DAY, NO_MOMENT, *_counts(model), place=place))
        there = done.filter(occurred_on=today, recorded_at__gte=begin)
        columns = ("village", "occurred_on", "recorded_at", "village__code", "village__name")
        parts.append(_part("there", there, *columns, place=place))
    return parts


def _counts(model: type[Row]) -> tuple[Any, Any]:
    """What a row of the month counts beside itself: of a visit the talks, and the household if it was met."""
    if model is not Visit:
        return NO_WORD, NO_WORD
    home = Coalesce("household__continued_in__continued_in", "household__continued_in", "household")
    return F("talks"), Case(When(outcome=Visit.Outcome.MET, then=Cast(home, CharField())), default=NO_WORD)


def _arrival(user: User, found: list[list[Any]]) -> dict[str, Any] | None:
    """The arrival that the first row of today proposes to whoever did it, typed by whomever; None without one."""
    if not found or not may(user, "record_duty"):
        return None
    since, village, code, name = min((at, key, *place) for _book, key, _day, at, *place in found)
    return {"village": Village(pk=village, code=code, name=name), "since": since}


def _villages(user: User) -> QuerySet[Any, Any]:
    return _part(
        "village",
        Village.objects.served_by(user).existing().order_by(),
        "pk",
        NO_DAY,
        NO_MOMENT,
        "code",
        "name",
    )


def _arrivals(user: User, today: date) -> QuerySet[Any, Any]:
    """The person's duty days of this week, which begins on Monday, each with the village reached last."""
    monday = today - timedelta(days=today.weekday())
    days = DutyDay.objects.counted().filter(user=user, on__gte=monday, on__lte=today).order_by()
    last = [Coalesce(f"last_village__{name}", f"village__{name}") for name in ("pk", "code", "name")]
    return _part("arrival", days, last[0], "on", "arrived_at", *last[1:], place=F("pk"))


def _drafts(user: User) -> QuerySet[Any, Any]:
    return _part("draft", Draft.objects.of(user).order_by(), "pk", NO_DAY, "saved_at", "form", "subject")


def _part(part: str, rows: QuerySet[Any, Any], *columns: Any, place: Any = 0) -> QuerySet[Any, Any]:
    key, day, moment, text, word = columns
    place = Value(place, IntegerField()) if isinstance(place, int) else place
    texts = (Cast(one, CharField()) for one in (text, word))
    return rows.values_list(Value(part, CharField()), place, key, day, moment, *texts)


def _rows(ledgers: list[Book], found: list[list[Any]]) -> list[tuple[Book, Row]]:
    return [
        (ledgers[place], ledgers[place].model.from_db(DEFAULT_DB_ALIAS, ROW, values))
        for place, *values in found
    ]


def _month(ledgers: list[Book], found: list[list[Any]]) -> list[dict[str, Any]]:
    """How many rows of each book the person did in the running month, and the list of them; only books with any. Of
    the visits the households met and the talks, too."""
    query = f"?did=on&counted=on&month={calendar.this_month():%Y-%m}"
    done: dict[int, list[list[Any]]] = defaultdict(list)
    for place, *row in found:
        done[place].append(row)
    return [
        {
            "title": ledgers[place].title,
            "url": ledgers[place].url("list") + query,
            "rows": len(rows),
            "met": len({home for *_row, home in rows if home}),
            "talks": sum(int(talks) for *_row, talks, _home in rows if talks),
        }
        for place, rows in sorted(done.items())
    ]


def _line(book: Book, row: Row) -> dict[str, Any]:
    is_open = row.state in (row.State.RECORDED, row.State.GIVEN_BACK)
    return {"row": row, "book": book, "undo_url": book.url("withdraw", row.pk) if is_open else ""}
