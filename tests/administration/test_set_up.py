"""The steps of setting a county up: whose they are, where they lead, and when they are done."""

import pytest
from django.urls import resolve
from django.utils import timezone

from accounts.models import User
from administration import set_up
from pages.counting import counts
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
STEPS = ("villages", "bureau", "posts", "given", "accounts", "roles", "here")


def steps_of(user, county):
    return dict(zip(STEPS, set_up.steps(user, counts(set_up.asked(county.pk))), strict=True))


@pytest.fixture
def unconfirmed(post):
    user = build.make_user("waits", "auxiliary", post)
    User.objects.filter(pk=user.pk).update(confirmed_at=None)
    return user


def test_each_step_leads_only_to_where_its_person_does_it(administrator, grantor, bureau, village):
    """A link that leads to another page than the step speaks of is worse than none."""
    leads = {
        "admin": {"bureau": "administration:create", "accounts": "imports:import-create"},
        "grants": {
            "bureau": "administration:list",
            "roles": "administration:list",
            "here": "administration:waiting",
        },
        "county": {
            "posts": "imports:import-create",
            "given": "imports:import-create",
            "here": "administration:waiting",
        },
    }
    county = village.town.county
    for name, user in (("admin", administrator), ("grants", grantor), ("county", bureau)):
        found = {step: resolve(one.url).view_name for step, one in steps_of(user, county).items() if one.url}
        assert found == leads[name]


def test_the_county_bureau_comes_first_and_accounts_after_posts(administrator, county):
    found = steps_of(administrator, county)
    assert not found["bureau"].is_done and found["bureau"].url and not found["accounts"].url
    build.make_user("xianju", "county", county)
    assert steps_of(administrator, county)["bureau"].is_done


def test_people_are_confirmed_when_all_are(officer, unconfirmed, grantor, village):
    county = village.town.county
    assert not steps_of(grantor, county)["here"].is_done
    User.objects.filter(pk=unconfirmed.pk).update(confirmed_at=timezone.now())
    assert steps_of(grantor, county)["here"].is_done


def test_the_steps_stay_after_the_first_sign_in_and_visit_while_somebody_waits(
    officer, unconfirmed, administrator, bureau, village, sign_in, time_machine
):
    User.objects.filter(pk=officer.pk).update(last_login=timezone.now())
    build.make_visit(village, household=build.make_household(village), by=officer)
    pages = ((administrator, "/account/list/"), (bureau, "/"))
    for user, address in pages:
        assert 'class="set-up"' in sign_in(user).get(address).content.decode()
    time_machine.shift(61 * 86_400)
    for user, address in pages:
        assert 'class="set-up"' not in sign_in(user).get(address).content.decode()


@pytest.mark.parametrize(("who", "address"), [
    ("officer", "/"), ("officer", "/residents/visits/new/"), ("clerk", "/"), ("clerk", "/residents/visits/new/"),
])  # fmt: skip
def test_an_empty_register_says_what_to_do(who, address, village, person_of, sign_in):
    page = sign_in(person_of(who)).get(address).content.decode()
    assert "/imports/new/" in page and "还没有登记住户" in page
    build.make_household(village)
    assert "还没有登记住户" not in sign_in(person_of(who)).get(address).content.decode()
