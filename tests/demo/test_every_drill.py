"""Every link behind a number of every board, report and comparison of the demonstration county leads to that number.

Some pages of each role a day, all of them with ``make links``.
"""

import pytest

from access.rights import MAY
from access.roles import Role
from accounts.models import User
from calendars import calendar
from indicators.models import VillageMonth
from posts.models import Assignment
from tests.demo.days import TODAY
from tests.drilling import Walk, pages_of
from tests.journeys.turns import Turns

pytestmark = pytest.mark.django_db
ROLES = (Role.OFFICER, Role.AUXILIARY, Role.CLERK, Role.CHIEF, Role.COUNTY, Role.LEADER)
PAGES_A_DAY = 3


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(f"{TODAY}T12:00+08:00")


def of_role(role: Role) -> list[User]:
    serving = Assignment.objects.on(TODAY).filter(role=role)
    return list(User.objects.filter(assignments__in=serving).order_by("pk").distinct())


@pytest.mark.turns(3)
@pytest.mark.parametrize("role", ROLES)
def test_the_list_behind_a_number_is_the_number(role, request):
    share = request.config.getoption("--links")
    turns = Turns(share)
    dice = turns.dice()
    people = of_role(role)
    people = people if share == 1 else [dice.choice(people)]
    months = sorted(set(VillageMonth.objects.values_list("month", flat=True)))
    assert people and months[-1] == calendar.month_of(TODAY)
    followed, wrong, unknown = 0, [], set()
    for person in people:
        pages = pages_of(person, months)
        walk = Walk(person)
        for page in pages if share == 1 else [pages[0], *dice.sample(pages, min(len(pages), PAGES_A_DAY))]:
            walk.open(page)
        followed, wrong, unknown = followed + walk.followed, wrong + walk.wrong, unknown | walk.unknown
    print(f"drill: {role}, {followed:,} links of {len(people)} people, {len(wrong)} disagree")
    assert not wrong, wrong[:20]
    assert not unknown, "links behind numbers that say of no figure"


def test_all_roles_that_read_figures_are_walked():
    assert set(ROLES) == set(MAY["see_figures"]) | set(MAY["see_board"])
