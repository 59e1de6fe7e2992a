"""A role more: one row and its verbs are put in, and everything else follows by itself."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone
from django.utils.functional import lazystr

from access import roles, scope, session_terms
from access.rights import MAY, may
from accounts.models import User
from administration import unused
from oversight.actions import emergency, outliers, stand_ins
from oversight.models import EmergencyNotice, EmergencyView, Outlier
from policies.acting import acting
from posts.models import Assignment
from posts.models.assignments import place_of_its_role
from reports import menu
from residents.models import Household
from tests import build

ROOT = Path(__file__).resolve().parents[2]
# Columns that no row of the table combines, so that nothing follows from the place alone.
INSPECTOR = roles.RoleRow(
    code="inspector",
    name=lazystr("Inspector"),
    place="station",
    view="station",
    level="station",
    landing="trail",
    in_the_field=True,
    needs_factor=True,
    may_be_responsible=True,
    stands_in_for="chief",
    opens_emergency=True,
    confirmed_by="chief",
    watched_by_auditor=True,
    last_one_stays=True,
)
VERBS = ("read_ledgers", "read_residents", "open_emergency", "end_emergency", "read_trail")
CONSTRAINT = "assignment_names_the_place_of_its_role"


@pytest.fixture
def inspector(db, monkeypatch, in_march, county) -> User:
    """Somebody in a role that the table did not have a moment ago."""
    monkeypatch.setattr(roles, "ROLES", (*roles.ROLES, INSPECTOR))
    for verb in VERBS:
        monkeypatch.setitem(MAY, verb, MAY[verb] | {INSPECTOR.code})
    (old,) = (one for one in Assignment._meta.constraints if one.name == CONSTRAINT)
    new = old.clone()
    new.condition = place_of_its_role(roles.ROLES)
    with connection.schema_editor(atomic=False) as editor:
        editor.remove_constraint(Assignment, old)
        editor.add_constraint(Assignment, new)
    return build.person_in(INSPECTOR.code, build.make_post(build.make_station(county)))


@pytest.fixture
def own_station(inspector):
    return inspector.assignments.get().station


def test_it_sees_the_rows_of_its_place_at_its_level(inspector, own_station, elsewhere):
    own = build.make_household(build.make_village(own_station.posts.get(), name="本村委会"))
    build.make_household(elsewhere)
    assert scope.for_user(inspector).keys == {"station_id": own_station.pk}
    assert scope.acting_as(inspector).level == "station"
    with acting(scope.acting_as(inspector)):
        assert list(Household.objects.all()) == list(Household.objects.visible_to(inspector)) == [own]


@pytest.mark.parametrize(("view", "level"), [(None, "auditor"), (None, "role_admin")])
def test_a_role_without_a_view_sees_no_row(view, level, inspector, monkeypatch):
    other = replace(INSPECTOR, view=view, level=level)
    monkeypatch.setattr(roles, "ROLES", (*roles.ROLES[:-1], other))
    assert scope.for_user(inspector).keys is None and scope.acting_as(inspector).level == level


def test_it_signs_in_on_its_terms(inspector, settings):
    settings.SECOND_FACTOR_IN_THE_FIELD = "required"
    terms = session_terms.for_user(inspector)
    assert terms.idle == settings.SESSION_IDLE_IN_THE_FIELD and terms.needs_factor


def test_it_lands_on_its_page(inspector, sign_in):
    assert sign_in(inspector).get("/")["Location"] == "/trail/"


def test_the_menu_shows_its_verbs_and_its_name(inspector):
    asked = RequestFactory().get("/")
    asked.user = inspector
    shown = {entry["url"] for group in menu.menu_of(asked) for entry in group["entries"]}
    assert {"/residents/households/", "/trail/", "/organisation/emergency/open/"} <= shown
    assert "/figures/months/" not in shown
    assert menu.role_name(asked) == "Inspector"


def test_it_stands_in_for_the_chief(inspector, own_station):
    chief = build.make_user("chief", "chief", own_station)
    assert [one.user for one in stand_ins.candidates(chief)] == [inspector]
    build.make_stand_in(inspector, date(2026, 3, 16), date(2026, 3, 29))
    acting_chief = User.objects.get(pk=inspector.pk)
    assert scope.for_user(acting_chief).role == "chief" and may(acting_chief, "review_rows")
    assert stand_ins.switch(by=acting_chief).is_on is False


def test_it_looks_into_another_post(inspector, elsewhere):
    other = elsewhere.memberships.get().post
    assert other in emergency.posts_to_open(inspector)
    assert own_station_posts(inspector).isdisjoint(emergency.posts_to_open(inspector))
    emergency.open_view(other, "追赶走失的老人，需要地址", by=inspector)
    assert scope.for_user(inspector).keys == {"post_id": other.pk}
    assert scope.acting_as(inspector).level == "emergency"
    notified = set(EmergencyNotice.objects.values_list("station_id", flat=True))
    assert notified == {other.station_id, inspector.assignments.get().station_id}


def own_station_posts(user: User) -> set:
    return set(user.assignments.get().station.posts.all())


def test_without_the_column_it_looks_nowhere(inspector, elsewhere, monkeypatch):
    now = timezone.now()
    EmergencyView.objects.create(
        user=inspector, post=elsewhere.memberships.get().post, reason="追赶走失的老人，需要地址", number=1,
        opened_at=now, ends_at=now + timedelta(hours=1),
    )  # fmt: skip
    other = replace(INSPECTOR, opens_emergency=False)
    monkeypatch.setattr(roles, "ROLES", (*roles.ROLES[:-1], other))
    assert scope.for_user(inspector).emergency is None


def test_the_auditor_watches_it(inspector, own_station, auditor):
    chief = build.make_user("chief", "chief", own_station)
    outlier = Outlier.objects.create(
        user=inspector, role="inspector", county=own_station.county, station=own_station, week=date(2026, 3, 9),
        reason="lookups", count=60, limit=50,
    )  # fmt: skip
    assert outliers.may_tick(auditor, outlier) and not outliers.visible_to(chief).exists()


def test_its_last_account_stays_open(inspector):
    User.objects.update(
        last_login=timezone.now() - timedelta(days=400), opened_at=timezone.now() - timedelta(days=500)
    )
    unused.close_unused()
    inspector.refresh_from_db()
    assert inspector.is_active


IN_A_FRESH_PROCESS = """
import json, sys, types
import access
source = open("access/roles.py", encoding="utf-8").read()
start = "ROLES: tuple[RoleRow, ...] = ("
assert source.count(start) == 1
module = sys.modules["access.roles"] = access.roles = types.ModuleType("access.roles")
exec(compile(source.replace(start, start + sys.argv[1]), "access/roles.py", "exec"), module.__dict__)
import django
django.setup()
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation
from posts.forms import AssignmentForm
from posts.models import Assignment
from posts import trail_words
from tests import matrix, test_foreign
from tests.fuzz.asking import BLIND
translation.deactivate_all()  # as makemigrations does: texts are compared untranslated
made = MigrationAutodetector(MigrationLoader(None).project_state(), ProjectState.from_apps(apps)).changes(
    MigrationLoader(None).graph
)
print(json.dumps({
    "choices": sorted({
        model._meta.label for model in apps.get_models() for field in model._meta.fields
        if field.name == "role" and "inspector" in dict(field.choices or ())
    }),
    "without": sorted({
        model._meta.label for model in apps.get_models() for field in model._meta.fields
        if field.name == "role" and field.choices and "inspector" not in dict(field.choices)
    }),
    "constraints": sorted(
        one.name for one in Assignment._meta.constraints if "inspector" in str(getattr(one, "condition", ""))
    ),
    "form": "inspector" in dict(AssignmentForm.base_fields["role"].choices),
    "trail": "inspector" in dict(trail_words.CHOICES["role"]),
    "migrations": sorted(made),
    "tests": [matrix.SEES.get("inspector"), test_foreign.OWN.get("inspector"), "inspector" in BLIND],
}))
"""
ROW = """
    RoleRow(
        code="inspector", name=_("Inspector"), place="station", view="station", level="station", landing="station",
        may_be_responsible=True, confirmed_by="chief",
    ),
"""


@pytest.fixture(scope="module")
def followed() -> Iterator[dict]:
    """What a process has that begins with one row more in access/roles.py."""
    asked = [sys.executable, "-W", "ignore", "-c", IN_A_FRESH_PROCESS, ROW]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    yield json.loads(done.stdout)


@pytest.mark.turns(3)
def test_every_field_of_a_role_offers_it(followed):
    assert followed["without"] == []
    assert {"posts.Assignment", "oversight.Outlier"} <= set(followed["choices"])
    assert followed["form"] and followed["trail"]


def test_the_constraints_know_it_and_ask_for_a_migration(followed):
    assert followed["constraints"] == [
        CONSTRAINT,
        "only_an_officer_has_a_second_post",
        "only_an_officer_is_responsible",
    ]
    assert followed["migrations"] == ["administration", "oversight", "posts"]


def test_the_tables_of_the_tests_have_it(followed):
    assert followed["tests"] == [2, 2, True]
