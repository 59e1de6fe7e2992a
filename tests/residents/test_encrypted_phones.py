"""A villager's telephone number: sealed at rest, found as a whole, masked on every page, left unchanged by forms."""

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from encryption.masks import UNREADABLE
from residents import phones, search
from residents.book import HOUSEHOLDS
from residents.models import Household, Resident
from tests import build
from tests.lists import keys, shown, written

pytestmark = pytest.mark.usefixtures("in_march")
PHONE = "15400001234"


@pytest.fixture
def household(village):
    return build.make_household(village, number="1", phone=PHONE)


def stored(table: str, pk: int) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT phone, phone_index FROM {table} WHERE id = %s", [pk])
        return tuple(bytes(value) if value is not None else None for value in cursor.fetchone())


def given_for(household, **changed):
    return {
        "number": "1",
        "householder": "王测试",
        "members": "3",
        "children_under_14": "0",
        "phone": "",
    } | changed


@pytest.mark.asvs("11.3.2")
def test_the_database_holds_no_number(household):
    raw, index = stored("residents_household", household.pk)
    assert PHONE.encode() not in raw + index and Household.objects.get().phone == PHONE


def test_an_empty_number_is_null(village):
    household = build.make_household(village, phone="")
    assert stored("residents_household", household.pk) == (None, None) and Household.objects.get().phone == ""


def test_a_number_moved_to_another_row_does_not_open(household, village):
    other = build.make_household(village, phone="15400005678")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE residents_household t SET phone = s.phone FROM residents_household s WHERE s.id = %s AND t.id = %s",
            [household.pk, other.pk],
        )
    assert Household.objects.get(pk=other.pk).phone is UNREADABLE


def test_many_rows_at_once_are_sealed_too(village):
    keys = build.keys(village)
    Household.objects.bulk_create(
        [Household(number=f"b{n}", householder="王测试", phone=f"1540000{n:04d}", **keys) for n in range(5)]
    )
    assert sorted(household.phone for household in Household.objects.all()) == [
        f"1540000{n:04d}" for n in range(5)
    ]


def test_rows_and_queries_that_would_go_around_the_seal_are_refused(household):
    for wrong in (
        lambda: Household.objects.filter(phone=PHONE).first(),
        lambda: Household.objects.update(phone=PHONE),
        lambda: Household.objects.bulk_update([household], ["phone"]),
    ):
        with pytest.raises(FieldError):
            wrong()


def test_saving_a_row_leaves_its_unread_number_unchanged(household):
    before = stored("residents_household", household.pk)
    Household.objects.get().save()
    assert stored("residents_household", household.pk) == before


@pytest.mark.parametrize(
    "typed", ["+86 154 0000 1234", "154-0000-1234", "１５４００００１２３４", "008615400001234"]
)
def test_one_number_is_one_whatever_its_spelling(household, officer, sign_in, typed):
    answer = sign_in(officer).post("/residents/households/", {"q": typed}, follow=True)
    assert shown(answer) == [household.pk]


@given(st.text(alphabet="0123456789 -()+一", max_size=20))
def test_normalising_twice_changes_nothing(text):
    assert (
        phones.normal(phones.normal(text)) == phones.normal(text)
        or text.count("+86") + text.count("0086") > 1
    )


def test_a_part_of_a_number_finds_nobody(household, officer, sign_in):
    for part in ("1540000123", "5400001234", "154000012345"):
        answer = sign_in(officer).get("/residents/households/", {"q": part})
        assert answer.context["count"] == 0


def test_a_number_is_found_within_the_scope_only(household, stranger, officer, sign_in):
    person = build.make_resident(household, phone=PHONE)
    for user, found in ((officer, [person]), (stranger, [])):
        answer = sign_in(user).get("/residents/people/", {"q": PHONE})
        assert shown(answer) == keys(found)


def test_a_search_by_number_uses_the_index_of_the_database(household):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Household.objects.order_by().filter(*search.of_person(Household, PHONE)).explain()
    assert "household_by_phone" in plan


@pytest.mark.asvs("14.2.6")
def test_every_page_of_everybody_shows_the_mask(household, officer, auxiliary, clerk, chief, bureau, sign_in):
    person = build.make_resident(household, phone=PHONE)
    for user in (officer, auxiliary, clerk, chief, bureau):
        client = sign_in(user)
        for url in ("/", "/residents/households/", "/residents/people/", household.get_absolute_url(),
                    person.get_absolute_url(), f"/residents/households/{household.pk}/edit/",
                    f"/residents/people/{person.pk}/edit/"):  # fmt: skip
            assert PHONE not in client.get(url, follow=True).content.decode(), (user, url)


def test_the_form_hides_the_number_and_leaves_it_unchanged(household, officer, sign_in):
    client, url = sign_in(officer), f"/residents/households/{household.pk}/edit/"
    page = client.get(url).content.decode()
    assert "154****1234" in page and PHONE not in page
    assert client.post(url, given_for(household, members="4")).status_code == 302
    household.refresh_from_db()
    assert (household.phone, household.members) == (PHONE, 4)


def test_the_form_changes_and_empties_the_number(household, officer, sign_in):
    client, url = sign_in(officer), f"/residents/households/{household.pk}/edit/"
    client.post(url, given_for(household, phone="15400009999"))
    assert Household.objects.get().phone == "15400009999"
    assert client.post("/residents/households/", {"q": "15400009999"}, follow=True).context["count"] == 1
    client.post(url, given_for(household, **{"phone-emptied": "on"}))
    assert stored("residents_household", household.pk) == (None, None)
    assert "154****" not in client.get(url).content.decode()


def test_what_was_typed_stays_when_the_form_is_refused(household, officer, sign_in):
    client, url = sign_in(officer), f"/residents/households/{household.pk}/edit/"
    refused = client.post(url, given_for(household, phone="15400009999", members=""))
    assert refused.status_code == 422 and "15400009999" in refused.content.decode()
    untouched = client.post(url, given_for(household, members=""))
    assert PHONE not in untouched.content.decode() and "154****1234" in untouched.content.decode()


def test_a_new_resident_has_an_open_field(household, officer, sign_in):
    client = sign_in(officer)
    client.post("/residents/people/new/", {"household": household.pk, "name": "张三", "residence": "permanent",
                                           "birth_year": "1980", "phone": PHONE})  # fmt: skip
    assert Resident.objects.get().phone == PHONE


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_masks_the_number(household, officer, form):
    _heads, row = written(HOUSEHOLDS.listing, officer, form)
    assert "154****1234" in row and PHONE not in row
