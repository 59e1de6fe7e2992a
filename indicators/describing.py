"""docs/indicators.md: what is common to all figures, written by hand, and each indicator as the catalogue has it."""

from pathlib import Path

from django.utils import translation

from indicators.catalogue import PHRASES
from indicators.figure import COUNT, MEDIAN, OF, RATE, SURVEY, Indicator

DOCUMENT = Path(__file__).parents[1] / "docs" / "indicators.md"
BEGINS = "<!-- From here on written by `manage.py describe_indicators` from indicators/catalogue/. -->\n"
SHAPES = {
    COUNT: "",
    OF: ", n of m",
    RATE: ", and a share",
    SURVEY: ", a share with its interval",
    MEDIAN: ", a median",
}
DIRECTIONS = {True: "More is better.", False: "Less is better.", None: "Neither more nor less is better."}
WIDTH = 120


def document() -> str:
    """The whole document as it should be."""
    before, _mark, _after = DOCUMENT.read_text(encoding="utf-8").partition(BEGINS)
    with translation.override("en"):
        parts = [f"\n## {phrase.name}\n" + "".join(map(_paragraph, phrase.indicators)) for phrase in PHRASES]
    return before + BEGINS + "".join(parts)


def _paragraph(one: Indicator) -> str:
    sentences = [
        f"{one.name}. {one.meaning}",
        f"Unit: {one.unit}{SHAPES[one.shape]}. {DIRECTIONS[one.more_is_better]}",
        f"Counted: `{_formula(one)}`.",
        f"Source: {str(one.source)[0].lower()}{str(one.source)[1:]}",
        str(one.undefined) or "Never undefined.",
        f"Since {one.since:%Y-%m}." if one.since else "",
        f"Until {one.until:%Y-%m}." if one.until else "",
    ]
    return f"\n### `{one.code}`\n" + _wrapped(" ".join(filter(None, sentences)))


def _formula(one: Indicator) -> str:
    """The counts of VillageMonth that it is made of."""
    if one.shape == SURVEY:
        return f"{one.numerator} / answers"
    found = one.numerator + (f" / {one.denominator}" if one.denominator else "")
    return found + "".join(f"; {span.name.lower()}: {name}" for span, name in one.numerators.items())


def _wrapped(text: str) -> str:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > WIDTH:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines) + "\n"
