"""A stored number that does not open breaks no page: it shows as such, stays as it is, and is logged once."""

import base64
import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from audit.models import Entry
from encryption import fields
from encryption.fields import Ciphertext
from encryption.masks import UNREADABLE
from ledgers.models import Draft
from residents.actions import reveals
from residents.actions.identities import record_identity
from residents.book import HOUSEHOLDS
from residents.models import Household, Identity, Resident
from residents.views import identities
from tests import build
from tests.lists import written
from tests.residents.test_identity import NUMBER

pytestmark = pytest.mark.usefixtures("in_march", "told_anew")
PHONE, LABEL = "15400001234", "无法读取"


@pytest.fixture
def told_anew():
    """What another test had logged is forgotten."""
    fields.log_once.cache_clear()


@pytest.fixture
def household(village):
    """A household whose number was copied from another row by somebody with access to the table."""
    other = build.make_household(village, number="9", phone=PHONE)
    household = build.make_household(village, number="1", phone=PHONE)
    move(Household, other, household)
    return Household.objects.get(pk=household.pk)


def move(model, giver, taker, column: str = "phone") -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {model._meta.db_table} t SET {column} = s.{column} FROM {model._meta.db_table} s "
            "WHERE s.id = %s AND t.id = %s",
            [giver.pk, taker.pk],
        )


def stored(household) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, phone_index FROM residents_household WHERE id = %s", [household.pk])
        return tuple(map(bytes, cursor.fetchone()))


def given(**changed) -> dict:
    facts = {"number": "1", "householder": "王测试", "members": "3", "children_under_14": "0", "phone": ""}
    return facts | changed


def test_lists_and_pages_show_that_it_can_not_be_read(household, officer, auxiliary, clerk, chief, sign_in):
    person = build.make_resident(household, phone="15400005678")
    move(Resident, build.make_resident(household, phone=PHONE), person)
    for user in (officer, auxiliary, clerk, chief):
        client = sign_in(user)
        for url in ("/residents/households/", household.get_absolute_url(), person.get_absolute_url()):
            shown = client.get(url)
            assert shown.status_code == 200, (user, url)
            assert f'<span class="mark mark-bad">{LABEL}</span>' in shown.content.decode(), (user, url)
            assert PHONE not in shown.content.decode()


def test_who_reads_the_mask_in_the_list_reads_the_same_on_the_page(household, bureau, sign_in):
    client = sign_in(bureau)
    for url in ("/residents/households/", household.get_absolute_url()):
        page = client.get(url).content.decode()
        assert LABEL in page and PHONE not in page


def test_a_number_under_a_key_that_is_gone_shows_the_same(village, officer, sign_in, settings):
    household = build.make_household(village, number="1", phone=PHONE)
    settings.FIELD_KEYS = "2:" + base64.b64encode(b"b" * 32).decode()
    for url in (
        "/residents/households/",
        household.get_absolute_url(),
        household.get_absolute_url() + "edit/",
    ):
        assert LABEL in sign_in(officer).get(url).content.decode()


def test_it_differs_from_empty_and_from_hidden(household, village, officer, sign_in):
    build.make_household(village, number="2", phone="")
    page = sign_in(officer).get("/residents/households/").content.decode()
    assert page.count(LABEL) == 1 and "154****1234" in page and "无" in page


def test_the_log_names_the_place_once_and_never_the_content(household, officer, sign_in, caplog):
    client = sign_in(officer)
    for _again in range(3):
        client.get("/residents/households/")
        client.get(household.get_absolute_url())
    logged = [record for record in caplog.records if record.name == "encryption.fields"]
    assert [record.levelname for record in logged] == ["ERROR"]
    assert f"residents_household.phone.{household.pk} " in logged[0].getMessage() and PHONE not in caplog.text


def test_a_form_leaves_the_stored_bytes_alone(household, officer, sign_in):
    before = stored(household)
    client, url = sign_in(officer), household.get_absolute_url() + "edit/"
    assert LABEL in client.get(url).content.decode()
    assert client.post(url, given(members="4")).status_code == 302
    household.refresh_from_db()
    assert household.members == 4 and stored(household) == before
    entry = Entry.objects.get(action="change_household")
    assert set(entry.detail["changes"]) == {"members"}


def test_bytes_of_a_lost_key_wait_for_it(village, officer, settings):
    household = build.make_household(village, number="1", phone=PHONE)
    before, keys = stored(household), settings.FIELD_KEYS
    settings.FIELD_KEYS = "2:" + base64.b64encode(b"b" * 32).decode()
    Household.objects.get(pk=household.pk).save()
    assert stored(household) == before
    settings.FIELD_KEYS = keys
    assert Household.objects.get(pk=household.pk).phone == PHONE


def test_typed_anew_it_opens_and_is_found(household, officer, sign_in):
    client, url = sign_in(officer), household.get_absolute_url() + "edit/"
    assert client.post(url, given(phone="15400009999")).status_code == 302
    assert Household.objects.get(pk=household.pk).phone == "15400009999"
    assert client.post("/residents/households/", {"q": "15400009999"}, follow=True).context["count"] == 1
    client.post(url, given(**{"phone-emptied": "on"}))
    assert Household.objects.get(pk=household.pk).phone == ""


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_has_the_same_label(household, officer, form):
    assert LABEL in str(written(HOUSEHOLDS.listing, officer, form))


def test_looking_at_it_shows_nothing_and_leaves_no_look(household, officer, sign_in):
    client, url = sign_in(officer), household.get_absolute_url() + "reveal/"
    assert LABEL in client.get(url).content.decode()
    answer = client.post(url, {"why": "call"})
    assert answer.status_code == 422 and LABEL in answer.content.decode()
    with pytest.raises(ValidationError):
        reveals.reveal(household, "phone", why="call", by=officer)
    assert not Entry.objects.filter(action="reveal").exists()


def test_an_identity_number_that_does_not_open_breaks_neither_page_nor_form(household, officer, sign_in):
    person, other = (build.make_resident(household, name=name) for name in ("张三", "李四"))
    for whose in (person, other):
        record_identity(
            Identity(resident=whose, number=NUMBER, purpose=Identity.Purpose.values[0]), by=officer
        )
    move(Identity, Identity.objects.get(resident=other), Identity.objects.get(resident=person), "number")
    client = sign_in(officer)
    for end in ("", "identity/", "identity/reveal/", "identity/erase/"):
        shown = client.get(person.get_absolute_url() + end)
        assert shown.status_code == 200 and NUMBER not in shown.content.decode(), end
    assert identities.fact_about(person, officer)["is_unreadable"]
    assert (
        client.post(
            person.get_absolute_url() + "identity/", {"purpose": Identity.Purpose.values[0]}
        ).status_code
        == 302
    )
    assert Identity.objects.get(resident=person).number is UNREADABLE


def test_a_copy_of_own_data_has_the_same_label(household, officer, sign_in):
    asked = build.make_data_request(household, officer, is_identity_checked=True)
    answer = sign_in(officer).get(f"/residents/own-data/{asked.pk}/extract/")
    assert answer.status_code == 200 and LABEL in answer.content.decode()


def test_a_draft_that_does_not_open_is_an_empty_form(officer, sign_in, village):
    Draft.objects.create(user=officer, form="residents.visit", content=json.dumps({"note": "x"}))
    Draft.objects.update(form="residents.household")
    draft = Draft.objects.get()
    assert isinstance(draft.__dict__["content"], Ciphertext) and draft.data == {}
    assert sign_in(officer).get("/residents/households/new/").status_code == 200
