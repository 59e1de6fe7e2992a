"""Loading the demo county: once, with a password, the same rows on the same day."""

from datetime import date, timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from access.roles import Role
from accounts.models import User
from demo.apportion import apportion, portions
from demo.county import plan_county
from disputes.models import Dispute
from indicators.models import IncidentCount
from residents.models import Visit
from tests.demo.days import TODAY, YEAR

PASSWORD = "walking-through-the-fields"
pytestmark = pytest.mark.django_db


def keys(rows) -> list[tuple]:
    """Every value of every row."""
    names = [field.attname for field in type(rows[0])._meta.concrete_fields]
    return [tuple(getattr(row, name) for name in names) for row in rows]


def test_the_next_row_gets_the_next_number():
    newest_key = User.objects.latest("pk").pk
    assert User.objects.create_user("stranger", "Stranger").pk == newest_key + 1


def test_a_second_load_says_so_and_does_nothing(capsys, monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    before = Visit.objects.count()
    call_command("load_demo")
    assert capsys.readouterr().out.strip()
    assert Visit.objects.count() == before


def test_loading_needs_a_password(monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    monkeypatch.setattr("demo.management.commands.load_demo.is_empty", lambda: True)
    with pytest.raises(CommandError, match="DEMO_PASSWORD"):
        call_command("load_demo", "--today", "2026-03-18")
    with pytest.raises(CommandError):
        call_command("load_demo", "--today", f"{timezone.localdate() + timedelta(days=1)}")


def test_the_tour_shows_every_role(capsys, monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    call_command("demo_logins")
    shown = capsys.readouterr().out
    for account in (
        "officer01",
        "auxiliary01",
        "clerk1",
        "chief1",
        "county1",
        "leader1",
        "auditor1",
        "admin1",
        "grantor1",
    ):
        assert account in shown
    assert all(str(role.label) in shown for role in Role)
    assert PASSWORD in shown


@pytest.fixture
def fewer_people(monkeypatch):
    """The same work among fewer households is planned four times as fast."""
    monkeypatch.setattr("demo.households.PEOPLE", 30_000)


@pytest.mark.turns(14)
def test_the_same_day_gives_the_same_rows(fewer_people):
    first, second = plan_county(TODAY, ""), plan_county(TODAY, "")
    assert list(first.rows) == list(second.rows)
    assert all(keys(second.rows[model]) == keys(rows) for model, rows in first.rows.items())


@pytest.mark.turns(7)
def test_in_january_the_full_year_is_reported_without_a_gap(fewer_people):
    january = plan_county(date(2026, 1, 1), "")
    reported = [row for row in january.rows[IncidentCount] if row.month.year == YEAR]
    assert len(reported) == 74 * 12 * 6
    assert max(row.occurred_on for row in january.rows[Visit]) <= date(2025, 12, 31)
    handled = [row for row in january.rows[Dispute] if row.handled_on and row.handled_on.year == YEAR]
    assert len(handled) == 165


@pytest.mark.parametrize(("total", "weights"), [(10, [1, 1, 1]), (7, [0, 5, 0.1]), (0, [1, 2]), (3, [2] * 7)])
def test_whole_parts_add_up(total, weights):
    parts = apportion(total, weights)
    assert sum(parts) == total
    assert all(
        abs(part - total * weight / sum(weights)) < 1 for part, weight in zip(parts, weights, strict=True)
    )


def test_portions_add_up():
    assert sum(portions(31, (3, 5, 8), Random(1))) == 31
