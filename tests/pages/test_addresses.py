"""What an address says is read in one place, and what it does not say is nothing."""

from datetime import date

import pytest
from django.http import Http404, QueryDict

from pages import addresses, month_switch

MARCH = date(2026, 3, 1)


@pytest.mark.parametrize("text", [None, "", "2026", "2026-3", "2026-13", "2026-00", "1999-12", "2100-01", "2026-03-01",
                                  "２０２６-03", " 2026-03", "2026-03\n"])  # fmt: skip
def test_what_is_no_month(text):
    assert addresses.month(text) is None
    with pytest.raises(ValueError, match=r".*"):
        addresses.month_named(text)


@pytest.mark.parametrize(
    "text", [None, "", "2026-03", "2026-02-30", "2026-3-5", "1999-12-31", "2026-03-05 ", "2026-03-0x"]
)
def test_what_is_no_day(text):
    assert addresses.day(text) is None


@pytest.mark.parametrize("text", [None, "", "-1", "1.0", "٣", "1" * 19, " 1", "x"])
def test_what_is_no_number(text):
    assert addresses.number(text) is None


def test_what_is_one():
    assert (addresses.month("2026-03"), addresses.day("2026-03-05")) == (MARCH, date(2026, 3, 5))
    assert [addresses.number(one) for one in ("0", 0, "018", "9" * 18)] == [0, 0, 18, 10**18 - 1]


@pytest.mark.parametrize("text", ["2026-13", "x", "2026-04"])
def test_a_page_for_a_month_that_is_none_or_too_late_does_not_exist(text):
    with pytest.raises(Http404):
        addresses.month_in(QueryDict(f"month={text}"), MARCH, latest=MARCH)


@pytest.mark.parametrize(
    ("query", "found"), [("", MARCH), ("month=", MARCH), ("month=2026-02", date(2026, 2, 1))]
)
def test_the_month_of_a_query(query, found):
    assert addresses.month_in(QueryDict(query), MARCH, latest=MARCH) == found


@pytest.mark.usefixtures("in_march")
def test_the_switch_keeps_what_else_the_address_says():
    switch = month_switch.in_query(
        date(2026, 2, 1), QueryDict("town=3&month=2026-02&x=9&state="), "town", "state"
    )
    assert (switch.earlier_url, switch.later_url) == ("?town=3&month=2026-01", "?town=3&month=2026-03")
    assert (switch.other_fields, len(switch.choices), switch.is_running) == ((("town", "3"),), 13, False)


@pytest.mark.usefixtures("in_march")
def test_the_switch_goes_no_further_than_the_running_month_and_offers_an_old_one_too():
    assert month_switch.in_query(MARCH, QueryDict("")).later_url == ""
    old = month_switch.in_query(date(2000, 1, 1), QueryDict(""))
    assert old.choices[-1] == old.month and old.earlier == old.month


@pytest.mark.usefixtures("in_march")
def test_a_month_in_the_path_is_led_to_by_its_path():
    switch = month_switch.in_path(date(2026, 2, 1), lambda month: f"/months/{month:%Y-%m}/")
    assert (switch.earlier_url, switch.choices) == ("/months/2026-01/", ())
