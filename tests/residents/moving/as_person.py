"""The actions of a move as whoever does it, and the days of these tests."""

from datetime import date

from access import scope
from policies.acting import acting
from residents.moving import actions as moving

TODAY, DAY, MARCH = date(2026, 3, 20), date(2026, 3, 10), date(2026, 3, 1)


def as_person(action):
    """The action as whoever does it: the database lets them do no more than that."""

    def act(*args, by, **kwargs):
        with acting(scope.acting_as(by)):
            return action(*args, by=by, **kwargs)

    return act


move_household, split = as_person(moving.move_household), as_person(moving.split)
move_person, set_second_home = as_person(moving.move_person), as_person(moving.set_second_home)


def going(household):
    """Who founds a household of their own: the people, and its householder."""
    son = household.residents.get(name="王小军")
    return [son], son
