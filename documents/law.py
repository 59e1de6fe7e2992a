"""The sentences of the law as papers print them: the row that holds on the day of the dispute, with its article."""

import re
from datetime import date

from rules.law import row_or_first
from rules.law.shape import Item

NAMES = {
    "治安法": "治安管理处罚法",
    "民诉法解释": "最高人民法院关于适用民事诉讼法的解释",
    "民诉法": "民事诉讼法",
    "程序规定": "公安机关办理行政案件程序规定",
    "若干规定": "人民调解工作若干规定",
}
RANGE = r"(\d+(?:–\d+)?)"
ARTICLE = re.compile(rf"{RANGE}(?: ¶{RANGE})?(?:\({RANGE}\))?")


def sentence(code: str, day: date) -> str:
    """当事人一方明确拒绝调解的，不得调解（人民调解法第17条）。"""
    row = row_or_first(code, on=day)
    return f"{row.rule.rstrip('。')}（{cited(row.article)}）。"


def items(code: str, day: date) -> str:
    """The list of a row, numbered, a line each."""
    numbers = "一二三四五六七八九十"
    found = [one.text for one in row_or_first(code, on=day).value if isinstance(one, Item)]
    return "\n".join(
        f"（{numbers[place]}）{text}{'。' if place == len(found) - 1 else '；'}"
        for place, text in enumerate(found)
    )


def cited(article: str) -> str:
    """``人民调解法 29 ¶2; 民诉法 205`` -> 人民调解法第29条第2款、民事诉讼法第205条."""
    return "、".join(_cited(part.strip()) for part in article.split(";") if part.strip())


def _cited(part: str) -> str:
    name, _blank, numbers = part.partition(" ")
    found = "、".join(
        _numbered(article, "条") + _numbered(clause, "款") + _numbered(item, "项")
        for article, clause, item in ARTICLE.findall(numbers)
    )
    return NAMES.get(name, name) + found


def _numbered(number: str, word: str) -> str:
    """``28–31`` -> 第28条至第31条; nothing for no number."""
    return "至".join(f"第{one}{word}" for one in number.split("–")) if number else ""
