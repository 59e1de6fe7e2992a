"""The county finds one household by a whole telephone or a house number, with a reason; never by a name."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from access import scope
from audit.models import Entry
from policies.acting import acting
from residents.lookup.actions import look_up
from residents.models import Household
from tests import build

pytestmark = pytest.mark.django_db
PHONE, MEMBERS = "15400001234", "15400005678"


@pytest.fixture
def household(village):
    found = build.make_household(village, number="3组5号", householder="王测试", phone=PHONE)
    build.make_resident(found, name="李测试", phone=MEMBERS)
    build.make_household(village, number="3组50号", householder="王测试", phone="15400001235")
    return found


def found(by, **typed):
    with acting(scope.acting_as(by)):
        return look_up(**{"why": "danger", **typed}, by=by)


@pytest.mark.parametrize("typed", [PHONE, "154-0000 1234", "+86 15400001234", MEMBERS])
def test_a_whole_telephone_finds_its_household(bureau, household, typed):
    assert found(bureau, phone=typed) == [household]


@pytest.mark.parametrize("typed", ["3组5号", "３组５", "三组五号"])
def test_a_village_and_a_house_number_find_one_household(bureau, household, village, typed):
    assert found(bureau, village=village, number=typed) == [household]


@pytest.mark.parametrize(
    "typed",
    [
        {"phone": "1234"}, {"phone": "1540000123x"}, {"phone": "王测试"}, {"number": "3组5号"}, {},
        {"phone": PHONE, "number": "3组5号"}, {"phone": PHONE, "why": "other"}, {"phone": PHONE, "why": "other",
        "words": f"问 {PHONE}"}, {"phone": PHONE, "why": "so"},
    ],
)  # fmt: skip
def test_less_than_a_whole_number_or_no_sound_reason_finds_nothing(bureau, household, typed):
    with pytest.raises(ValidationError):
        found(bureau, **typed)


def test_the_trail_names_whom_the_county_looked_at_and_what_for(bureau, household, village):
    found(bureau, phone=PHONE, why="other", words="群众来电求助")
    found(bureau, village=village, number="99")
    seen, missed = Entry.objects.filter(action="look_up").order_by("pk")
    assert (seen.subject_id, missed.subject_id) == (household.pk, None)
    assert seen.detail == {"way": "phone", "why": "other", "words": "群众来电求助"}
    assert PHONE not in str(list(Entry.objects.values()))


def test_the_whole_county_is_searched_and_no_other(bureau, household, elsewhere):
    near = build.make_household(elsewhere, phone="15400009999")
    far_post = build.make_post(build.make_station(build.make_county("别县", "990978")))
    build.make_household(build.make_village(far_post, "别县村"), phone="15400009999")
    assert found(bureau, phone="15400009999") == [near]


def test_who_has_left_the_register_is_not_found(bureau, household):
    Household.objects.filter(pk=household.pk).update(closed_on="2026-01-01")
    assert found(bureau, phone=PHONE) == []


def test_nobody_else_searches_so(officer, chief, household):
    for user in (officer, chief):
        with pytest.raises(PermissionDenied):
            found(user, phone=PHONE)


def test_the_answer_is_on_the_page_and_in_no_address(bureau, household, sign_in):
    client = sign_in(bureau)
    page = client.post("/residents/households/find/", {"phone": PHONE, "why": "danger"})
    text = page.content.decode()
    assert page.status_code == 200 and household.get_absolute_url() in text and "王测试" not in text
    assert page["Cache-Control"] == "no-store"
    refused = client.post("/residents/households/find/", {"phone": "1234", "why": "danger"})
    assert refused.status_code == 422 and 'value="1234"' in refused.content.decode()
