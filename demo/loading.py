"""Copying the demo county into an empty database, in one transaction."""

from datetime import date

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from audit import trail
from demo import handovers, lookups, officers, referrals, sheets
from demo.closing import publish_months
from demo.copying import copy, next_key
from demo.county import plan_county
from demo.plan import Plan
from posts.models import County

# The rooms whose tables the plan fills: rows take the next keys of their tables.
ROOMS = (
    "accounts", "posts", "oversight", "ledgers", "duty", "residents", "patrols", "hazards", "leaders", "library",
    "officers", "meetings", "disputes", "surveys", "indicators",
)  # fmt: skip

# The columns of a household that are derived from its visits, set for all households at once
# (residents/actions/visits.py does it for those of one action).
REMEMBER_VISITS = """
    UPDATE residents_household h
       SET last_met_on = seen.last_met_on, next_visit_on = seen.next_visit_on
      FROM (
        SELECT household_id,
               max(occurred_on) FILTER (WHERE outcome = 'met') AS last_met_on,
               (array_agg(next_visit_on ORDER BY occurred_on DESC, id DESC))[1] AS next_visit_on
          FROM counted_visits
         GROUP BY household_id
      ) seen
     WHERE seen.household_id = h.id
"""


def is_empty() -> bool:
    """The demo county is for a database without any county."""
    return not County.objects.exists()


@transaction.atomic
def load(today: date, password: str) -> Plan:
    """Load the county as of the morning of ``today``. Runs as the owner of the tables."""
    models = [
        model for room in ROOMS for model in apps.get_app_config(room).get_models(include_auto_created=True)
    ]
    plan = plan_county(today, make_password(password), {model: next_key(model) for model in models})
    for model, rows in plan.rows.items():
        copy(model, rows)
    _remember_visits(plan)
    publish_months(plan)
    lookups.write(plan)
    sheets.bring_in(plan)
    referrals.write(plan)
    handovers.count_what_hangs()
    officers.write_digests(plan)
    trail.record("load_demo", County.objects.get(), by=None, today=today)
    return plan


def _remember_visits(plan: Plan) -> None:
    """Also update the planner's statistics: counting the months takes half the time."""
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER_VISITS)
        for model in plan.rows:
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')
