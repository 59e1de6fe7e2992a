"""Who looked at a household or a person: pages, lists, suggestions, forms, files; who may ask, and what is told."""

from datetime import date

import pytest
from django.db import connection

from access import scope
from audit import looks, trail
from audit.models import Entry
from jobs.models import Job
from jobs.run import perform
from oversight.models import Outlier
from policies.acting import acting
from reports import exports
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def household(village):
    return build.make_household(village, householder="曾小明", number="12号")


@pytest.fixture
def member(household):
    return build.make_resident(household, name="曾大明")


def newest(person, **about) -> Entry:
    return Entry.objects.filter(actor_id=person.pk, **about).latest("pk")


def test_a_list_names_the_households_that_it_showed_and_no_others(household, elsewhere, officer, sign_in):
    build.make_household(elsewhere)
    sign_in(officer).get("/residents/households/")
    assert newest(officer, action="list").households == [household.pk]


def test_a_list_of_visits_names_whose_they_are(household, officer, sign_in):
    build.make_visit(household.village, by=officer, household=household)
    sign_in(officer).get("/residents/visits/")
    assert newest(officer, action="list").households == [household.pk]


def test_a_search_that_finds_nobody_names_nobody(household, officer, sign_in):
    sign_in(officer).post("/residents/households/", {"q": "没有此人"}, follow=True)
    assert newest(officer, action="list").households is None


def test_the_page_of_a_household_names_its_residents_and_not_itself_again(
    household, member, officer, sign_in
):
    sign_in(officer).get(household.get_absolute_url())
    entry = newest(officer, action="read")
    assert (entry.subject_id, entry.households, entry.residents) == (household.pk, None, [member.pk])


def test_the_page_of_a_visit_names_its_household(household, officer, sign_in):
    visit = build.make_visit(household.village, by=officer, household=household)
    sign_in(officer).get(visit.get_absolute_url())
    entry = newest(officer, action="read")
    assert (entry.subject_type, entry.households) == ("residents.visit", [household.pk])


def test_suggestions_of_one_form_are_one_entry(village, household, officer, sign_in):
    other = build.make_household(village, householder="曾小红", number="13号")
    client = sign_in(officer)
    client.get("/residents/visits/new/")
    before = Entry.objects.filter(actor_id=officer.pk).count()
    for typed in ("曾", "曾小", "曾小明"):
        page = client.post("/residents/households/pick/", {"q": typed})
        assert "曾小明" in page.content.decode()
    made = Entry.objects.filter(actor_id=officer.pk).order_by("pk")[before:]
    named = {key for entry in Entry.objects.filter(actor_id=officer.pk) for key in entry.households or ()}
    assert len(made) <= 1 and {household.pk, other.pk} <= named


def test_many_are_in_entries_of_fifty(village, officer):
    keys = {"households": set(range(1, 121)), "residents": set()}
    trail.record("export", None, by=officer, seen=keys, book="residents.household")
    entries = Entry.objects.filter(actor_id=officer.pk).order_by("pk")
    assert [len(entry.households) for entry in entries] == [50, 50, 20]
    assert [entry.action for entry in entries] == ["export", "shown", "shown"]


def test_a_file_names_everybody_in_it(village, household, officer):
    more = [build.make_household(village, number=f"{number}号") for number in range(100, 155)]
    given = {"list": "residents:household-list", "query": "", "format": "csv"}
    job = Job.objects.create(task="x", title="x", by=officer, params=given)
    perform(str(job.pk), exports.write_list)
    entries = Entry.objects.filter(actor_id=officer.pk, action__in=["export", "shown"])
    assert {key for one in entries for key in one.households} == {household.pk, *(one.pk for one in more)}


@pytest.mark.parametrize("kind", looks.KINDS)
def test_the_auditor_finds_every_look_by_the_number(kind, household, member, officer, auditor, sign_in):
    client, row = sign_in(officer), household if kind == "households" else member
    client.get(row.get_absolute_url())
    client.get("/residents/households/" if kind == "households" else "/residents/people/")
    page = sign_in(auditor).get(f"/trail/looks/?kind={kind}&number={row.pk}")
    assert [(one["actor_name"], one["times"]) for one in page.context["people"]] == [(officer.name, 2)]
    assert {entry.action for entry in page.context["entries"]} == {"read", "list"}
    assert "曾" not in page.content.decode()


@pytest.mark.parametrize("number", ["x", "0", "999999999", "9" * 18, "9" * 30, "-1"])
def test_a_number_of_nobody_finds_nothing(number, auditor, sign_in):
    page = sign_in(auditor).get(f"/trail/looks/?kind=households&number={number}")
    assert page.status_code == 200 and not page.context.get("entries")


def test_an_auditor_of_another_county_finds_nothing(household, officer, sign_in):
    sign_in(officer).get(household.get_absolute_url())
    foreign = build.make_user("foreign", "auditor", build.make_county("别县", "990902"))
    assert not sign_in(foreign).get(f"/trail/looks/?kind=households&number={household.pk}").context["entries"]


def test_the_chief_sees_who_looked_and_how_many_others(household, officer, chief, bureau, sign_in):
    sign_in(officer).get(household.get_absolute_url())
    sign_in(bureau).get("/residents/households/")
    page = sign_in(chief).get(f"/residents/households/{household.pk}/looks/")
    assert officer.name in {one["actor_name"] for one in page.context["people"]}
    assert page.context["elsewhere"] == 1 and bureau.name not in page.content.decode()


def test_the_chief_of_another_station_sees_nothing(household, officer, elsewhere, sign_in):
    other = build.make_user("other_chief", "chief", elsewhere.memberships.get().post.station)
    assert sign_in(other).get(f"/residents/households/{household.pk}/looks/").status_code == 404
    with acting(scope.acting_as(other)), connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM residents_looks('households', %s::bigint[], '{read}')", [[household.pk]]
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT audit_seen('households', 'residents.household', %s::bigint[])", [[household.pk]]
        )
        assert cursor.fetchall() == []


def test_the_copy_for_the_person_counts_lists_and_looks_of_others(household, officer, bureau, sign_in):
    client = sign_in(officer)
    client.get(household.get_absolute_url())
    sign_in(bureau).get("/residents/households/")
    asked = build.make_data_request(household, by=officer, is_identity_checked=True)
    page = client.get(f"/residents/own-data/{asked.pk}/extract/")
    told = {line["action"]: (line["times"], line["people"]) for line in page.context["looks"]}
    assert told["list"][1] == 1 and told["read"][0] >= 1
    assert bureau.name not in page.content.decode()


def test_who_judges_an_outlier_sees_house_and_name(household, officer, chief, auditor, sign_in):
    client = sign_in(officer)
    client.get(household.get_absolute_url())
    outlier = Outlier.objects.create(
        user=officer, role="officer", county=household.county, station=household.station, week=date(2026, 3, 16),
        reason="lookups", count=1, limit=0,
    )  # fmt: skip
    page = sign_in(chief).get(f"/organisation/outliers/{outlier.pk}/").content.decode()
    assert "曾小明 12号" in page and household.get_absolute_url() in page
    assert newest(chief, action="read").households == [household.pk]
    audited = sign_in(auditor).get(f"/organisation/outliers/{outlier.pk}/").content.decode()
    assert "曾小明" not in audited and f"#{household.pk}" in audited


def test_an_entry_shows_the_auditor_who_was_seen(household, officer, auditor, sign_in):
    sign_in(officer).get("/residents/households/")
    page = sign_in(auditor).get(f"/trail/{newest(officer, action='list').pk}/").content.decode()
    assert f"/trail/looks/?kind=households&amp;number={household.pk}" in page
