"""Many villages are given to a post at once: all or none, only free ones of the own county, and it is on the trail."""

from datetime import date

import pytest

from audit.models import Entry
from ledgers.models import StationMonth
from posts.models import Membership, Village
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
GIVE = "/organisation/villages/give/"


@pytest.fixture
def free(village) -> list[Village]:
    """Two villages of the town that no post has."""
    return [
        Village.objects.create(code=f"99090110099{n}", name=f"新{n}村委会", town=village.town) for n in (8, 9)
    ]


def test_they_are_offered_by_town_and_given_together(free, village, post, bureau, sign_in):
    client = sign_in(bureau)
    page = client.get(GIVE).content.decode()
    assert f"<legend>{village.town.name}</legend>" in page
    assert [str(one) in page for one in (*free, village)] == [True, True, False]
    sent = {"post": post.pk, "since": "2026-03-01", "villages": [one.pk for one in free]}
    assert client.post(GIVE, sent, follow=True).redirect_chain
    given = Membership.objects.filter(post=post, village__in=free)
    assert set(given.values_list("starts_on", flat=True)) == {date(2026, 3, 1)} and given.count() == 2
    entry = Entry.objects.get(action="give_villages")
    assert entry.actor_id == bureau.pk and sorted(entry.detail["villages"]) == [one.code for one in free]
    assert "990901100998" not in client.get(GIVE).content.decode()


def test_nobody_gets_one_when_one_of_them_is_taken_meanwhile(free, post, bureau, sign_in):
    other = build.make_post(post.station, "另一警务室")
    Membership.objects.create(village=free[1], post=other, starts_on=date(2026, 3, 1))
    sent = {"post": post.pk, "since": "2026-03-01", "villages": [one.pk for one in free]}
    answer = sign_in(bureau).post(GIVE, sent)
    assert answer.status_code == 422 and not Membership.objects.filter(post=post, village__in=free).exists()
    page = answer.content.decode()
    assert f'value="{free[0].pk}" checked' in " ".join(page.split())  # what was ticked stays ticked


def test_one_that_had_a_post_before_can_not_be_given_for_days_of_that_post(free, post, bureau, sign_in):
    other = build.make_post(post.station, "另一警务室")
    Membership.objects.create(
        village=free[1], post=other, starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 10)
    )
    sent = {"post": post.pk, "since": "2026-03-01", "villages": [one.pk for one in free]}
    answer = sign_in(bureau).post(GIVE, sent)
    assert answer.status_code == 422 and str(free[1]) in str(answer.context["form"].non_field_errors())
    assert not Membership.objects.filter(post=post, village__in=free).exists()


def test_a_village_and_a_post_of_another_county_are_not_offered(free, post, bureau, sign_in):
    abroad = build.make_post(build.make_station(build.make_county("别县", "990902"), "别县所"), "别县警务室")
    foreign = build.make_village(abroad, "别村")
    foreign.memberships.update(ends_on=date(2026, 3, 1))
    page = sign_in(bureau).get(GIVE).content.decode()
    assert str(foreign) not in page and "别县警务室" not in page
    for sent in ({"post": abroad.pk, "villages": [free[0].pk]}, {"post": post.pk, "villages": [foreign.pk]}):
        assert sign_in(bureau).post(GIVE, sent | {"since": "2026-03-15"}).status_code == 422


def test_days_of_a_submitted_month_are_not_changed(free, post, bureau, sign_in):
    StationMonth.objects.create(station=post.station, month=date(2026, 2, 1), state="submitted")
    sent = {"post": post.pk, "since": "2026-02-10", "villages": [one.pk for one in free]}
    answer = sign_in(bureau).post(GIVE, sent)
    assert answer.status_code == 422 and not Membership.objects.filter(village__in=free).exists()
