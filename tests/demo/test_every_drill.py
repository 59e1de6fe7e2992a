"""Every link behind a number of every board, report and comparison of the demonstration county leads to that number.

Some pages of each role a day, a hundredth of the pages of everybody with ``make links``.
"""

from datetime import date
from random import Random

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
PAGES_A_DAY = 2  # of one person of each role


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(f"{TODAY}T12:00+08:00")


def of_role(role: Role) -> list[User]:
    serving = Assignment.objects.on(TODAY).filter(role=role)
    return list(User.objects.filter(assignments__in=serving).order_by("pk").distinct())


def to_open(people: list[User], months: list[date], share: float, dice: Random) -> dict[User, list[str]]:
    """The pages that are opened, by person: of one of them some, always the first page; or a share of everybody's."""
    if not share:
        person = dice.choice(people)
        first, *others = pages_of(person, months)
        return {person: [first, *dice.sample(others, PAGES_A_DAY - 1)]}
    found = {person: pages_of(person, months) for person in people}
    return {person: [page for page in pages if dice.random() < share] for person, pages in found.items()}


@pytest.mark.turns(3)
@pytest.mark.parametrize("role", ROLES)
def test_the_list_behind_a_number_is_the_number(role, request):
    share = request.config.getoption("--links")
    people = of_role(role)
    months = sorted(set(VillageMonth.objects.values_list("month", flat=True)))
    assert people and months[-1] == calendar.month_of(TODAY)
    pages, followed, wrong, unknown = 0, 0, [], set()
    for person, addresses in to_open(people, months, share, Turns(share or 0.05).dice()).items():
        walk = Walk(person)
        for page in addresses:
            walk.open(page)
        pages += len(addresses)
        followed, wrong, unknown = followed + walk.followed, wrong + walk.wrong, unknown | walk.unknown
    print(f"drill: {role}, {followed:,} links of {pages:,} pages, {len(wrong)} disagree")
    assert not wrong, wrong[:20]
    assert not unknown, "links behind numbers that say of no figure"


def test_all_roles_that_read_figures_are_walked():
    assert set(ROLES) == set(MAY["see_figures"]) | set(MAY["see_board"])
