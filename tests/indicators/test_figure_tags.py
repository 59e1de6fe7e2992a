"""Figures as HTML and text."""

from decimal import Decimal

import pytest

from formulas.rates import Change
from indicators.catalogue import BY_CODE
from indicators.figure import Figure
from indicators.templatetags import figure_tags as tags
from reports import exports


@pytest.mark.parametrize(
    ("value", "shown"),
    [(7800, "7,800"), (Decimal("26000.00"), "26,000"), ("12.50", "12.5"), (0, "0"), (Decimal("100"), "100")],
)
def test_number(value, shown):
    assert tags.number(value) == shown


def test_percent_has_two_decimals():
    assert tags.percent(Decimal(69) / 74) == "93.24 %"
    assert tags.percent(Decimal("0.98125")) == "98.13 %"


def test_what_is_missing_looks_missing():
    assert 'class="unreported"' in tags.number(None)
    assert 'class="unreported"' in tags.percent(None, "unreported")
    assert 'class="nothing"' in tags.percent(None)
    assert 'class="unreported"' in tags.nofm(None, 74)


def test_n_of_m_has_a_bar_with_words():
    shown = tags.nofm(69, 74, "Villages reported")
    assert "<b>69</b> / 74" in shown
    assert 'value="93"' in shown
    assert 'aria-label="Villages reported 69 of 74"' in shown


def test_the_bar_is_full_only_when_all_is_done():
    assert 'value="99"' in tags.nofm(999, 1000)
    assert "bar-full" in tags.nofm(74, 74)
    assert 'value="0"' in tags.nofm(0, 0)


def test_a_pro_rated_target_has_one_digit_at_most():
    assert "/ 30<" in tags.nofm(18, Decimal("29.999994"))
    assert "/ 22.5<" in tags.nofm(18, Decimal("22.5"))


@pytest.mark.parametrize(("n", "m", "text"), [(1, 32, "3.13 %"), (149, 160, "93.13 %"), (69, 74, "93.24 %")])
def test_a_half_is_rounded_up_on_the_page_and_in_the_file(n, m, text):
    figure = BY_CODE["disputes_agreed"].figure({"counted": 1, "disputes_agreed": n, "disputes_handled": m})
    assert text in tags.figure(figure)
    assert f"{exports.parts(figure)[2]:.2f} %" == text


@pytest.mark.parametrize(
    ("change", "code", "text", "shape"),
    [
        (Change("percent", Decimal("-41.03")), "preventable", "▼ 41.03 %", "trend-up"),
        (Change("percent", Decimal("12.34")), "talks", "▲ 12.34 %", "trend-up"),
        (Change("points", Decimal("-0.5")), "five_none", "▼ 0.50 percentage points", "trend-down"),
        (Change("absolute", Decimal(3)), "patrols", "+3", "trend-up"),
        (Change("percent", Decimal(5)), "disputes_accepted", "▲ 5.00 %", "trend-flat"),
        (Change("percent", Decimal(0)), "talks", "0.00 %", "trend-flat"),
        (Change("points", Decimal("-0.00125")), "visibility_met", "0.00 percentage points", "trend-flat"),
        (Change("percent", Decimal("0.0042")), "talks", "0.00 %", "trend-flat"),
        (Change("absolute", Decimal("0.5")), "donations", "+0.5", "trend-up"),
    ],
)
def test_change(change, code, text, shape):
    shown = tags.change(change, BY_CODE[code])
    assert text in shown
    assert shape in shown
    assert ("▲" in shown or "▼" in shown) == (text[0] in "▲▼")


def test_no_change_known():
    assert "–" in tags.change(None)


@pytest.mark.parametrize(
    ("code", "parts", "text"),
    [
        ("talks", (24000, None, None), "24,000"),
        ("visit_target", (18, Decimal("29.999994"), None), "18 / 30"),
        ("five_none", (69, 74, Decimal(69) / 74), "69/74 93.24 %"),
        ("satisfaction", (15, 148, None), "10.14 % (6.2–16.0, n=148)"),
        ("satisfaction", (7, 9, None), "suppressed: 9 answers"),
        ("satisfaction", (0, 0, None), "–"),
        ("preventable", (None, None, None), "not reported"),
        ("requests", (0, 0, None), "–"),
    ],
)
def test_figure(code, parts, text):
    assert text in tags.figure(Figure(BY_CODE[code], *parts))


def test_a_share_of_nothing_keeps_its_numerator():
    shown = tags.figure(Figure(BY_CODE["requests"], 3, 0, None))
    assert shown.startswith("3/0 ")
    assert 'class="nothing"' in shown
