"""The register compares names and house numbers folded (folding/): cases 10, 12 and 20."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from residents import search
from residents.leaving import actions as leaving
from residents.models import Household, Resident
from tests import build

pytestmark = pytest.mark.django_db
CREATE = reverse("residents:household-create")


def typed(village, number: str) -> dict[str, object]:
    return {
        "village": village.pk, "number": number, "householder": "王测试", "members": 3, "children_under_14": 0,
        "note": "", "phone": "",
    }  # fmt: skip


@pytest.mark.parametrize("number", ["88-1", "８８－１", "88-1号", "八十八号之一", " 88 — 1 "])
def test_one_house_number_is_one_household_in_any_spelling(village, officer, sign_in, number):
    build.make_household(village, number="88-1")
    answer = sign_in(officer).post(CREATE, typed(village, number))
    assert answer.status_code == 422 and "门牌号" in " ".join(answer.context["form"].errors["number"])


def test_what_was_typed_stays_as_typed(village, officer, sign_in):
    assert sign_in(officer).post(CREATE, typed(village, "８８－１号")).status_code == 302
    assert Household.objects.get().number == "８８－１号"


def test_the_database_refuses_another_spelling_too(village):
    build.make_household(village, number="1组2号")
    with pytest.raises(IntegrityError, match="house_number_is_one"):
        build.make_household(village, number="一组二号")


def test_a_number_that_was_taken_in_another_spelling_is_not_registered_again(village, officer, in_march):
    left = build.make_household(village, number="88-1", closed_on="2026-03-10", closed_for="moved")
    build.make_household(village, number="八十八号一")
    with pytest.raises(ValidationError):
        leaving.register_again(Household.objects.get(pk=left.pk), by=officer)


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        (
            {"householder": "阿依古丽·买买提"},
            ["阿依古丽•买买提", "阿依古丽买买提", "阿依古丽", "ayiguli", "aygl"],
        ),
        ({"householder": "张　三"}, ["张三", "张 三", "ｚｓ", "ＺＨＡＮＧ", "zhangsan"]),
        ({"householder": "商渊"}, ["ｓｙ", "SY", "ＳＨＡＮＧ　ＹＵＡＮ"]),
        ({"number": "88-1"}, ["８８-１", "88-1号", "八十八", "88"]),
        ({"number": "0791-885"}, ["0791-885", "791-885"]),
    ],
)
def test_what_is_typed_correctly_is_found(village, officer, stored, words):
    wanted = build.make_household(village, **{"number": "5"} | stored)
    build.make_household(village, householder="李四", number="7")
    rows = Household.objects.all()
    found = [search.households(rows, one, by=officer) for one in words]
    assert [list(one) for one in found] == [[wanted]] * len(words)


def test_digits_with_dashes_are_looked_up_as_a_phone_and_as_a_house_number(village, officer):
    both = [
        build.make_household(village, phone="0791-8851234"),
        build.make_household(village, number="0791-8851234"),
    ]
    rows = search.households(Household.objects.all(), "0791－8851234", by=officer)
    assert sorted(rows, key=lambda one: one.pk) == both


def test_a_text_of_dots_alone_finds_nobody(village, officer):
    build.make_household(village)
    assert not search.households(Household.objects.all(), "··", by=officer)


def test_a_resident_is_found_with_another_dot(village, officer):
    person = build.make_resident(build.make_household(village), name="阿依古丽·买买提")
    assert search.residents(Resident.objects.all(), "阿依古丽•买", by=officer).get() == person


def test_the_list_stands_as_an_officer_walks(village, officer, sign_in):
    walked = ["1组1号", "1组2号", "1组10号", "2组1号", "10组1号"]
    for number in reversed(walked):
        build.make_household(village, number=number)
    page = sign_in(officer).get(reverse("residents:household-list") + "?sort=number")
    assert [row["column_number"] for row in page.context["table"].rows] == walked
