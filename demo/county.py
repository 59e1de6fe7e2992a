"""The demo county as a whole, book by book."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Model

from demo.cast import engage_all
from demo.closing import write_months
from demo.disputes import write_disputes
from demo.duty_roster import write_roster
from demo.emergency import write_emergency
from demo.handovers import write_handovers
from demo.hazards import write_hazards
from demo.households import settle
from demo.incidents import write_incidents
from demo.leaders import write_leaders
from demo.library import write_library
from demo.meetings import write_meetings
from demo.officers import write_tests
from demo.own_data import write_own_data
from demo.pairings import write_pairings
from demo.patrols import write_patrols
from demo.places import lay_out
from demo.plan import Plan
from demo.planned_rounds import write_rounds
from demo.premises import write_premises
from demo.priorities import write_priorities
from demo.register import write_register
from demo.requests import write_requests
from demo.review import review_books
from demo.services_given import write_services
from demo.surveys import write_surveys
from demo.teams import write_teams
from demo.visits import write_visits


def plan_county(today: date, password: str, first_keys: Mapping[type[Model], int] | None = None) -> Plan:
    """All rows. ``password`` is a hash; ``first_keys`` gives the first primary key of each table."""
    plan = Plan(today, first_keys)
    lay_out(plan)
    engage_all(plan, password)
    settle(plan)
    write_roster(plan)
    write_pairings(plan)
    write_visits(plan)
    write_requests(plan)
    write_premises(plan)
    write_services(plan)
    write_meetings(plan)
    write_teams(plan)
    write_patrols(plan)
    write_hazards(plan)
    write_disputes(plan)
    review_books(plan)
    write_incidents(plan)
    write_surveys(plan)
    write_months(plan)
    write_priorities(plan)
    write_own_data(plan)
    write_emergency(plan)
    write_register(plan)
    write_handovers(plan)
    write_rounds(plan)
    write_leaders(plan, plan.leaders)
    write_library(plan)
    write_tests(plan)
    return plan
