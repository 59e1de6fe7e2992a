"""Figures as HTML, for screens and print: n of m with a bar, rates, changes, and the three kinds of a missing value."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from formulas.rates import Change, Number
from formulas.rounding import HOURS, PERCENT, TARGET, half_up
from formulas.satisfaction import Satisfaction, wilson
from indicators.figure import COUNT, MEDIAN, OF, RATE, SURVEY, Figure, Indicator, fewest_answers

register = template.Library()


@register.simple_tag
def unreported() -> SafeString:
    """Nobody has reported the value: 未报, which is not 无."""
    return format_html('<span class="unreported">{}</span>', _("not reported"))


@register.simple_tag
def undefined() -> SafeString:
    """The value has no meaning, for instance a share of nothing."""
    return format_html(
        '<span class="nothing"><span aria-hidden="true">–</span><span class="visually-hidden">{}</span></span>',
        _("undefined"),
    )


@register.filter
def number(value: Number | str | None) -> str:
    """7800 -> ``7,800``; 26000.00 -> ``26,000``; 12.50 -> ``12.5``; None -> not reported."""
    return unreported() if value is None else _plain(Decimal(value))


@register.filter
def rounded(value: Number | str | None) -> str:
    """A pro-rated target: 29.999994 -> ``30``, 22.5 -> ``22.5``."""
    return unreported() if value is None else target(Decimal(value))


@register.filter
def percent(rate: Decimal | str | None, if_none: str = "") -> str:
    """0.9324 -> ``93.24 %``; None is undefined, or with ``percent:"unreported"`` not reported."""
    if rate is None:
        return unreported() if if_none == "unreported" else undefined()
    return f"{half_up(Decimal(rate) * 100, PERCENT)} %"


@register.simple_tag
def nofm(numerator: Number | None, denominator: Number | None, label: str = "") -> SafeString:
    """``69 / 74`` over a thin bar; ``label`` names what is counted, for screen readers."""
    if numerator is None or denominator is None:
        return unreported()
    return _bar(numerator, denominator, label, (_plain(Decimal(numerator)), target(denominator)))


def _bar(numerator: Number, denominator: Number, label: str, shown: tuple[str, str]) -> SafeString:
    width = _width(numerator, denominator)
    state = " bar-full" if width == 100 else ""
    words = _("%(n)s of %(m)s") % {"n": _plain(Decimal(numerator)), "m": target(denominator)}
    return format_html(
        '<span class="nofm"><span><b>{}</b> / {}</span>'
        '<progress class="bar{}" max="100" value="{}" aria-label="{}"></progress></span>',
        *shown, state, width, f"{label} {words}".strip(),
    )  # fmt: skip


@register.simple_tag
def change(found: Change | None, indicator: Indicator | None = None) -> SafeString:
    """``▲ 12.30 %`` of counts, ``▼ 0.50 percentage points`` of rates, ``+3`` on base 0; green is better, red worse."""
    if found is None:
        return undefined()
    better = indicator.more_is_better if indicator else None
    judged = _judge(found.sign, better)
    return format_html(
        '<span class="{} nowrap">{}<span class="visually-hidden"> {}</span></span>',
        CHANGE_CLASSES[judged], _amount(found), {1: _("better"), -1: _("worse"), 0: ""}[judged],
    )  # fmt: skip


CHANGE_CLASSES = {1: "trend-up", -1: "trend-down", 0: "trend-flat"}
ARROWS = {1: "▲ ", -1: "▼ ", 0: ""}


def _judge(sign: int, more_is_better: bool | None) -> int:
    if more_is_better is None:
        return 0
    return sign if more_is_better else -sign


def _amount(found: Change) -> str:
    if found.kind == "percent":
        return f"{ARROWS[found.sign]}{found.size} %"
    if found.kind == "points":
        return _("%(arrow)s%(size)s percentage points") % {"arrow": ARROWS[found.sign], "size": found.size}
    return f"{'+' if found.sign > 0 else '−' if found.sign < 0 else ''}{_plain(found.size)}"


@register.filter
def figure(found: Figure) -> str:
    """A figure as text, by its shape; a missing one reads "not reported", a hidden one that it is."""
    if found.is_hidden:
        return suppressed()
    shape = found.indicator.shape
    if shape == MEDIAN:
        return undefined() if found.numerator is None else _plain(half_up(Decimal(found.numerator), HOURS))
    if found.numerator is None:
        return unreported()
    if shape == COUNT:
        return format_html("{}{}", number(found.numerator), reported_by(found))
    if shape == OF:
        return f"{number(found.numerator)} / {rounded(found.denominator)}"
    if shape == RATE:
        return _share(found)
    return format_html("{}{}", survey(int(found.numerator), int(found.denominator or 0)), reported_by(found))


ALL = "/all"  # behind the code of an indicator: its denominator


def _share(found: Figure, link: str = "", of_all: str = "") -> str:
    """``69/74 93.24 %``; a share of nothing is undefined, but ``3/0`` shows its three."""
    if found.rate is None and not found.numerator:
        return undefined()
    beside = format_html("{}{}", reported_by(found), left_out(found))
    return format_html("{}/{} {}{}", *_parts(found, link, of_all), percent(found.rate), beside)


def _parts(found: Figure, link: str, of_all: str) -> tuple[str, str]:
    code, shown = found.indicator.code, rounded if found.indicator.shape == OF else number
    return linked(number(found.numerator), link, code), linked(shown(found.denominator), of_all, code + ALL)


def linked(text: str, url: str, code: str) -> str:
    """A number that opens the rows that make it; ``code`` says which number it is."""
    return format_html('<a data-drill="{}" href="{}">{}</a>', code, url, text) if url else text


@register.simple_tag
def drilled(found: Figure, link: str = "", of_all: str = "") -> str:
    """A figure as ``figure`` has it, each part with its own link; without any it is text."""
    shape, code = found.indicator.shape, found.indicator.code
    if found.is_hidden or found.numerator is None or (shape == SURVEY and not found.denominator):
        return figure(found)
    if shape == COUNT:
        return format_html("{}{}", linked(number(found.numerator), link, code), reported_by(found))
    if shape == OF:
        return format_html("{} / {}", *_parts(found, link, of_all))
    if shape == RATE:
        return _share(found, link, of_all)
    return linked(figure(found), link, code)


@register.simple_tag
def drilled_parts(found: Figure, link: str = "", of_all: str = "") -> str:
    """``69 / 74`` of a figure whose share stands above it."""
    if found.indicator.shape == SURVEY:
        return format_html(
            "{} / {}{}", number(found.numerator), number(found.denominator), reported_by(found)
        )
    return format_html("{} / {}{}", *_parts(found, link, of_all), reported_by(found))


@register.simple_tag
def drilled_bar(found: Figure, link: str = "", of_all: str = "") -> SafeString:
    """``nofm`` of a figure, each number with its own link."""
    if found.numerator is None or found.denominator is None:
        return unreported()
    return _bar(found.numerator, found.denominator, str(found.indicator.name), _parts(found, link, of_all))


@register.filter
def left_out(found: Figure) -> str:
    """``3 户谢绝`` behind a figure that has them in no denominator; nothing where there are none."""
    if not found.left_out:
        return ""
    words = _("%(n)s declined") % {"n": number(found.left_out)}
    return format_html(' <span class="quiet small nowrap">{}</span>', words)


@register.filter
def reported_by(found: Figure) -> str:
    """``已报 71/74`` behind a figure that not every village has reported yet; nothing behind a whole one."""
    if found.reported is None or found.is_whole:
        return ""
    reported, expected = found.reported
    words = _("%(n)s/%(m)s reported") % {"n": number(reported), "m": number(expected)}
    return format_html(' <span class="preliminary">{}</span>', words)


@register.simple_tag(name="hidden_answers")
def suppressed(is_counting: bool = False) -> SafeString:
    """So few people answered that the figure would speak of them, or of those of another place by subtraction;
    ``is_counting``: of which places that holds is known in a minute."""
    words = _("being counted, shown in a minute") if is_counting else _("hidden: too few answers")
    return format_html('<span class="masked">{}</span>', words)


def survey(good: int, n: int) -> str:
    """``98.12 % (97.2–98.8, n=812)``; below the fewest answers the rate is suppressed, with the reason."""
    if n == 0:
        return undefined()
    if n < fewest_answers():
        return format_html('<span class="masked">{}</span>', _("suppressed: %(n)s answers") % {"n": n})
    low, high = wilson(good, n)
    return f"{percent(Decimal(good) / n)} ({interval(low, high)}, n={n:,})"


@register.simple_tag
def satisfied(found: Satisfaction) -> str:
    """A ``Satisfaction`` as text, with its interval and n."""
    return survey(found.satisfied, found.n)


@register.simple_tag
def interval_line(line: dict[str, float]) -> SafeString:
    """The interval as a thin line with a dot at the rate; a drawing beside the numbers, not instead of them."""
    return format_html(
        '<svg class="interval" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<line class="axis" x1="0" x2="100" y1="4" y2="4"/><line x1="{}" x2="{}" y1="4" y2="4"/>'
        '<line class="at" x1="{}" x2="{}" y1="0" y2="8"/></svg>',
        line["low"], line["high"], line["at"], line["at"],
    )  # fmt: skip


def interval(low: Decimal | None, high: Decimal | None) -> str:
    """The two ends of an interval in percent, one decimal: ``97.2–98.8``."""
    if low is None or high is None:
        return ""
    return f"{half_up(low * 100, 1)}–{half_up(high * 100, 1)}"


@register.filter
def between(found: Satisfaction) -> str:
    """The interval of a ``Satisfaction``."""
    return interval(found.low, found.high)


def target(value: Number) -> str:
    """A count as it is, a target that was shared out by days with one digit: 22.5."""
    return _plain(half_up(Decimal(value), TARGET))


def _width(numerator: Number, denominator: Number) -> int:
    """Per cent of the bar; full only when all is done."""
    if not denominator:
        return 0
    return max(0, min(100, int(Decimal(numerator) / Decimal(denominator) * 100)))


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
