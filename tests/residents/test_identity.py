"""An identity number is entered only for a service, sealed, masked, looked at with a reason, and erased."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from access import scope
from audit import trail
from policies.acting import acting
from residents import identity
from residents.actions import register
from residents.models import Identity
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
FIRST = "99090119800101001"
NUMBER = FIRST + identity.check_character(FIRST)
MASK = "99************" + NUMBER[-4:]


@pytest.fixture
def person(village):
    return build.make_resident(build.make_household(village))


@pytest.fixture
def url(person):
    return f"/residents/people/{person.pk}/identity/"


def test_the_example_of_the_standard_is_sound():
    """GB 11643-1999, 5: 11010519491231002X and 440524188001010014; the latter is older than any register."""
    assert identity.check_character("11010519491231002") == "X"
    assert identity.check_character("44052418800101001") == "4"
    assert identity.fault("11010519491231002X") == ""


@pytest.mark.parametrize(
    "typed", ["11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002X"]
)
def test_one_number_is_one_whatever_its_spelling(typed):
    assert identity.normal(typed) == "11010519491231002X" and identity.fault(typed) == ""


@pytest.mark.parametrize(
    "typed", ["", "1101051949123100", "110105194912310021", "11010519490231002X", "11010520991231002X",
              "1101051949123100XX", "一1010519491231002X", "11010519491231002²"]
)  # fmt: skip
def test_a_number_that_can_not_be_is_refused(typed):
    assert identity.fault(typed)


@given(st.text(max_size=24))
def test_no_text_is_too_odd_to_be_judged(text):
    identity.fault(text)


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(place, by):
    wrong = NUMBER[:place] + str((int(NUMBER[place]) + by) % 10) + NUMBER[place + 1 :]
    assert identity.fault(wrong)


@pytest.mark.asvs("14.2.6")
def test_it_is_sealed_at_rest_and_masked_on_the_page(person, url, officer, sign_in):
    client = sign_in(officer)
    assert client.post(url, {"number": NUMBER, "purpose": "document"}).status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM residents_identity t")
        assert NUMBER not in cursor.fetchone()[0]
    page = client.get(person.get_absolute_url()).content.decode()
    assert MASK in page and NUMBER not in page and Identity.objects.get().number == NUMBER
    assert NUMBER not in client.get(url).content.decode()


def test_it_needs_a_purpose_and_a_sound_number(url, officer, sign_in):
    client = sign_in(officer)
    for given_ in ({"number": NUMBER}, {"number": NUMBER[:-1] + "5", "purpose": "document"}, {"purpose": "document"},
                   {"number": NUMBER, "purpose": "curiosity"}):  # fmt: skip
        assert client.post(url, given_).status_code == 422, given_
    assert not Identity.objects.exists()


def test_a_number_of_another_resident_must_be_confirmed(village, person, url, officer, sign_in):
    client, other = sign_in(officer), build.make_resident(person.household, name="曾小明")
    client.post(f"/residents/people/{other.pk}/identity/", {"number": NUMBER, "purpose": "document"})
    asked = client.post(url, {"number": NUMBER.lower(), "purpose": "document"})
    assert asked.status_code == 422 and "曾小明" in asked.content.decode()
    client.post(url, {"number": NUMBER, "purpose": "document", "again": "on"})
    assert Identity.objects.count() == 2


def test_a_number_outside_the_scope_is_not_revealed(elsewhere, stranger, url, officer, sign_in):
    theirs = build.make_resident(build.make_household(elsewhere), name="曾小明")
    given_ = {"number": NUMBER, "purpose": "document"}
    sign_in(stranger).post(f"/residents/people/{theirs.pk}/identity/", given_)
    answer = sign_in(officer).post(url, given_)
    assert answer.status_code == 302 and Identity.objects.count() == 2


def test_it_is_shown_with_a_reason_and_the_trail_has_no_number(person, url, officer, auxiliary, sign_in):
    sign_in(officer).post(url, {"number": NUMBER, "purpose": "document"})
    shown = sign_in(officer).post(f"{url}reveal/", {"why": "service"})
    assert NUMBER in shown.content.decode() and shown["Cache-Control"] == "no-store"
    assert sign_in(auxiliary).post(f"{url}reveal/", {"why": "service"}).status_code == 403
    entries = [entry.detail for entry in trail.entries_for(person)]
    assert {"fact": "identity", "why": "service", "words": ""} in entries and NUMBER not in str(entries)


def test_the_purpose_changes_while_the_number_is_left_untouched(url, officer, sign_in):
    client = sign_in(officer)
    client.post(url, {"number": NUMBER, "purpose": "document"})
    assert client.post(url, {"number": "", "purpose": "benefit"}).status_code == 302
    saved = Identity.objects.get()
    assert (saved.number, saved.purpose) == (NUMBER, "benefit")
    assert client.post(url, {"number": "", "number-emptied": "on", "purpose": "benefit"}).status_code == 422


def test_it_is_erased_when_the_service_is_done(person, url, officer, sign_in):
    client = sign_in(officer)
    client.post(url, {"number": NUMBER, "purpose": "document"})
    assert client.post(f"{url}erase/", {}).status_code == 302
    assert (
        not Identity.objects.exists() and trail.entries_for(person).filter(action="erase_identity").exists()
    )


def test_the_county_sees_not_even_the_mask(person, url, officer, bureau, sign_in):
    sign_in(officer).post(url, {"number": NUMBER, "purpose": "document"})
    assert MASK not in sign_in(bureau).get(person.get_absolute_url()).content.decode()
    assert sign_in(bureau).get(url).status_code == 403


def test_the_number_follows_a_person_into_another_household(person, village, clerk, station):
    number = Identity.objects.create(
        resident=person, number=NUMBER, purpose="document", recorded_by=clerk, **build.keys(village)
    )
    beside = build.make_village(build.make_post(station, "邻警务室"), "邻村委会")
    person.household = build.make_household(beside)
    with acting(scope.acting_as(clerk)):
        register.change_resident(person, by=clerk)
    number.refresh_from_db()
    assert (number.village, number.post) == (beside, person.household.post)
    assert str(number.number) == NUMBER
