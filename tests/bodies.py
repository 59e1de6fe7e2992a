"""What the access matrix types into forms, and what a request has written into the books of which place."""

import re
from typing import Any

from django.apps import apps
from django.db import connection

from policies import guards
from posts.models import Placed
from tests.fuzz.forms import Form

TYPED = {
    "date": "2026-03-19",
    "time": "08:30",  # of the morning on which all is tried
    "tel": "15400001234",
    "month": "2026-02",
    "number": "1",
    "text": "重新填写的十个字以上",
}
YEAR = "1980"  # of birth
ACCOUNT = "typed-by-a-test"
PLANNED = {"next_on", "planned_until", "until"}  # days that are still to come
STILL_TO_COME = "2026-04-10"
# A button that saves nothing, and the lines that it adds: one typed like the householder is refused as a second entry.
# A party of the register is no body.
NOT_FILLED = re.compile(
    r"one_more|is_body|at_post|people-(\d+|__prefix__)-.*|.*__prefix__.*|.*duties-\d+-(key|shown)"
)
NAMED = re.compile(r"(?P<what>[a-z_]+)-(?P<key>[0-9]+)")  # a cell of a table of villages: criminal-17
# Computed figures are left out: no person writes them, and a count is made for everybody at once.
BOOKS = [
    model
    for model in apps.get_models()
    if issubclass(model, Placed)
    and any(guards.INSERT in rule.rights and {"post", "station"} & set(rule.levels) for rule in model.guard)
]
Footprint = dict[tuple[str, int, bool], tuple[int, int]]


def body(form: Form, own: dict[str, int], other: dict[str, int]) -> dict[str, str]:
    """The form as a person of ``own`` would send it, with every key that it asks for taken from ``other``."""
    filled = {}
    for name, offered in form.fields.items():
        if NOT_FILLED.fullmatch(name):
            continue
        chosen = [value for value in offered if value]
        value = chosen[-1] if chosen else TYPED.get(form.kinds.get(name, "text"), TYPED["text"])
        is_choice = name not in form.typed and name not in form.kinds
        value = "" if is_choice and not chosen else STILL_TO_COME if name in PLANNED else value
        value = YEAR if name.endswith("birth_year") and not chosen else value
        value = ACCOUNT if name == "username" and not chosen else value
        noun = "detail" if name == "user" else name
        cell = NAMED.fullmatch(name)
        if cell and int(cell["key"]) == own["village"]:
            name = f"{cell['what']}-{other['village']}"
        filled[name] = str(other[noun]) if noun in other else value
    return filled


def footprint() -> Footprint:
    """(book, post, whether the keys belong together) -> how many rows, and a sum over all their values."""
    counts = " UNION ALL ".join(
        f"SELECT '{model._meta.db_table}', t.post_id, EXISTS ("
        "SELECT 1 FROM posts_membership m JOIN posts_post p ON p.id = m.post_id "
        "JOIN posts_station s ON s.id = p.station_id WHERE m.village_id = t.village_id AND m.post_id = t.post_id "
        "AND p.station_id = t.station_id AND s.county_id = t.county_id"
        f") AS fits, count(*), sum(hashtext(t::text)::bigint) FROM {model._meta.db_table} t GROUP BY 2, 3"
        for model in BOOKS
    )
    with connection.cursor() as cursor:
        cursor.execute(counts)
        return {(book, post, fits): (rows, total) for book, post, fits, rows, total in cursor.fetchall()}


def written(before: Footprint, after: Footprint) -> dict[int, set[str]]:
    """Post -> the books in which something was written, changed or taken away; 0: rows whose keys do not fit."""
    found: dict[int, set[str]] = {}
    for book, post, fits in before.keys() | after.keys():
        key: Any = (book, post, fits)
        if before.get(key) != after.get(key):
            found.setdefault(post if fits else 0, set()).add(book)
    return found
