"""Two sheets that were brought in on the day of the demonstration: one taken over, one taken back as a mistake.

They go the way of every sheet, by the actions of the room: what they make begins today, so no figure of the full year
changes.
"""

import csv
import io
from collections.abc import Iterable, Iterator

from access import scope
from demo.names import phone
from demo.plan import Beat, Plan
from imports import actions
from imports.models import Import
from policies.acting import acting
from posts.models import Village
from residents.leaving.actions import deregister_household
from residents.models import Household, Resident

HEADINGS = ("村", "门牌号", "姓名", "与户主关系", "出生年份", "联系电话", "民族")
PEOPLE = 3  # in each family of the sheets
KNOWN = 4  # households that the register has already
Line = tuple[object, ...]


def bring_in(plan: Plan) -> None:
    """A sheet of one village of the second post, and one of years ago that its officer took for it by mistake."""
    beat = plan.beats[1]
    village = beat.villages[0]
    sheet = [*_known(village), *_family(village, 1, "安"), _unreadable(village)]
    _take_over(plan, beat, f"{village}.csv", sheet)
    mistake = _take_over(plan, beat, f"{village} (1).csv", _family(village, 2, "康"))
    with acting(scope.acting_as(beat.officer)):
        actions.withdraw(mistake, by=beat.officer)
        _leave(beat, village)


def _leave(beat: Beat, village: Village) -> None:
    """As many people as the sheet brought have moved away today."""
    households = Household.objects.filter(
        village=village, closed_on=None, opened_on=None, visits=None, requests=None
    )
    leaving = households.filter(members=PEOPLE, children_under_14=1, pairings=None).order_by("pk").first()
    if leaving is not None:
        deregister_household(leaving, Household.Leaving.MOVED, by=beat.officer)


def _known(village: Village) -> Iterator[Line]:
    """Householders as the register has them, the first with another telephone."""
    households = Household.objects.filter(village=village, closed_on=None, opened_on=None).order_by("pk")[
        :KNOWN
    ]
    for place, one in enumerate(households):
        head = Resident.objects.filter(household=one, name=one.householder, left_on=None).first()
        if head is not None:
            yield (
                village,
                one.number,
                one.householder,
                "户主",
                head.birth_year,
                "" if place else phone(9_800),
                "汉族",
            )


def _family(village: Village, number: int, given: str) -> Iterator[Line]:
    """A couple with a child, in a house that the register does not have."""
    place = f"新居{number}号"
    yield village, place, f"赖{given}", "户主", 1979, phone(9_800 + number), "汉族"
    yield village, place, f"钟{given}", "配偶", 1981, "", "汉族"
    yield village, place, f"赖小{given}", "子女", 2019, "", "汉族"


def _unreadable(village: Village) -> Line:
    return village, "新居99号", "温某", "户主", "不详", "", "汉族"


def _take_over(plan: Plan, beat: Beat, name: str, lines: Iterable[Line]) -> Import:
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *lines])
    with acting(scope.acting_as(beat.officer)):
        owner = actions.upload(name, text.getvalue().encode("utf-8-sig"), by=beat.officer)
        owner = actions.choose_columns(owner, owner.columns, by=beat.officer, since=plan.timeline.today)
        owner = actions.check(owner, by=beat.officer)
        actions.commit(owner, by=beat.officer)
    owner.refresh_from_db()
    return owner
