"""Row-level security: each layer alone is enough, and no table was forgotten."""

import os
from datetime import date, timedelta

import psycopg2
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from access import scope
from access.roles import Role
from accounts.models import Factor, PasswordHash, RecoveryCode, Session, User
from audit.models import AppendOnly, Entry
from oversight.models import EmergencyView, StandIn
from policies import grants, guards
from policies.acting import ANONYMOUS, COMPUTE, HOUSEKEEPING, Acting, acting, now
from posts.models import Assignment, Membership, Placed
from residents.models import Household, Visit
from tests import build

PERSONAL = [model for model in apps.get_models() if issubclass(model, Placed)]


def ask(query: str, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def test_every_table_says_who_may_read_it():
    real = {model._meta.db_table for model in apps.get_models() if not model._meta.proxy} - {
        "pghistory_events"  # a query of the library, no table
    }
    assert set(grants.declared()) >= real


def test_a_table_without_a_guard_is_refused(monkeypatch):
    monkeypatch.delattr(Entry, "guard")
    with pytest.raises(grants.Unguarded, match="audit_entry"):
        grants.declared()


def test_every_row_of_a_village_has_row_level_security(db):
    secured = {name for (name,) in ask("SELECT relname FROM pg_class WHERE relrowsecurity")}
    assert PERSONAL and {model._meta.db_table for model in PERSONAL} <= secured


def test_every_table_that_speaks_of_a_village_or_a_person_is_placed_or_argued():
    """A foreign key to a household or a resident makes a table personal."""
    loose = [
        model.__name__
        for model in apps.get_models()
        if not issubclass(model, Placed)
        and any(
            field.related_model and issubclass(field.related_model, (Placed,))
            for field in model._meta.fields
            if field.is_relation
        )
        and model._meta.managed
        and not any(rule.where for rule in grants.declared()[model._meta.db_table])
    ]
    assert loose == []


def test_nobody_changes_what_is_append_only():
    for model in apps.get_models():
        if issubclass(model, AppendOnly):
            rights = {right for rule in grants.declared()[model._meta.db_table] for right in rule.rights}
            assert rights <= {guards.SELECT, guards.INSERT}, model


def test_no_policy_uses_an_array_or_a_function_of_its_own(db):
    slow = ask("SELECT tablename, qual FROM pg_policies WHERE qual ~ 'unnest|registry_'")
    assert slow == []


@pytest.mark.parametrize("level", ["anonymous", "account_admin", "role_admin", "auditor"])
def test_these_levels_read_no_row_of_any_village(db, level):
    for model in PERSONAL:
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            acting(Acting(level)),
        ):
            model.objects.first()


def refused(user, change) -> bool:
    """Does the database refuse it to the person, by right or by row?"""
    try:
        with transaction.atomic(), acting(scope.acting_as(user)):
            return not change()
    except DatabaseError:
        return True


def test_neither_administrator_does_the_work_of_the_other(officer, station, administrator, grantor):
    """The database alone: actions and pages are not asked."""
    newcomer = build.make_user("newcomer", None)
    User.objects.filter(pk=newcomer.pk).update(confirmed_at=None)
    PasswordHash.objects.filter(user=newcomer).delete()
    Factor.objects.create(user=officer, secret="00" * 20, last_step=-1)
    of_accounts = {
        "open": lambda: User.objects.create(username="x", name="x"),
        "close": lambda: User.objects.filter(pk=officer.pk).update(is_active=False),
        "rename": lambda: User.objects.filter(pk=officer.pk).update(username="y"),
        "reset": lambda: (
            User.objects.filter(pk=officer.pk).update(confirmed_at=None)
            and PasswordHash.objects.filter(user=officer).update(hash="x")
        ),
        "give": lambda: PasswordHash.objects.create(user=newcomer, hash="x"),
    }
    of_roles = {
        "assign": lambda: Assignment.objects.create(
            user=newcomer, role=Role.CLERK, station=station, starts_on=date(2026, 1, 1)
        ),
        "promote": lambda: officer.assignments.update(is_responsible=False),
        "end": lambda: officer.assignments.update(ends_on=date(2030, 1, 1)),
        "take back": lambda: newcomer.assignments.all().delete()[0],
        "let stand in": lambda: StandIn.objects.create(
            user=officer, station=station, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 2)
        ),
        "take a factor off": lambda: Factor.objects.filter(user=officer).delete()[0],
    }
    for name, change in of_accounts.items():
        assert refused(grantor, change), name
        assert not refused(administrator, change), name
    for name, change in of_roles.items():
        assert refused(administrator, change), name
        assert not refused(grantor, change), name


def test_neither_administrator_sets_up_a_factor_or_a_session_for_another(officer, administrator, grantor):
    Factor.objects.create(user=officer, secret="00" * 20, last_step=-1)
    Session.objects.create(
        user=officer, key_hash="x", data="", idle=timedelta(hours=1), started_at=timezone.now(),
        last_seen_at=timezone.now(),
    )  # fmt: skip
    for user in (administrator, grantor):
        assert refused(user, lambda: Factor.objects.filter(user=officer).update(last_step=1))
        assert refused(user, lambda: Session.objects.filter(user=officer).update(data="x"))
        assert refused(user, lambda: RecoveryCode.objects.create(user=officer, number=1, code_hash="x"))


