"""The rows of the law: their dates, articles, and what stops."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from rules import law
from rules.declared import BY_CODE, SETTING
from rules.law import LEGAL, VERSIONS, Confidence, Effect, Item, Quantity
from rules.law.shape import SURE

OLD, NEW = date(2025, 12, 30), date(2026, 1, 2)
OF_THE_COUNTY = {"pm.month.extend", "dv.stop"}


def test_every_row_has_an_article_or_is_a_rule_of_the_county():
    of_the_county = [one for one in LEGAL if not one.article]
    assert {one.id for one in of_the_county} == OF_THE_COUNTY
    assert {BY_CODE[one.setting][0].source for one in of_the_county} == {SETTING}


@pytest.mark.parametrize("versions", VERSIONS.values(), ids=VERSIONS.keys())
def test_versions_of_a_rule_follow_one_another(versions):
    for older, newer in pairwise(versions):
        assert older.until is not None and older.until + timedelta(days=1) == newer.since
    assert all(one.until is None or one.since is None or one.since <= one.until for one in versions)


def test_what_is_not_surely_read_never_stops():
    assert [one.id for one in LEGAL if one.stops and one.confidence not in SURE] == []
    unsure = [one for one in LEGAL if one.confidence in (Confidence.SECONDARY, Confidence.UNREAD)]
    assert {one.id for one in unsure} >= {"pm.excluded", "po.first", "po.open", "po.copies", "da.l3.admin"}
    assert not any(one.stops for one in unsure)
    assert law.row("pm.excluded", on=NEW).warns and law.row("po.first", on=NEW).warns


@pytest.mark.parametrize(
    "id",
    ["pm.refuse", "pm.effect", "pm.must", "po.list", "po.excl", "po.rep", "po.count", "po.paper", "dv.stop"],
)
def test_what_stops(id):
    assert law.row(id, on=NEW).stops


@pytest.mark.parametrize(
    ("id", "old", "new"),
    [
        ("po.case", ("治安法(2012) 99; 程序规定 165", 1), ("治安法 118", 2)),
        ("po.ask18", ("治安法(2012) 84 ¶3", 16), ("治安法 98 ¶3, 99 ¶3", 18)),
    ],
)
def test_the_day_chooses_the_version(id, old, new):
    of = "extensions" if id == "po.case" else ""
    found = [(one.article, one.number(of)) for one in (law.row(id, on=OLD), law.row(id, on=NEW))]
    assert found == [old, new]
    assert law.row(id, on=date(2025, 12, 31)) == law.row(id, on=OLD)
    assert law.row(id, on=date(2026, 1, 1)) == law.row(id, on=NEW)


@pytest.mark.parametrize(
    "id", ["po.scope.law", "po.how", "po.effect", "po.settled", "da.logs", "vc.com", "rc.com"]
)
def test_the_article_changed_with_the_year(id):
    assert law.row(id, on=OLD).article != law.row(id, on=NEW).article


def test_the_confirmation_in_court_has_three_articles():
    articles = [law.row("jc.30", on=date(year, 6, 1)).article for year in (2020, 2022, 2024)]
    assert articles == [
        "人民调解法 33",
        "人民调解法 33; 民诉法 201; 民法典 201, 203",
        "人民调解法 33; 民诉法 205; 民法典 201, 203",
    ]


def test_before_a_rule_there_is_none():
    with pytest.raises(LookupError, match=r"po\.one"):
        law.row("po.one", on=OLD)
    with pytest.raises(KeyError):
        law.row("po.unknown", on=OLD)


def test_the_rule_of_a_province_holds_there_alone():
    assert law.row("dv.letter.time", on=NEW, county="130102").number() == 72
    with pytest.raises(LookupError):
        law.row("dv.letter.time", on=NEW, county="330102")
    assert "dv.letter.time" not in {one.id for one in law.rows(on=NEW, county="330102")}
    assert "dv.letter.time" in {one.id for one in law.rows(on=NEW, county="130102")}


def test_rows_of_a_day_are_one_version_each():
    ids = [one.id for one in law.rows(on=NEW, county="130102")]
    assert len(ids) == len(set(ids)) and {"ho.2026", "po.case"} <= set(ids) and "ho.2027" not in ids
    assert {one.id for one in law.rows(on=NEW, effect=Effect.CLOCK)} >= {
        "po.first",
        "po.count",
        "po.case",
        "jc.30",
    }


def test_values_are_typed_and_told_apart():
    for one in LEGAL:
        assert {type(part) for part in one.value} <= {Quantity} or {type(part) for part in one.value} == {
            Item
        }
        names = [part.of if isinstance(part, Quantity) else part.code for part in one.value]
        assert len(names) == len(set(names)) or one.items("ground")
    with pytest.raises(LookupError):
        law.row("po.excl", on=NEW).number()


def test_the_lists_of_police_mediation():
    assert len(law.row("po.excl", on=NEW).items()) == 7
    assert [one.code for one in law.row("po.list", on=NEW).items("ground")] == ["kin", "provoked", "easier"]
    assert len(law.row("po.list", on=NEW).choices("act")) == 10


def test_a_sentence_is_chinese_and_ends():
    assert [one.id for one in LEGAL if not one.rule.endswith("。")] == []
