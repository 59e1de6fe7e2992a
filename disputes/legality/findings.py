"""What a rule answers: a finding, whose effect its legal row bounds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rules import law
from rules.law import LegalRow
from rules.law.shape import SURE
from rules.law.shape import Effect as RowEffect

STOPPING = {RowEffect.STOP, RowEffect.PERMISSION}


class Verdict(models.TextChoices):
    STOP = "stop", gettext_lazy("stops")
    WARN = "warn", gettext_lazy("warns: goes on with a reason")
    ASK = "ask", gettext_lazy("a field is asked for")


@dataclass(frozen=True)
class Found:
    """One finding. ``rule``: the id of a legal row, or a setting's code; ``field``: of the form, or empty.

    ``fact`` tells two warnings of one rule apart: one that was overridden once is asked about again when it differs.
    """

    rule: str
    effect: Verdict
    field: str
    sentence: str
    article: str
    fact: str = ""

    def __str__(self) -> str:
        """The sentence with its article; a rule of the county says that it is one."""
        return f"{self.sentence}（{self.article or _('County setting')}）"


def of_law(
    rule: str,
    wanted: Verdict,
    field: str,
    sentence: str,
    *,
    on: date,
    county: str,
    fact: str = "",
) -> Iterator[Found]:
    """The finding of the version of ``rule`` that holds on the day ``on``; none where none holds then and there."""
    row = version(rule, on=on, county=county)
    if row is not None:
        yield Found(rule, bounded(row, wanted), field, sentence, row.article, fact)


def version(rule: str, *, on: date, county: str) -> LegalRow | None:
    """The row of the day; KeyError for an id that no row has."""
    try:
        return law.row(rule, on=on, county=county)
    except LookupError:
        if rule not in law.VERSIONS:
            raise
        return None


def bounded(row: LegalRow, wanted: Verdict) -> Verdict:
    """Only a row that stops, and was read surely enough, stops; any other warns."""
    may_stop = bool(STOPPING & set(row.effects)) and row.confidence in SURE
    return Verdict.WARN if wanted == Verdict.STOP and not may_stop else wanted