def test_neither_administrator_gives_anything_to_oneself(station, administrator, grantor):
    def take(user):
        return Assignment.objects.create(
            user=user, role=Role.CLERK, station=station, starts_on=date(2030, 1, 1)
        )

    for user in (administrator, grantor):
        user.assignments.update(ends_on=date(2029, 1, 1))
        assert refused(user, lambda user=user: take(user))
        assert refused(user, lambda user=user: user.assignments.update(role=Role.AUDITOR))


@pytest.fixture
def visits(village, officer, elsewhere):
    return build.make_visit(village), build.make_visit(elsewhere)


def test_policies_alone_show_an_officer_the_own_post(visits, officer):
    own, foreign = visits
    with acting(scope.acting_as(officer)):
        assert set(Visit.objects.values_list("pk", flat=True)) == {own.pk}
        assert not Visit.objects.filter(pk=foreign.pk).update(note="x")


def test_a_policy_beside_visible_to_leaves_no_condition_that_names_no_table(visits, officer):
    """Beside such a one the planner tries every order of all tables of a page (guards.own_place)."""
    with acting(scope.acting_as(officer)):
        assert (
            "One-Time Filter" not in Visit.objects.visible_to(officer).select_related("household").explain()
        )


def test_policies_alone_show_a_chief_the_own_station_and_the_county_its_own(visits, chief, bureau):
    own, foreign = visits
    other_county = build.make_visit(
        build.make_village(
            build.make_post(build.make_station(build.make_county("邻县", "990902"), "邻县派出所"))
        )
    )
    with acting(scope.acting_as(chief)):
        assert set(Visit.objects.values_list("pk", flat=True)) == {own.pk}
    with acting(scope.acting_as(bureau)):
        assert set(Visit.objects.values_list("pk", flat=True)) == {own.pk, foreign.pk}
    assert Visit.objects.filter(pk=other_county.pk).exists()


def test_nobody_writes_a_row_into_another_post(visits, officer):
    own, foreign = visits
    refused = pytest.raises(DatabaseError, match="row-level security")
    with refused, transaction.atomic(), acting(scope.acting_as(officer)):
        Visit.objects.filter(pk=own.pk).update(post=foreign.post, station=foreign.station)


def test_a_person_without_a_place_sees_nothing(visits, django_user_model):
    nobody = build.make_user("nobody", None)
    with pytest.raises(DatabaseError), transaction.atomic(), acting(scope.acting_as(nobody)):
        Visit.objects.exists()


def test_who_looks_in_an_emergency_reads_and_changes_nothing(visits, officer, elsewhere):
    _own, foreign = visits
    now = timezone.now()
    EmergencyView.objects.create(
        user=officer, post=foreign.post, reason="追赶走失的老人，需要地址", number=1, opened_at=now,
        ends_at=now + timedelta(hours=1),
    )  # fmt: skip
    scope.forget(officer)
    with acting(scope.acting_as(officer)):
        assert set(Visit.objects.values_list("pk", flat=True)) == {foreign.pk}
    with pytest.raises(DatabaseError), transaction.atomic(), acting(scope.acting_as(officer)):
        Visit.objects.update(note="x")


def test_a_missing_setting_shows_nothing_instead_of_everything(visits):
    with acting(Acting("post")):
        assert not Visit.objects.exists()


def test_the_month_is_computed_by_a_role_that_writes_no_book(visits):
    with acting(COMPUTE):
        assert Visit.objects.count() == 2
    with pytest.raises(DatabaseError), transaction.atomic(), acting(COMPUTE):
        Visit.objects.update(note="x")


def test_role_and_scope_end_with_the_block(visits, officer):
    before = ask("SELECT current_user, current_setting('app.post', true)")
    with acting(scope.acting_as(officer)), acting(ANONYMOUS):
        assert ask("SELECT current_user") == [("registry_anonymous",)]
    assert now() is None
    assert [user for user, _post in ask("SELECT current_user, 1")] == [before[0][0]]


def test_role_and_scope_end_when_the_block_breaks(visits, officer):
    (before,) = ask("SELECT current_user")
    with pytest.raises(DatabaseError), transaction.atomic(), acting(HOUSEKEEPING):
        ask("SELECT 1/0")
    assert ask("SELECT current_user") == [before]


def test_no_function_of_the_owner_is_open_to_everybody(db):
    """A trigger's function hung on a table of one's own would write a history that never was."""
    opened = ask(
        "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE prosecdef "
        "AND pronamespace = 'public'::regnamespace AND (proacl IS NULL OR EXISTS ("
        "SELECT 1 FROM aclexplode(proacl) WHERE grantee = 0))"
    )
    assert opened == []


@pytest.fixture
def login(db):
    """A connection of the login role itself, as web and worker have it, outside any scope."""
    name = connection.settings_dict["NAME"]
    opened = psycopg2.connect(os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}")
    yield opened
    opened.close()


def test_the_login_role_owns_nothing_and_reads_no_villager(login):
    with login.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class JOIN pg_roles r ON r.oid = relowner WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname ~ '^(residents|disputes|patrols)_' AND relkind = 'r' "
            "AND has_table_privilege(oid, 'SELECT, INSERT, UPDATE, DELETE')"
        )
        assert cursor.fetchall() == []
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("SELECT count(*) FROM residents_visit")


def test_the_login_role_can_not_become_the_owner(login):
    with login.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute("SET ROLE registry_owner")


def test_a_household_keeps_its_keys_with_its_village(village):
    household = build.make_household(village)
    membership = Membership.objects.get(village=village)
    saved = Household.objects.get(pk=household.pk)
    assert (saved.post_id, saved.station_id, saved.county_id) == (
        membership.post_id, membership.post.station_id, membership.post.station.county_id
    )  # fmt: skip
