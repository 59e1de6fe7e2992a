"""The one way to write the trail: every action of every room calls ``record``."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import connection, models, transaction
from django.utils import timezone
from psycopg2 import sql

from audit import looks
from audit.models import Entry
from audit.origin import address_of_request
from policies import acting

OF_PROTECTED = {"receipt"}  # numbers of keys are kept as well
LOOKS = frozenset({"list", "read"})  # of a page: the entry is written when the page is complete
# Whose data a row is about stands in the entry, where somebody saw the row or took it along.
SIGHTS = LOOKS | {"download", "export", "look_up", "print", "read_extract", "reveal"}
FURTHER = "shown"  # an entry with further keys of the entry before it, of the same transaction
# The filters of a list: a form with its choices, and what is suggested while somebody types into it.
OF_ONE_FORM = ("form", "pick")
A_FORM = timedelta(minutes=30)
RECENT = 20  # entries of the person that are looked through for the form
Actor = AbstractBaseUser | AnonymousUser | None  # a generic page does not know that its request is signed in


def record(action: str, subject: models.Model | None, *, by: Actor, seen: Any = None, **detail: Any) -> Entry:
    """Write that ``by`` did ``action`` to ``subject``, inside the caller's transaction.
    ``by`` is a user, or None for the system itself; at the levels of people the database knows better, and writes who
    it is and when. ``detail`` must be JSON: keys, numbers, reasons, never a villager's words or numbers. Of a protected
    subject (``is_protected``) no words are kept at all: who reads the trail does not see it. ``seen``: the people whose
    data a file has (``looks.Keys``); those of a page are found by themselves, and its entry is written when the page
    is complete.
    """
    return record_at(subject, action, subject, by=by, seen=seen, **detail)


def record_at(
    place: models.Model | None,
    action: str,
    subject: models.Model | None,
    /,
    *,
    by: Actor,
    seen: Any = None,
    **detail: Any,
) -> Entry:
    """As ``record``, read at the place of ``place``: of a post, whose people see rows that were changed."""
    emergency = getattr(by, "emergency_view", None)
    if emergency:  # everything done or read in an emergency view names it
        detail.setdefault("emergency_view", emergency)
    entry = Entry(
        actor_id=getattr(by, "pk", None),
        actor_name=str(by) if by is not None else "",
        action=action,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None and isinstance(subject.pk, int) else None,
        subject_label=_label(subject),
        **_keys(place or subject),
        detail={name: _storable(value) for name, value in _said(subject, detail).items()},
        address=address_of_request.get(),
    )
    page = looks.page_now()
    if action in LOOKS and page is not None:
        page.entries.append((entry, subject))
        return entry
    keys = seen or (looks.people_of(subject) if subject is not None and action in SIGHTS else None)
    return entry_with(entry, keys) if keys else _written(entry)


def write_looks(page: looks.Page) -> None:
    """Write the entries that waited for a page, the last one with the keys of everybody that the page showed.

    What a form suggests while somebody types is one look: it leaves an entry where it shows somebody whom the form has
    not shown before.
    """
    if not page.entries or connection.needs_rollback:
        return
    for _entry, subject in page.entries:
        kind = getattr(subject, "LOOKED_UP_AS", None)
        if kind:
            page.keys[kind].discard(subject.pk)  # it is the subject of an entry
    *others, (last, _subject) = page.entries
    for entry, _subject in others:
        _written(entry)
    if last.detail.get("filter") != "pick" or _shows_more(last, page.keys):
        entry_with(last, page.keys)


def entry_with(entry: Entry, keys: looks.Keys) -> Entry:
    """Write the entry with the keys of those who were seen, and further entries where they are many."""
    first, *further = looks.parts(keys)
    for name, value in first.items():
        setattr(entry, name, value)
    _written(entry)
    for number, some in enumerate(further, 2):
        copied = {name: getattr(entry, name) for name in ("actor_id", "actor_name", *PLACE, "address")}
        about = {"book": entry.detail["book"]} if entry.detail.get("book") else {}
        _written(Entry(action=FURTHER, detail={**about, "further": number}, **copied, **some))
    return entry


def _shows_more(entry: Entry, keys: looks.Keys) -> bool:
    """Does a suggestion show anybody whom the person has not seen in this form?"""
    own = (
        Entry.objects.filter(actor_id=entry.actor_id)
        .order_by("-pk")
        .only("action", "at", "detail", *looks.KINDS)
    )
    since = timezone.now() - A_FORM
    of_form = [one for one in own[:RECENT] if one.detail.get("filter") in OF_ONE_FORM and one.at > since]
    if not of_form:
        return True
    return any(
        keys[kind] - {key for one in of_form for key in getattr(one, kind) or ()} for kind in looks.KINDS
    )


def _written(entry: Entry) -> Entry:
    """The entry with its key, as ``save`` writes it, with an INSERT that is compiled once and not for each page."""
    insert, fields = _insert()
    values = [one.get_db_prep_save(one.pre_save(entry, True), connection) for one in fields]
    with transaction.mark_for_rollback_on_error(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(insert, values)
        (entry.pk,) = cursor.fetchone()
    entry._state.adding, entry._state.db = False, connection.alias
    return entry


@cache
def _insert() -> tuple[str, list[Any]]:
    """The statement, and the fields whose values it takes: all but the key and what the database gives."""
    given: list[Any] = [
        one
        for one in Entry._meta.local_concrete_fields
        if not one.primary_key and one.db_default is models.NOT_PROVIDED
    ]
    statement = sql.SQL("INSERT INTO {table} ({names}) VALUES ({places}) RETURNING id").format(
        table=sql.Identifier(Entry._meta.db_table),
        names=sql.SQL(", ").join(sql.Identifier(one.column) for one in given),
        places=sql.SQL(", ").join(sql.Placeholder() for _one in given),
    )
    connection.ensure_connection()  # it quotes the names
    return statement.as_string(connection.connection), given


def _said(subject: models.Model | None, detail: dict[str, Any]) -> dict[str, Any]:
    if not getattr(subject, "is_protected", False):
        return detail
    return {name: value for name, value in detail.items() if name in OF_PROTECTED or isinstance(value, int)}


PLACE = ("post_id", "station_id", "county_id")


def _keys(subject: models.Model | None) -> dict[str, int | None]:
    """The access keys of the subject; those of the one who acts when it has none."""
    who = acting.now()
    keys = {name: getattr(subject, name, None) for name in PLACE}
    if any(keys.values()) or who is None:
        return keys | {"county_id": keys["county_id"] or getattr(who, "county", None)}
    return {"post_id": who.post, "station_id": who.station, "county_id": who.county}


def _label(subject: models.Model | None) -> str:
    """What the subject is called; a villager's name is left out, for the trail is never changed again."""
    return "" if subject is None or getattr(subject, "is_personal", False) else str(subject)[:120]


def _storable(value: Any) -> Any:
    """Text without the NUL that PostgreSQL does not store."""
    return value.replace("\0", "") if isinstance(value, str) else value


def entries_for(subject: models.Model) -> models.QuerySet[Entry]:
    """Every entry of the trail about one subject, newest first."""
    return Entry.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)


def entries_for_each(subjects: Sequence[models.Model]) -> models.QuerySet[Entry]:
    """Every entry of the trail about one of these subjects, which are of one model."""
    if not subjects:
        return Entry.objects.none()
    keys = [subject.pk for subject in subjects]
    return Entry.objects.filter(subject_type=subjects[0]._meta.label_lower, subject_id__in=keys)


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """What differs between two dicts of field values: ``{field: [before, after]}``."""
    return {
        name: [before.get(name), after.get(name)] for name in after if before.get(name) != after.get(name)
    }
