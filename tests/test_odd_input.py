"""What people, links and machines put into addresses and fields: a clear answer, never a 500."""

import pytest

from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
NUL, SUPERSCRIPT, LONG = "%00", "%C2%B2", "9" * 5_000

ODD = [
    "/?month=1999-01",
    "/?month=2000-01",
    "/reports/monthly/?month=0001-01",
    f"/reports/monthly/?place=post:{SUPERSCRIPT}",
    f"/reports/monthly/?place=post:{LONG}",
    f"/residents/visits/?after={SUPERSCRIPT}",
    f"/residents/visits/?after={LONG}",
    "/residents/visits/?after=abc",
    f"/residents/visits/?q={NUL}",
    "/residents/visits/?month=2001-05",
    f"/residents/visits/?village={LONG}",
    "/residents/households/?after=-5&sort=householder",
    "/figures/months/2000-01/",
    "/figures/five-none/?month=2000-01",
]


@pytest.mark.parametrize("address", ODD)
def test_an_odd_address_is_no_fault(village, chief, sign_in, address):
    build.make_visit(village)
    assert sign_in(chief).get(address).status_code in {200, 404}


@pytest.mark.parametrize("query", [f"q={NUL}", f"household={SUPERSCRIPT}", f"household={LONG}"])
def test_an_odd_search_is_no_fault(village, officer, sign_in, query):
    assert sign_in(officer).get(f"/residents/households/pick/?{query}").status_code == 200


@pytest.mark.parametrize(
    "query", ["to=9999-12-31", "from=0001-01-01", f"before={SUPERSCRIPT}", f"before={LONG}"]
)
def test_an_odd_question_to_the_trail_is_no_fault(auditor, sign_in, query):
    assert sign_in(auditor).get(f"/trail/?{query}").status_code == 200


def test_a_nul_at_sign_in_is_a_failed_sign_in(client, db):
    answer = client.post("/account/sign-in/", {"username": "a\0b", "password": "x"})
    assert answer.status_code == 200


@pytest.mark.parametrize("key", ["²", "9" * 4301, "-1", "1.0"])
@pytest.mark.parametrize("page", ["/residents/own-data/new/", "/residents/priority/new/"])
def test_an_odd_household_is_no_fault(village, officer, sign_in, page, key):
    assert sign_in(officer).get(page, {"household": key}).status_code == 200
    assert sign_in(officer).post(page, {"household": key}).status_code == 422


def test_an_odd_village_of_a_duty_day_is_no_village(village, officer, sign_in):
    assert sign_in(officer).post("/ledgers/duty/arrive/", {"village": "²"}).status_code == 404


@pytest.mark.parametrize("form", ["a" * 100, "a%00b"])
def test_an_odd_draft_is_no_fault(officer, sign_in, form):
    assert sign_in(officer).post(f"/ledgers/drafts/{form}/", {"note": "a\0b"}).status_code < 500


@pytest.mark.parametrize("value", ["\0", "²", "９９", LONG, "-1", "1e9", "NaN"])
def test_an_odd_field_is_told_beside_it(village, officer, sign_in, value):
    household = build.make_household(village)
    given = {
        "household": household.pk,
        "occurred_on": "2026-03-20",
        "outcome": "met",
        "talks": value,
        "note": value,
    }
    assert sign_in(officer).post("/residents/visits/new/", given).status_code in {302, 422}
