"""The demo county as a whole, book by book."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Model

from reports.demo.cast import engage_all
from reports.demo.closing import write_months
from reports.demo.disputes import write_disputes
from reports.demo.duty_roster import write_roster
from reports.demo.emergency import write_emergency
from reports.demo.homes import settle
from reports.demo.incidents import write_incidents
from reports.demo.own_data import write_own_data
from reports.demo.pairings import write_pairings
from reports.demo.patrols import write_patrols
from reports.demo.places import lay_out
from reports.demo.plan import Plan
from reports.demo.priorities import write_priorities
from reports.demo.requests import write_requests
from reports.demo.review import review_books
from reports.demo.services import write_services
from reports.demo.surveys import write_surveys
from reports.demo.visits import write_visits


def plan_county(today: date, password: str, first_keys: Mapping[type[Model], int] | None = None) -> Plan:
    """All rows. ``password`` is a hash; ``first_keys`` says where the numbers of each table begin."""
    plan = Plan(today, first_keys)
    lay_out(plan)
    engage_all(plan, password)
    settle(plan)
    write_roster(plan)
    write_pairings(plan)
    write_visits(plan)
    write_requests(plan)
    write_services(plan)
    write_patrols(plan)
    write_disputes(plan)
    review_books(plan)
    write_incidents(plan)
    write_surveys(plan)
    write_months(plan)
    write_priorities(plan)
    write_own_data(plan)
    write_emergency(plan)
    return plan
