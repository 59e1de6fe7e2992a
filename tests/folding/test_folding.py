"""Spellings of one text fold together, different ones stay apart, and folding twice changes nothing."""

from random import Random

import pytest

from folding import house_numbers, numerals, text

NAMES = {
    "阿依古丽买买提": [f"阿依古丽{dot}买买提" for dot in ("·", "•", "．", " · ", "・", "。", "")],
    "张三": ["张三", "张　三", " 张 三 ", "张\u200b三", "张\u00a0三", "\ufeff张三"],
    "johnsmith": ["John Smith", "ＪＯＨＮ　ＳＭＩＴＨ", "john  smith"],
    "o-neil": ["O'-Neil", "O’－Neil", "o‐neil"],
    "sy": ["ｓｙ", "SY", "ＳＹ"],
}  # fmt: skip
HOUSES = {
    "88-1": [
        "88-1", "８８－１", "88-1号", "88—1", "88–1號", " 88 - 1 ", "88号-1", "88号之1", "八十八号一", "088-1", "88·1",
    ],
    "1组2": [
        "1组2号", "一组二号", "１组２号", "第1组2号", "1组-2", "1 组 2 号", "1小组2号", "01组02", "一村民小组二号",
    ],
    "10组10": ["10组10号", "十组十号", "十组 10"],
    "三里巷5": ["三里巷5号"],
    "2栋1单元301": ["2幢1单元301室", "二栋一单元三〇一", "2棟1單元301"],
    "103": ["103", "一百零三号", "一〇三", "103号"],
    "a-1": ["A-1", "ａ－１号"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "spellings"), NAMES.items())
def test_spellings_of_a_name_are_one(name, spellings):
    assert {text.name(one) for one in spellings} == {name}


@pytest.mark.parametrize(("number", "spellings"), HOUSES.items())
def test_spellings_of_a_house_number_are_one(number, spellings):
    assert {house_numbers.folded(one) for one in spellings} == {numerals.arabic(number)}


def test_different_house_numbers_stay_apart():
    numbers = ["1", "10", "1-0", "1组1", "11组", "11", "1-1", "1巷1", "1弄1", "a1", "101", "1栋01", "1栋10"]
    assert len({house_numbers.folded(one) for one in numbers}) == len(numbers)


def test_house_numbers_stand_as_an_officer_walks():
    """Case 20."""
    groups = ["1组1号", "1组2号", "1组10号", "2组1号", "10组1号", "10组10号", "10组11号"]
    streets = ["0012", "88", "88-1", "88-2", "88-10"]
    for walked in (groups, streets):
        assert sorted(Random(4).sample(walked, len(walked)), key=house_numbers.in_order) == walked


def spellings(seed: int) -> list[str]:
    """Odd texts: digits, numerals, words of house numbers, blanks, dashes, dots, letters of many scripts."""
    letters = "0129０９一二十百〇廿号號组小村民巷第之户室栋幢-—－−ー·•.　 \u200b\u00ad\t/_ aＡßİŉ①½㍿ﷺ張三أé'"
    rng = Random(seed)
    return ["".join(rng.choices(letters, k=rng.randint(0, 12))) for _number in range(2_000)]


FOLDINGS = [
    text.plain,
    text.name,
    text.account,
    house_numbers.folded,
    house_numbers.in_order,
    numerals.arabic,
]


@pytest.mark.parametrize("fold", FOLDINGS, ids=lambda fold: fold.__qualname__)
def test_folding_twice_is_folding_once(fold):
    assert [one for one in spellings(1) if fold(fold(one)) != fold(one)] == []


def test_order_follows_the_folded_number():
    order, fold = house_numbers.in_order, house_numbers.folded
    assert [one for one in spellings(2) if order(one) != order(fold(one))] == []
