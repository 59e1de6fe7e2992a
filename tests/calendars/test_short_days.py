"""A day without its year is one of this year: pages and papers write others with it."""

import re
from datetime import date
from pathlib import Path

import pytest

from calendars import calendar

ROOT = Path(__file__).parents[2]
# Days beside their year: the holidays of one year, weeks and due days after a first day or a month with its year.
BESIDE_ITS_YEAR = {
    "administration/holiday_list.html", "indicators/month_list.html", "indicators/month_detail.html",
    "oversight/outlier_list.html",
}  # fmt: skip
OF_NO_ROW = {"administration/county_rules/holiday_forms.py", "calendars/calendar.py"}
ALONE = re.compile(r"%m-%d(?! ?%H)")


@pytest.mark.usefixtures("in_march")
def test_a_day_of_another_year_has_its_year():
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [calendar.short(day) for day in days] == ["2025-12-31", "01-01", "12-31", "2027-01-01"]


def test_no_template_leaves_the_year_of_a_day_out():
    templates = ROOT / "templates"
    found = {
        str(path.relative_to(templates))
        for path in templates.rglob("*.html")
        if re.search(r"""\|date:["']m-d["']""", path.read_text())
    }
    assert found == BESIDE_ITS_YEAR


def test_no_code_leaves_the_year_of_a_day_out():
    rooms = (path.parent for path in ROOT.glob("*/apps.py"))
    found = {
        str(path.relative_to(ROOT))
        for path in [
            *(one for room in rooms for one in room.rglob("*.py")),
            *(ROOT / "calendars").glob("*.py"),
        ]
        if "demo" not in path.parts and ALONE.search(path.read_text().replace("%Y-%m-%d", ""))
    }
    assert found == OF_NO_ROW
