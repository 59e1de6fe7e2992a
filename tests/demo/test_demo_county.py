"""The rows of the demo county, as it is loaded on one certain day, add up to the acceptance figures."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

import environ
import pytest
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F, Max, Q, Sum
from django.test import override_settings
from django.utils import timezone

from access.roles import Role
from accounts.models import PasswordHash, User
from audit.models import Entry
from config.settings import base
from demo.acceptance import PEOPLE
from demo.apportion import apportion, portions
from demo.county import plan_county
from disputes.models import Dispute
from duty.models import DutyDay
from imports.models import Import
from indicators.models import IncidentCount, Publication, VillageMonth
from indicators.models.months import FIVE_NONE
from ledgers import books
from ledgers.models import Row, StationMonth
from ops import snapshots
from oversight.models import EmergencyView
from posts.models import Assignment, Membership, Post, Station, Town, Village
from posts.querysets import open_on
from residents import identity
from residents.models import (
    DataRequest,
    Duplicate,
    Household,
    Identity,
    Pairing,
    PriorityVisit,
    Request,
    Resident,
    Visit,
)
from surveys.models import AnswerTally, Sample

TODAY = date(2026, 3, 18)
YEAR = 2025
DECEMBER = date(YEAR, 12, 1)
BOOKS = books.row_models()
PASSWORD = "walking-through-the-fields"


pytestmark = pytest.mark.django_db


@contextmanager
def connected_to(url: str) -> Iterator[None]:
    """Django's connection leads to another server while the block runs."""
    settings, before = connection.settings_dict, dict(connection.settings_dict)
    connection.close()
    settings.update(
        {key: environ.Env.db_url_config(url)[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")}
    )
    try:
        yield
    finally:
        connection.close()
        settings.update(before)


@pytest.fixture(scope="module", autouse=True)
def password(django_db_setup, django_db_blocker) -> Iterator[str]:
    """Every test of this file reads one copy of the demo county, as its owner; the password of its accounts."""
    with snapshots.running_copy(snapshots.demo(TODAY)) as (instance, stores):
        own = instance.secrets()
        with (
            override_settings(FIELD_KEYS=own["field_keys"], PASSWORD_HASHERS=base.PASSWORD_HASHERS),
            connected_to(stores.owner_url),
            django_db_blocker.unblock(),
        ):
            yield own["demo"]


@pytest.fixture(scope="module")
def year(password) -> dict:
    """The sums of the full year, as every page works them out."""
    fields = [
        "households_met", "households_met_first", "talks", "good_deeds", "documents", "bulletins", "donations",
        "disputes_handled", "disputes_accepted", "patrols", "preventable", "criminal", "visit_target",
    ]  # fmt: skip
    months = VillageMonth.objects.filter(month__year=YEAR)
    return months.aggregate(**{name: Sum(name) for name in fields})


def keys(rows) -> list[tuple]:
    """Every value of every row."""
    names = [field.attname for field in type(rows[0])._meta.concrete_fields]
    return [tuple(getattr(row, name) for name in names) for row in rows]


# The county


def test_the_county_has_the_published_size():
    counts = [model.objects.count() for model in (Town, Village, Station, Post)]
    assert counts == [11, 74, 6, 23]
    assert User.objects.filter(username__startswith="officer").count() == 23


def test_no_division_has_its_codes():
    assert all(code.startswith("9901") for code in Village.objects.values_list("code", flat=True))
    assert all(len(code) == 12 for code in Village.objects.values_list("code", flat=True))


def test_a_post_has_three_or_four_villages_of_its_station():
    sizes = Counter(Membership.objects.values_list("post_id", flat=True))
    assert set(sizes.values()) == {3, 4}
    strangers = Membership.objects.exclude(village__town__stations=F("post__station"))
    assert not strangers.exists()


def test_every_post_has_one_responsible_officer_on_every_day():
    for day in (date(2024, 1, 1), DECEMBER, TODAY):
        responsible = Assignment.objects.filter(open_on(day), is_responsible=True)
        assert sorted(responsible.values_list("post_id", flat=True)) == sorted(
            Post.objects.values_list("pk", flat=True)
        )


def test_everybody_signs_in_with_the_demo_password(password):
    hashes = set(PasswordHash.objects.values_list("hash", flat=True))
    assert len(hashes) == 1 and check_password(password, hashes.pop())
    assert User.objects.count() == Assignment.objects.count() == 23 + 15 + 6 + 6 + 2 + 1 + 1 + 1 + 1


# The people


def test_138_000_people_live_there():
    assert Household.objects.filter(closed_on=None).aggregate(people=Sum("members"))["people"] == PEOPLE
    assert 40_000 < Household.objects.filter(closed_on=None).count() < 42_000
    december = VillageMonth.objects.filter(month=DECEMBER).aggregate(people=Sum("people"))
    assert december["people"] == PEOPLE


def test_children_are_a_number_and_never_a_person():
    lived_in = Household.objects.filter(continued_in=None).exclude(closed_for=Household.Leaving.MISTAKE)
    adults = lived_in.aggregate(adults=Sum(F("members") - F("children_under_14")))["adults"]
    assert Resident.objects.filter(continued_in=None).count() == adults
    assert Resident.objects.aggregate(youngest=Max("birth_year"))["youngest"] <= TODAY.year - 15


def test_nothing_forbidden_stands_in_a_register():
    """No number is long enough for an identity number, and no telephone number can be anybody's."""
    for model, fields in (
        (Household, ("number", "note", "householder")),
        (Resident, ("name",)),
    ):
        long = Q()
        for field in fields:
            long |= Q(**{f"{field}__regex": r"[0-9]{12}"})
        assert not model.objects.filter(long).exists()
        phones = [row.phone for row in model.objects.filter(phone__isnull=False)[:2_000]]
        assert phones and all(re.fullmatch(r"154[0-9]{8}", phone) for phone in phones)


def test_notes_name_nobody():
    notes = set(Visit.objects.values_list("note", flat=True)) | set(
        Dispute.objects.values_list("summary", flat=True)
    )
    names = set(User.objects.values_list("name", flat=True))
    assert not [note for note in notes for name in names if name in note]


def test_namesakes_are_found_by_their_stored_keys():
    household = Household.objects.order_by("pk").first()
    stored = household.pinyin, household.initials
    household.save()
    assert stored == (household.pinyin, household.initials) and all(stored)


# The figures of the full year


def test_visits_add_up(year):
    assert year["households_met_first"] == 7_800
    assert year["talks"] == 24_000
    assert abs(year["households_met"] / float(year["visit_target"]) - 1) < 0.05


def test_each_officer_keeps_near_the_target():
    months = VillageMonth.objects.filter(month__year=YEAR).values("post", "month")
    for one in months.annotate(met=Sum("households_met"), target=Sum("visit_target")):
        assert 0.6 < one["met"] / float(one["target"]) < 1.6


def test_services_add_up(year):
    found = [year[name] for name in ("good_deeds", "documents", "bulletins", "donations")]
    assert found == [317, 7_608, 516, Decimal(26_000)]


def test_54_households_are_paired():
    december = VillageMonth.objects.filter(month=DECEMBER).aggregate(pairings=Sum("pairings"))
    assert december["pairings"] == 54
    assert not Pairing.objects.filter(household__is_hardship=False).exists()


def test_disputes_and_patrols_add_up(year):
    assert (year["disputes_handled"], year["patrols"]) == (165, 375)
    assert 165 < year["disputes_accepted"] < 180
    handled = Dispute.objects.filter(handled_on__year=YEAR)
    assert handled.filter(host=Dispute.Host.VILLAGE).count() > 0.8 * handled.count()


def test_69_of_74_villages_met_the_five_none():
    met = unmet = 0
    for village in Village.objects.all():
        months = list(VillageMonth.objects.filter(village=village, month__year=YEAR).values_list(*FIVE_NONE))
        assert len(months) == 12 and all(None not in counts for counts in months)
        if any(map(any, months)):
            unmet += 1
        else:
            met += 1
    assert (met, unmet) == (69, 5)
    assert round(met / 74 * 100, 2) == 93.24


def test_preventable_cases_fell_by_41_percent(year):
    before = VillageMonth.objects.filter(month__year=YEAR - 1).aggregate(cases=Sum("preventable"))["cases"]
    assert round((year["preventable"] - before) / before * 100) == -41


def test_preventable_cases_are_among_the_criminal_ones():
    assert not VillageMonth.objects.filter(preventable__gt=F("criminal")).exists()


def test_two_rounds_lie_above_98_percent_and_the_year_above_95():
    ratings = AnswerTally.objects.filter(round__month__year=YEAR)
    rates = []
    for survey in sorted(set(ratings.values_list("round_id", flat=True))):
        answers = dict(ratings.filter(round=survey).values_list("rating").annotate(n=Sum("count")))
        substantive = sum(n for rating, n in answers.items() if rating not in {"unknown", "refused"})
        rates.append((answers["very_satisfied"] + answers["satisfied"]) / substantive)
    assert len(rates) == 2 and min(rates) >= 0.98
    assert Sample.objects.filter(round__month__year=YEAR).count() == 2 * 74


def test_nobody_answered_who_was_not_asked():
    sums = VillageMonth.objects.filter(invited__gt=0)
    answers = (
        F("very_satisfied") + F("satisfied") + F("basically") + F("dissatisfied") + F("very_dissatisfied")
    )
    assert not sums.filter(invited__lt=answers + F("unknown") + F("refused")).exists()


# The state of things today


def test_nothing_has_happened_yet_today():
    end = timezone.make_aware(datetime.combine(TODAY, time.min))
    for book in BOOKS:
        last = book.objects.aggregate(on=Max("occurred_on"), at=Max("recorded_at"), signed=Max("reviewed_at"))
        assert last["on"] < TODAY and last["at"] < end and last["signed"] < end
        assert not book.objects.filter(recorded_at__date__lt=F("occurred_on")).exists()
    assert DutyDay.objects.aggregate(on=Max("on"))["on"] < TODAY
    assert IncidentCount.objects.aggregate(at=Max("attested_at"))["at"] < end


def test_every_row_belongs_to_the_post_of_its_village():
    for book in (*BOOKS, Household, Resident, DutyDay, IncidentCount):
        assert not book.objects.exclude(village__memberships__post=F("post")).exists()
        assert not book.objects.exclude(post__station=F("station")).exists()


def test_months_are_published_up_to_the_last_complete_one():
    assert Publication.objects.count() == 25
    assert not StationMonth.objects.filter(month__lt=date(2026, 2, 1)).exclude(state="published").exists()
    last = StationMonth.objects.filter(month=date(2026, 2, 1)).order_by("station")
    assert [month.state for month in last] == ["approved"] * 2 + ["submitted"] * 2 + ["open"] * 2


def test_a_publication_still_says_what_the_books_say():
    newest = Publication.objects.first()
    assert sum(newest.counts.values_list("visits", flat=True)) == (
        Visit.objects.counted().in_month(newest.month).count()
    )


def test_three_villages_of_an_open_station_have_not_reported():
    silent = VillageMonth.objects.filter(month=date(2026, 2, 1), criminal=None)
    assert silent.count() == 3
    assert len({row.post_id for row in silent}) == 1
    assert StationMonth.objects.get(station=silent[0].station_id, month=date(2026, 2, 1)).state == "open"


def test_households_remember_their_visits():
    counted = Q(visits__state__in=Row.COUNTED)
    met = Household.objects.annotate(
        day=Max("visits__occurred_on", filter=counted & Q(visits__outcome="met"))
    )
    assert not met.exclude(Q(day=None, last_met_on=None) | Q(day=F("last_met_on"))).exists()
    for household in Household.objects.exclude(next_visit_on=None).order_by("pk")[:200]:
        newest = household.visits.counted().order_by("-occurred_on", "-pk").first()
        assert household.next_visit_on == newest.next_visit_on


def test_there_is_something_to_do_today():
    assert Household.objects.filter(next_visit_on__lt=TODAY).exists()
    assert Household.objects.filter(next_visit_on__gte=TODAY).exists()
    assert Request.objects.filter(told_back_on=None, due_on__lt=TODAY).exists()
    assert Dispute.objects.filter(stage="open", occurred_on__lt=TODAY - timedelta(days=60)).exists()
    given_back = [book.objects.filter(state=Row.State.GIVEN_BACK).exclude(reason="") for book in BOOKS]
    assert sum(rows.count() for rows in given_back) >= 5


def test_requests_belong_to_their_visit():
    assert not Request.objects.exclude(household=F("visit__household"), occurred_on=F("visit__occurred_on"))
    answered = Request.objects.exclude(told_back_on=None).count()
    assert answered / Request.objects.count() > 0.95


def test_priority_visits_stand_at_every_stage_in_several_stations():
    running = set(PriorityVisit.objects.open_on(TODAY))
    stages = {(one.state, one in running, bool(one.ended_on)) for one in PriorityVisit.objects.all()}
    waiting, refused = ("requested", False, False), ("refused", False, False)
    approved = {("approved", True, False), ("approved", False, False), ("approved", False, True)}
    assert stages == {waiting, refused, *approved}
    assert PriorityVisit.objects.values("station").distinct().count() >= 4
    asked = PriorityVisit.objects.filter(purpose="asked", state="approved").get()
    assert (
        asked.household.visits.counted().filter(is_priority=True, occurred_on__gte=asked.decided_on).exists()
    )


def test_requests_about_own_data_wait_are_overdue_or_are_answered():
    waiting = DataRequest.objects.waiting()
    assert waiting.filter(due_on__gte=TODAY).exists() and waiting.filter(due_on__lt=TODAY).exists()
    answered = Counter(DataRequest.objects.exclude(answer="").values_list("state", flat=True))
    assert answered == {"granted": 3, "refused": 1}
    assert not DataRequest.objects.filter(answered_on__gte=TODAY).exists()


def test_one_identity_number_is_sound_and_nobodys():
    held = Identity.objects.get()
    assert held.number.startswith("99") and identity.fault(held.number) == ""
    assert identity.birthday(held.number).year == held.resident.birth_year
    assert held.number.encode() not in bytes(Identity.objects.values_list("number", flat=True)[0].raw)


def test_one_of_two_chiefs_has_acknowledged_the_look_in_an_emergency():
    view = EmergencyView.objects.get()
    stations = {notice.station_id: bool(notice.acknowledged_by_id) for notice in view.notices.all()}
    served = Assignment.objects.on(view.day).get(user=view.user).post
    assert stations == {view.post.station_id: True, served.station_id: False}
    looked = Entry.objects.filter(detail__emergency_view=view.pk, action="read")
    assert looked.count() == 4 and set(looked.values_list("post_id", flat=True)) == {view.post_id}


def test_officers_are_in_their_villages_about_three_days_a_week():
    weeks = 52 * 23
    assert 2.7 < DutyDay.objects.filter(on__year=YEAR).count() / weeks < 3.3


# Loading


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


def test_the_same_day_gives_the_same_rows(fewer_people):
    first, second = plan_county(TODAY, ""), plan_county(TODAY, "")
    assert list(first.rows) == list(second.rows)
    assert all(keys(second.rows[model]) == keys(rows) for model, rows in first.rows.items())


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


def test_the_register_shows_pairs_a_merge_a_move_and_a_split():
    states = Counter(Duplicate.objects.values_list("state", flat=True))
    assert states == {"open": 6, "different": 1, "same": 1}
    went_on = Household.objects.filter(continued_in__isnull=False)
    assert Counter(went_on.values_list("closed_for", flat=True)) == {"relocated": 1, "merged": 1}
    assert Resident.objects.exclude(went_to="").count() == 1


def test_two_sheets_were_brought_in_and_one_of_them_was_taken_back():
    done, withdrawn = Import.objects.order_by("pk")
    assert (done.state, withdrawn.state) == ("done", "withdrawn")
    counted = {
        name: done.counts[name] for name in ("refused", "changed", "unchanged", "counted", "made_households")
    }
    assert counted == {"refused": 1, "changed": 4, "unchanged": 0, "counted": 1, "made_households": 1}
    assert list(done.forbidden) == ["民族"]
    assert Household.objects.filter(number__startswith="新居", closed_on=None).count() == 1
