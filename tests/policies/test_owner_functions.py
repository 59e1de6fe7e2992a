"""Functions that run as the owner lean on no promise of their caller: each is called as each level, hostilely."""

import random
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from access.roles import Role
from ledgers.models import Draft, StationMonth
from policies import guards
from policies.acting import Acting, acting
from residents.models import Visit
from tests import build

MONTH = date(2026, 2, 1)
OWN = """
    SELECT p.oid::regprocedure::text, p.proname, array(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) AS t),
           p.prorettype = 'trigger'::regtype, p.proconfig
    FROM pg_proc p WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace ORDER BY 1
"""
TABLES = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
# Tries are counted, whoever asks; months to count anew, when rows of an own village are told their own post again.
COUNTERS = ("referrals_publictry", "indicators_touchedmonth")
ROUNDS = 12  # argument lists for each function and level, beside that of nulls


def ask(sql, values=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def stored() -> dict[str, str]:
    """A hash of every table."""
    parts = [
        f"SELECT '{table}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} AS t"
        for (table,) in ask(TABLES)
        if table not in COUNTERS
    ]
    return dict(ask(" UNION ALL ".join(parts)))


@pytest.fixture
def places(db):
    """Two counties with live rows that have a history, a published month, and a protected dispute with a draft."""
    found = []
    for code, name in (("990901", "甲"), ("990902", "乙")):
        county = build.make_county(f"{name}县", code)
        station = build.make_station(county, f"{name}所")
        post = build.make_post(station, f"{name}室")
        village = build.make_village(post, f"{name}村委会")
        officer = build.make_user(f"officer{code}", Role.OFFICER, post, is_responsible=True)
        other = build.make_user(f"other{code}", Role.OFFICER, post)
        visit = build.make_visit(village, by=officer, note="原来")
        Visit.objects.filter(pk=visit.pk).update(note="改过")
        dispute = build.make_dispute(
            village, by=officer, violence="yes", is_protected=True, procedure="protected"
        )
        form = "disputes.dispute"
        Draft.objects.create(user=other, post=post, form=form, subject=f"edit:{dispute.pk}", content="{}")
        StationMonth.objects.create(station=station, month=MONTH, state="published")
        found.append((county, station, post, village, officer, visit, dispute, build.make_member(village)))
    return found


def arguments(kinds, places, dice):
    """One hostile value for each argument, by its type."""
    keys = [row.pk for place in places for row in place] + [None, -1, 0, 2**62]
    foreign = places[1]
    texts = [
        None, "", "x" * 100_000, "\'; DROP TABLE posts_post; --", 'a" b', "%s", "residents_visit", "audit_entry",
        "note", "disputes.dispute", f"disputes.dispute:{foreign[6].pk}", "pg_catalog.pg_class", "审核",
    ]  # fmt: skip
    days = [None, MONTH, date(2026, 3, 20), date(1, 1, 1), date(9999, 12, 31)]
    values = {
        "bigint": lambda: dice.choice(keys),
        "integer": lambda: dice.choice([None, -1, 0, 2**31 - 1]),
        "numeric": lambda: dice.choice([None, -1, 0, 10**20]),
        "text": lambda: dice.choice(texts),
        "date": lambda: dice.choice(days),
        "timestamp with time zone": lambda: dice.choice(["-infinity", "infinity", "2026-03-20T00:00Z", None]),
        "bigint[]": lambda: dice.choice(
            [None, [], [foreign[3].pk], [foreign[2].pk], [places[0][5].pk, None], list(range(20_000))]
        ),
        "text[]": lambda: dice.choice([None, [], texts[:1], texts[3:], ["x"] * 20_000]),
        "date[]": lambda: dice.choice([None, [], [MONTH], [date(9999, 12, 31)] * 500]),
    }
    return [values[kind]() for kind in kinds]


def who_acts(level, place):
    county, station, post, _village, officer, *_rows = place
    return Acting(level, officer.pk, post.pk, station.pk, county.pk)


def test_every_function_of_the_owner_has_a_pinned_search_path(db):
    found = ask(OWN)
    assert len(found) > 20
    for name, *_rest, settings in found:
        assert any(one.startswith("search_path=") and "pg_temp" in one for one in settings or ()), name


@pytest.mark.parametrize("level", guards.LEVELS)
def test_no_function_of_the_owner_reaches_beyond_the_callers_scope(level, places):
    dice = random.Random(level)
    before, called, refused = stored(), 0, 0
    for who in (who_acts(level, places[0]), Acting(level)):
        for name, function, kinds, is_trigger, _settings in ask(OWN):
            if is_trigger:
                continue
            marks = ", ".join(f"%s::{kind}" for kind in kinds)
            given = [[None] * len(kinds), *(arguments(kinds, places, dice) for _each in range(ROUNDS))]
            for values in given:
                called += 1
                try:
                    with transaction.atomic(), acting(who):
                        ask(f"SELECT {function}({marks})", values)
                except DatabaseError as error:
                    refused += 1
                    # A syntax error, a missing table or a cast would say that a word of the caller became SQL.
                    assert getattr(error.__cause__, "pgcode", "")[:3] not in {"42P", "XX0"}, (
                        name,
                        values,
                        error,
                    )
    assert called > 200 and refused
    after = stored()
    assert {table for table in before if before[table] != after[table]} == set()


def test_each_refuses_what_its_caller_used_to_promise(places):
    (own, foreign) = places
    chief, village = who_acts("station", own), foreign[3].pk
    noted = "SELECT ledgers_note_late(%s::bigint[], %s::date[], %s::bigint[], 'posts.assignment', 'why', 'x')"
    with acting(chief):
        ask(noted, [[village], [MONTH], [foreign[2].pk]])  # another county
        ask(noted, [[village], [MONTH], [own[2].pk]])  # a village that was never the post's
    assert ask("SELECT count(*) FROM ledgers_latechange") == [(0,)]
    with acting(chief):
        ask(noted, [[own[3].pk], [MONTH], [own[2].pk]])
    assert ask("SELECT count(*) FROM ledgers_latechange") == [(1,)]
    for key in (foreign[6].pk, 0, None):
        with pytest.raises(DatabaseError, match="protected"), transaction.atomic(), acting(chief):
            ask("SELECT ledgers_forget_drafts('disputes.dispute', %s)", [key])
    assert Draft.objects.count() == 2
    with acting(chief):
        ask("SELECT ledgers_forget_drafts('disputes.dispute', %s)", [own[6].pk])
    assert Draft.objects.count() == 1
    for row in (own[5], foreign[5]):
        with pytest.raises(DatabaseError, match="stands"), transaction.atomic(), acting(Acting("eraser")):
            ask("SELECT retention_forget('residents_visit', %s)", [[row.pk]])
    assert ask("SELECT count(*) FROM residents_visitchange") == [(2,)]
