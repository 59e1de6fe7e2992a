import pytest

from indicators.models import VillageMonth
from posts.models import Membership, Succession, Village
from residents.models import Household, Visit
from tests.histories import Year
from tests.reports import agreeing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]


def test_x(time_machine):
    world = Year(3, time_machine)
    for _ in range(100):
        world.step()
    try:
        agreeing.agree(world, 0.25)
    finally:
        for h in Household.objects.order_by("pk"):
            vs = [
                (v.pk, str(v.occurred_on), v.village_id, v.post_id, v.outcome, v.state)
                for v in Visit.objects.filter(household=h)
            ]
            print(
                "DBG H",
                h.pk,
                "v",
                h.village_id,
                "p",
                h.post_id,
                h.opened_on,
                h.closed_on,
                h.closed_for,
                "->",
                h.continued_in_id,
                h.number,
                vs,
            )
        for m in Membership.objects.order_by("pk"):
            print("DBG M", m.village_id, m.post_id, m.starts_on, m.ends_on)
        for m in Succession.objects.all():
            print("DBG S", m.village_id, m.successor_id, m.day, m.kind)
        for v in Village.objects.all():
            print("DBG V", v.pk, v.name, v.closed_on)
        for v in VillageMonth.objects.filter(month="2026-03-01"):
            print("DBG VM", v.village_id, v.post_id, v.is_expected, v.households_met)
