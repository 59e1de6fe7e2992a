"""The days that are left, in words."""

import pytest

from tests.disputes.clock_facts import facts, one

pytestmark = pytest.mark.django_db


def test_words_of_the_days_left():
    found = facts("2026-03-02", procedure="people")
    words = [one(found, "pm.month", today).left for today in ("2026-03-30", "2026-04-02", "2026-04-05")]
    assert words == ["还剩 3 天", "今天到期", "已超 3 天"]


@pytest.mark.parametrize(
    ("today", "words"),
    [
        ("2026-03-05", "还剩 3 个工作日"),  # a Thursday, with a weekend between
        ("2026-03-07", "还剩 2 个工作日"),
        ("2026-03-10", "今天到期"),
        ("2026-03-16", "已超 4 个工作日"),
    ],
)
def test_working_days_are_told_as_working_days(today, words):
    found = facts("2026-03-05", procedure="police")
    assert (
        str(one(found, "po.first", today).due_on) == "2026-03-10"
        and one(found, "po.first", today).left == words
    )


def test_a_day_over_before_the_next_working_day_is_a_calendar_day():
    found = facts("2026-03-03", procedure="police")
    assert str(one(found, "po.first", "2026-03-08").due_on) == "2026-03-06"
    assert one(found, "po.first", "2026-03-08").left == "已超 2 天"
