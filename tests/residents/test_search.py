"""One field finds who lives here: any resident, in any spelling, with every reading of the surname (case 10, 11)."""

import pypinyin
import pytest

from residents import given_names, pinyin, search
from residents.models import Household, Resident
from residents.surnames import READINGS
from tests import build

pytestmark = pytest.mark.django_db

# A member of the household "王测试 3-5", and what an officer may type to find them.
TYPED = {
    "李小芳": [
        "李小芳",
        "李",
        "小芳",
        "李　小芳",
        "lixiaofang",
        "li",
        "lxf",
        "LXF",
        "ｌｘｆ",
        "li xiao fang",
    ],
    "阿依古丽·买买提": [
        "阿依古丽",
        "买买提",
        "阿依古丽•买买提",
        "阿依古丽．买买提",
        "阿依古丽买买提",
        "aygl",
    ],
    "单于文": ["单于文", "文", "chanyuwen", "cyw", "shanyuwen", "syw", "shanyu"],
    "单文": ["shanwen", "sw", "danwen", "dw", "dan"],
    "尉迟恭": ["yuchigong", "ycg", "weichi", "wcg", "恭"],
    "翟山": ["zhaishan", "zs", "dishan", "ds"],
    "仇和": ["qiuhe", "qh", "chouhe", "ch"],
    "吕布": ["lvbu", "lübu", "LÜ"],
    "Maria Garcia": ["maria", "GARCIA", "mariagarcia"],
}


@pytest.mark.parametrize("name", TYPED)
def test_a_member_is_found_by_what_is_typed(village, officer, name):
    wanted = build.make_household(village, number="3-5")
    person = build.make_resident(wanted, name=name)
    build.make_resident(build.make_household(village, number="8"), name="郭靖")
    for text in TYPED[name]:
        assert list(search.households(Household.objects.all(), text, by=officer)) == [wanted], text
        assert list(search.residents(Resident.objects.all(), text, by=officer)) == [person], text


@pytest.mark.parametrize(
    "text", ["王芳3-5", "王芳 ３－５号", "wf 3-5", "芳3-5", "wangfang3", "3-5", "３－５"]
)
def test_a_name_with_a_house_number_finds_one_of_namesakes(village, officer, text):
    here, there = (build.make_household(village, number=number) for number in ("3-5", "9"))
    person, _namesake = (build.make_resident(one, name="王芳") for one in (here, there))
    assert search.households(Household.objects.all(), text, by=officer).get() == here
    assert search.residents(Resident.objects.all(), text, by=officer).get() == person


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("王芳 3-5号", ("王芳", "3-5")), ("王芳1组2号", ("王芳", "1组2")), ("wf８８", ("wf", "88")),
        ("王芳 东组5号", ("王芳", "东组5")), ("王 芳3-5", ("王芳", "3-5")),
        ("1组2号", ("", "")), ("张 三", ("", "")), ("88-1", ("", "")),
    ],
)  # fmt: skip
def test_a_name_before_a_house_number_is_parted_from_it(text, parts):
    assert search.parted(text) == parts


def test_a_resident_who_moved_away_finds_no_household(village, officer):
    build.make_resident(build.make_household(village), name="李小芳", left_on="2026-01-05")
    assert not search.households(Household.objects.all(), "李小芳", by=officer)


def test_a_member_is_found_by_a_whole_telephone_number(village, officer):
    person = build.make_resident(build.make_household(village), phone="154 0000 1234")
    assert search.households(Household.objects.all(), "15400001234", by=officer).get() == person.household


@pytest.mark.turns(2)
def test_every_reading_of_a_surname_finds_it(village, officer):
    wanted = {surname: build.make_household(village, householder=f"{surname}小明") for surname in READINGS}
    for surname, reading in ((one, reading) for one, some in READINGS.items() for reading in some):
        letters = "".join(word[0] for word in reading.split())
        for typed in (reading.replace(" ", "") + "xiaoming", letters + "xm"):
            found = search.households(Household.objects.all(), typed, by=officer)
            assert wanted[surname] in found, (surname, typed)


@pytest.mark.turns(2)
def test_every_reading_of_a_given_name_finds_it(village, officer):
    some = given_names.READINGS
    wanted = {one: build.make_household(village, householder=f"邓{one}明") for one in some}
    for character, reading in ((one, reading) for one, readings in some.items() for reading in readings):
        for typed in (f"deng{reading}ming", f"deng{reading}", f"d{reading[0]}m"):
            found = search.households(Household.objects.all(), typed, by=officer)
            assert wanted[character] in found, (character, typed)
    assert all(pinyin.full(f"邓{one}明") == f"deng{some[one][0]}ming" for one in some)


def test_the_readings_of_given_names_stand_in_a_dictionary():
    for character, readings in given_names.READINGS.items():
        (known,) = pypinyin.pinyin(character, heteronym=True, style=pypinyin.Style.NORMAL)
        assert len(readings) > 1 and set(readings) <= set(known), character


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dengzhangqiang", {"dengchangqiang"}), ("dengchangqiang", set()), ("zhangwei", set()),
        ("shanshan", {"shandan", "shanchan"}),
        ("dengzhangjiang", {"dengchangjiang", "dengzhangqiang"}),
    ],
)  # fmt: skip
def test_a_reading_is_exchanged_at_whole_syllables_after_the_surname(typed, found):
    assert {key for key, _character in given_names.other_readings(typed)} == found


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("卜志", "buzhi"), ("阚泽", "kanze"), ("单于文", "chanyuwen"), ("单于", "shanyu"), ("尉明", "weiming"),
        ("尉迟恭", "yuchigong"), ("薄文", "bowen"), ("解文", "xiewen"), ("万俟文", "moqiwen"), ("曾文", "zengwen"),
    ],
)  # fmt: skip
def test_the_register_sorts_a_surname_as_it_is_read(name, keys):
    assert pinyin.full(name) == keys


def test_the_last_four_digits_of_a_telephone_find_its_people(village, officer):
    wanted = build.make_household(village, number="3-5", phone="154-0000 7788")
    person = build.make_resident(wanted, phone="15400006677")
    build.make_resident(build.make_household(village, number="8", phone="15477880000"), phone="15400007789")
    numbered = build.make_household(village, number="7788")
    found = search.households(Household.objects.all(), "7788", by=officer)
    assert set(found) == {wanted, numbered}
    assert list(search.households(Household.objects.all(), "６６７７", by=officer)) == [wanted]
    assert list(search.residents(Resident.objects.all(), "6677", by=officer)) == [person]
    assert not search.residents(Resident.objects.all(), "677", by=officer).exists()
