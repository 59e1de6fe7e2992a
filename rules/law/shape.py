"""What a legal row is: one rule of law in one sentence, its typed value, its article and how surely it was read."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from rules.declared.shape import Unit


class Effect(models.TextChoices):
    """What the registry does with a rule."""

    STOP = "stop", _("stops")
    WARN = "warn", _("warns")
    CLOCK = "clock", _("a period runs")
    DUTY = "duty", _("a duty is named")
    FIELD = "field", _("a field is asked for")
    NOTICE = "notice", _("text of a notice")
    PLAN = "plan", _("is planned")
    CHECKLIST = "checklist", _("list to go through")
    PRINT = "print", _("is printed")
    OUTCOME = "outcome", _("a result of its own")
    HIDE = "hide", _("is hidden")
    PERMISSION = "permission", _("a right")
    GUARD_RAIL = "guard_rail", _("guard rail of the registry")
    OPERATION = "operation", _("operation of the system")
    SETTING = "setting", _("county setting")
    INFO = "info", _("for information")


class Confidence(models.TextChoices):
    """How surely the article was read (November 2026)."""

    HIGH = "H", _("read in the text of the law")
    HIGH_IN_PART = "H/M", _("read, a later amendment not seen")
    SECONDARY_SURE = "M-H", _("read in a copy, several agree")
    SECONDARY = "M", _("second-hand: warns at most")
    UNREAD = "unread", _("not read: warns at most")


# What stops as its row says until a lawyer changes the row; every other row warns at most.
SURE = (Confidence.HIGH, Confidence.HIGH_IN_PART, Confidence.SECONDARY_SURE)


class Source(models.TextChoices):
    """Where a row was read. The names are those of the papers, the same in every language."""

    RTF = "RTF", "人民调解法"
    RTG = "RTG", "人民调解工作若干规定"
    ZAG25 = "ZAG25", "治安管理处罚法（2025年修订）"
    ZAG12 = "ZAG12", "治安管理处罚法（2012年修正）"
    CX = "CX", "公安机关办理行政案件程序规定（第十章，2020年修改未核）"
    G81 = "G81", "公安机关治安调解工作规范（公通字〔2007〕81号，仅核第1–9条）"
    FJB = "FJB", "反家庭暴力法"
    SPC22 = "SPC22", "人身安全保护令司法解释（法释〔2022〕17号）"
    MSF = "MSF", "民事诉讼法（2023年修正）"
    MSJ = "MSJ", "民事诉讼法司法解释（2022年修正）"
    PIPL = "PIPL", "个人信息保护法"
    PROV = "PROV", "省级规定，仅在本省有效"
    HOL24 = "HOL24", "全国年节及纪念日放假办法（2024年修订）"
    HOL26 = "HOL26", "国务院办公厅关于2026年部分节假日安排的通知"
    PUBLIC_COPY = "XS", "公开的法律文本"
    CHECKLISTS = "CL", "公开的等级保护测评表"
    PRESS = "PRESS", "新闻报道"
    SECOND_HAND = "2H", "转引，未见原文"
    COMPUTED = "COMP", "按办法和农历推算"
    COUNTY = "COUNTY", "县局设定"


@dataclass(frozen=True)
class Quantity:
    """``number`` of ``unit``; ``of`` tells several numbers of one row apart."""

    number: int
    unit: Unit
    of: str = ""

    def __str__(self) -> str:
        return f"{self.number} {self.unit.label}"


@dataclass(frozen=True)
class Item:
    """One of a list in the law. ``code`` is what choices store, ``kind`` tells the lists of one row apart."""

    code: str
    text: str
    kind: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class LegalRow:
    """One version of a legal rule, valid on the days ``since`` .. ``until``, both inside (None: not known, or open).

    ``rule`` is the sentence that users read. A row without an article is a rule of the county, whose value is the
    declared setting ``setting`` (rules/declared/). ``listed_as``: its name in the design, where it has another one.
    ``province``: two digits of the division code; the row is valid there only. ``effects`` are what the design asks;
    whether the row stops is asked by ``stops``.
    """

    id: str
    rule: str
    article: str
    since: date | None
    effects: tuple[Effect, ...]
    source: Source
    confidence: Confidence
    value: tuple[Quantity, ...] | tuple[Item, ...] = ()
    until: date | None = None
    note: str = ""
    setting: str = ""
    province: str = ""
    listed_as: str = ""

    @property
    def stops(self) -> bool:
        return Effect.STOP in self.effects and self.confidence in SURE

    @property
    def warns(self) -> bool:
        """Warns, or would stop if it were read more surely."""
        return Effect.WARN in self.effects or (Effect.STOP in self.effects and not self.stops)

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def quantity(self, of: str = "") -> Quantity:
        """The number named ``of``; LookupError where the row has none of that name."""
        for one in self.value:
            if isinstance(one, Quantity) and one.of == of:
                return one
        raise LookupError(f"{self.id} has no number {of!r}")

    def number(self, of: str = "") -> int:
        return self.quantity(of).number

    def items(self, kind: str | None = None) -> tuple[Item, ...]:
        """The list of the row; of one ``kind`` if it is given."""
        items = (one for one in self.value if isinstance(one, Item))
        return tuple(one for one in items if kind is None or one.kind == kind)

    def choices(self, kind: str | None = None) -> list[tuple[str, str]]:
        return [(one.code, one.text) for one in self.items(kind)]
