"""The page of what is covered has the numbers of the figures of each month and place, wherever villages moved."""

from datetime import date

import pytest
from django.urls import reverse

from calendars import calendar
from indicators import compute
from reports import monthly
from reports.periods import Place
from tests import build
from tests.teams.test_teams import move
from training.models import Attendance

pytestmark = pytest.mark.django_db
CODES = {"functions_covered": ("covered", "functions"), "members_trained": ("trained", "members")}


def test_the_lines_behind_a_figure_add_up_to_it(
    village, elsewhere, officer, chief, bureau, sign_in, in_march
):
    here, there = build.keys(village)["post"], build.keys(elsewhere)["post"]
    beside = build.make_village(here, name="西村委会")
    team = build.make_team(village, functions=["order", "law"], further_villages=[beside.pk])
    member = build.make_member(village, team=team)
    build.make_member(beside)
    training = build.make_training(village, hours=8, held_on=date(2026, 2, 3))
    Attendance.objects.create(training=training, member=member.pk, **build.keys(village))
    move(beside, there, bureau)
    for month in (date(2026, 2, 1), calendar.this_month()):
        compute.fill_month(month)
        for person in (officer, chief, bureau):
            client, compared = sign_in(person), 0
            for place in (
                Place(),
                Place("village", beside.pk),
                Place("post", there.pk),
                Place("post", here.pk),
            ):
                lines = {line.indicator.code: line for line in monthly.lines(person, month, place)}
                for code, (top, bottom) in CODES.items():
                    line = lines[code]
                    if not line.month_link or line.month.numerator is None:
                        continue
                    page = client.get(line.month_link).context
                    assert (page[top], page[bottom]) == (line.month.numerator, line.month.denominator), (
                        month, person, place, code,
                    )  # fmt: skip
                    compared += 1
            assert compared > 3
    found = sign_in(bureau).get(reverse("teams:covered"), {"month": "2026-02", "post": here.pk})
    assert [(one.village, one.covered) for one in found.context["lines"]] == [(village, 2), (beside, 3)]
