"""Reading leaves an entry: every page on villagers, and every page that was refused."""

import pytest

from access.roles import Role
from audit.models import Entry
from ledgers import books
from tests import build
from tests.test_access import ACCESS, address, allowed

pytestmark = pytest.mark.usefixtures("in_march")
PERSONAL_ROOMS = (
    *{book.stem.partition(":")[0] + ":" for book in books.ledgers()}, *(book.stem for book in books.books()),
    "reports:home", "jobs:download",
)  # fmt: skip
# Pages that show nothing of a villager: empty forms, counts, and confirmations of one's own row by its receipt.
NOTHING_SHOWN = {
    "duty:duty-arrive", "residents:household-create", "residents:service-create", "patrols:patrol-create",
    "disputes:dispute-create", "disputes:prevented-list", "disputes:prevented-report",
    "jobs:download", "residents:household-completeness", "residents:household-lookup",
    "residents:resident-pick",  # nothing is typed, and nobody is suggested
}  # fmt: skip
CAST = {Role.OFFICER: "officer", Role.CHIEF: "chief", Role.COUNTY: "bureau"}


@pytest.mark.turns(6, by="role")
@pytest.mark.parametrize("role", CAST)
def test_every_page_on_villagers_leaves_an_entry(role, rows, sign_in, request):
    person = request.getfixturevalue(CAST[role])
    client, silent = sign_in(person), []
    for name, rule in ACCESS.items():
        if name.startswith(PERSONAL_ROOMS) and name not in NOTHING_SHOWN and allowed(role, rule):
            before = Entry.objects.filter(actor_id=person.pk).count()
            if client.get(address(name, rows)).status_code == 200:
                if Entry.objects.filter(actor_id=person.pk).count() == before and not (
                    name == "reports:home" and role != Role.OFFICER
                ):
                    silent.append(name)
    assert silent == []


@pytest.mark.parametrize(
    "page", ["/residents/own-data/new/", "/residents/priority/new/", "/residents/visits/new/"]
)
def test_a_refused_form_that_shows_a_household_leaves_an_entry(page, village, officer, sign_in):
    household = build.make_household(village, householder="曾小明")
    client = sign_in(officer)
    answer = client.post(page, {"household": household.pk})
    assert answer.status_code == 422 and "曾小明" in answer.content.decode()
    assert Entry.objects.filter(
        action="read", subject_type="residents.household", subject_id=household.pk
    ).exists()


def test_a_refused_confirmation_leaves_an_entry(village, chief, officer, sign_in):
    row = build.make_visit(village, by=officer)
    assert sign_in(chief).post(f"/residents/visits/{row.pk}/give-back/", {"reason": ""}).status_code == 422
    assert Entry.objects.filter(action="read", subject_id=row.pk, actor_id=chief.pk).exists()


def test_no_reason_takes_a_number_to_the_trail(village, chief, officer, sign_in):
    row = build.make_visit(village, by=officer)
    answer = sign_in(chief).post(
        f"/residents/visits/{row.pk}/give-back/", {"reason": "电话13900001234打不通"}
    )
    assert answer.status_code == 422 and "13900001234" in answer.content.decode()  # what was typed stays
    assert not Entry.objects.filter(action="give_back").exists()


def test_a_refused_page_leaves_an_entry(officer, sign_in):
    sign_in(officer).get("/trail/")
    entry = Entry.objects.get(action="denied")
    assert (entry.actor_id, entry.detail) == (officer.pk, {"page": "oversight:trail-list", "status": 403})


def test_a_foreign_row_leaves_an_entry_with_its_number_and_no_name(village, stranger, sign_in):
    household = build.make_household(village, householder="曾小明")
    sign_in(stranger).get(household.get_absolute_url())
    entry = Entry.objects.get(action="denied")
    assert entry.detail == {"page": "residents:household-detail", "asked": household.pk, "status": 404}
    assert "曾小明" not in str(entry.detail) + entry.subject_label


def test_an_address_that_is_no_page_leaves_nothing(officer, sign_in):
    sign_in(officer).get("/no/such/page/")
    assert not Entry.objects.filter(action="denied").exists()


def test_who_is_not_signed_in_leaves_no_refusal(client, village):
    client.get("/residents/households/1/")
    assert not Entry.objects.filter(action="denied").exists()


@pytest.mark.asvs("16.3.2")
def test_failed_authorisation_is_logged(officer, sign_in):
    assert sign_in(officer).get("/account/list/").status_code == 403
    assert Entry.objects.filter(action="denied", actor_id=officer.pk).exists()


def test_an_auditor_reads_no_other_countys_entries(auditor, officer, sign_in):
    foreign = build.make_county("别县", "990902")
    chief = build.make_user("foreign", Role.CHIEF, build.make_station(foreign))
    sign_in(chief).get("/")
    sign_in(officer).get("/residents/visits/")
    from audit import trail

    theirs = trail.record("read", chief, by=chief)
    client = sign_in(auditor)
    assert "Foreign" not in {entry.actor_name for entry in client.get("/trail/").context["entries"]}
    assert client.get(f"/trail/{theirs.pk}/").status_code == 404
