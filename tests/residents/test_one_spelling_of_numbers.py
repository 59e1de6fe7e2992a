"""A number is stored in one spelling, through whichever door it comes: a link can dial it, a mask is made of it."""

import pytest
from django.urls import reverse

from encryption import masks
from residents.models import Household, Identity, Resident
from tests import build
from tests.imports.sheet_files import text
from tests.imports.test_sheets_of_stations import bring_in

pytestmark = pytest.mark.usefixtures("in_march")
SPELLINGS = ["１５４００００１２３４", "154-0000-1234", "+86 154 0000 1234", "(154)００００　1234"]
PLAIN = "15400001234"


@pytest.mark.parametrize("typed", SPELLINGS)
def test_of_a_row_that_is_saved(village, typed):
    household = build.make_household(village, phone=typed)
    person = build.make_resident(household, phone=typed)
    for row in (Household.objects.get(pk=household.pk), Resident.objects.get(pk=person.pk)):
        assert (row.phone, masks.phone(str(row.phone))) == (PLAIN, "154****1234")


@pytest.mark.parametrize("typed", SPELLINGS[:3])
def test_of_a_sheet(officer, village, typed):
    rows = [("门牌号", "户主", "出生年份", "联系电话"), ("5号", "王测试", "1962", typed)]
    bring_in(officer, ("x.csv", text(rows)))
    assert {Household.objects.get().phone, Resident.objects.get().phone} == {PLAIN}
    assert bring_in(officer, ("x.csv", text(rows))).counts["unchanged"] == 1


def test_of_a_form_and_of_its_link(officer, village, sign_in):
    household, client = build.make_household(village, members=2), sign_in(officer)
    typed = {
        "household": household.pk, "name": "李测试", "residence": "permanent", "birth_year": 1980, "phone": SPELLINGS[0]
    }  # fmt: skip
    client.post(reverse("residents:resident-create"), typed)
    person = Resident.objects.get()
    assert person.phone == PLAIN
    page = client.post(reverse("residents:resident-reveal", args=[person.pk]), {"why": "call"})
    assert f'href="tel:{PLAIN}"' in page.content.decode()


def test_of_an_identity_number(officer, village):
    person = build.make_resident(build.make_household(village))
    given = {"number": "９９０１０１ 19900101 001x", "purpose": "document", "recorded_by": officer}
    row = Identity.objects.create(resident=person, **given, **build.keys(village))
    assert Identity.objects.get(pk=row.pk).number == "99010119900101001X"


@pytest.mark.parametrize("typed", [*SPELLINGS, "1234", "１２３４"])
def test_the_phone_of_a_household_finds_its_people(officer, village, sign_in, typed):
    household = build.make_household(village, phone=PLAIN)
    build.make_resident(household, name="李测试")
    client = sign_in(officer)
    assert "李测试" in client.get(reverse("residents:resident-list"), {"q": typed}).content.decode()


def test_a_village_is_called_as_everywhere_where_progress_is_shown(officer, village, sign_in):
    build.make_household(village)
    village.name = "井边村民委员会"
    village.save(update_fields=["name"])
    page = sign_in(officer).get(reverse("residents:household-completeness")).content.decode()
    assert str(village) in page and "民委员会" not in page.split("<main", 1)[-1]
