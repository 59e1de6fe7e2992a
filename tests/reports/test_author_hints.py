"""What an author is told of their own visits before anybody else reads them."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from reports import author_hints
from residents.models import Visit
from tests import build

MONTH, LAST = date(2026, 3, 1), date(2026, 3, 31)
AT = datetime.fromisoformat("2026-03-20T09:00:00+08:00")
COUNTY = "990901"


def visits(number, *, on="2026-03-10", words=None, apart=60):
    """``number`` rows as they are read, typed ``apart`` minutes from each other."""
    return [
        {"on": on, "typed_at": (AT + timedelta(minutes=apart * one)).isoformat(), "words": words or f"{one}"}
        for one in range(number)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("found", "day", "begins"),
    [
        (visits(5, words="x"), LAST, "5 次走访写的是同一句话"),
        (visits(4, words="x"), LAST, None),
        (visits(9, words=author_hints.EMPTY), LAST, None),
        (visits(20, apart=0), LAST, "20 次走访"),
        (visits(19, apart=0), LAST, None),
        (visits(20, apart=1), LAST, None),  # twenty minutes
        (visits(5) + visits(5, on="2026-03-30"), LAST, "本月 10 次走访中有 5 次"),
        (visits(6) + visits(5, on="2026-03-30"), LAST, None),
        (visits(4) + visits(5, on="2026-03-31"), LAST, None),  # too few to say so
        ([], LAST, None),
    ],
)
def test_what_is_unusual_is_said_from_the_limit_on(found, day, begins):
    said = author_hints.lines(found, day, COUNTY)
    assert len(said) == (begins is not None)
    assert begins is None or begins in said[0]


def test_the_author_alone_is_told_and_of_what_they_typed(village, post, officer, chief, in_march, sign_in):
    other = build.make_user("second", "officer", post)
    for number in range(5):
        household = build.make_household(village, number=f"{number + 50}号")
        build.make_visit(village, household=household, by=officer, note="一切正常")
    told = "同一句话"
    assert told in sign_in(officer).get("/").content.decode()
    assert told not in sign_in(other).get("/").content.decode()
    assert told not in sign_in(chief).get("/").content.decode()
    Visit.objects.filter(note="一切正常").update(state="withdrawn", reason="重复")
    assert told not in sign_in(officer).get("/").content.decode()
    assert timezone.localdate() == date(2026, 3, 20)
