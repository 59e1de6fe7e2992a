"""How many inputs the common entries take: each tap, each field that is typed into and each choice is one."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.stack import Registry
from tests.journeys.steps import SAVED, outcome, post_of, save

pytestmark = pytest.mark.journey
A_VISIT, A_HOUSEHOLD, A_MEMBER, A_DISPUTE = 3, 8, 5, 8


class Hand:
    """Counts its inputs."""

    def __init__(self, page: Page):
        self.page, self.inputs = page, 0

    def tap(self, what: Locator) -> None:
        what.tap()
        self.inputs += 1

    def type(self, name: str, words: str) -> None:
        self.page.locator(f"[name='{name}']").fill(words)
        self.inputs += 1

    def choose(self, name: str, number: int = 1) -> None:
        self.page.locator(f"select[name='{name}']").select_option(index=number)
        self.inputs += 1


def test_a_visit_from_the_due_list(sign_in, record_property):
    page = sign_in("officer16", PHONE)
    page.goto("/")
    hand = Hand(page)
    hand.tap(page.locator("[data-plan] li a[href*='/visits/new/']").first)
    hand.tap(outcome(page, "met"))
    hand.tap(save(page))
    expect(page).to_have_url(SAVED)
    record_property("summary", f"a visit from the due list: {hand.inputs} inputs")
    assert hand.inputs <= A_VISIT


@pytest.mark.parametrize("members", [0, 2])
def test_a_household_with_its_members(sign_in, record_property, members):
    page = sign_in("officer17", PHONE)
    page.goto("/residents/households/")
    hand = Hand(page)
    hand.tap(page.locator(f"a[href='{reverse('residents:household-create')}']").first)
    hand.type("number", f"9组{timezone.now():%S%f}号")
    hand.type("householder", f"甲试{'甲乙丙'[members]}")  # nobody's name and year twice
    hand.type("birth_year", "1961")
    hand.type("phone", f"1540000{7000 + members}")
    for number in range(members):
        line = page.locator(f"[name='people-{number}-name']")
        if not line.count():
            hand.tap(page.locator("[data-one-more]"))
        hand.type(f"people-{number}-name", f"乙试验{'甲乙丙'[number]}")
        hand.choose(f"people-{number}-relation")
        hand.type(f"people-{number}-birth_year", f"{1985 + number}")
        hand.type(f"people-{number}-phone", f"1540001{7000 + number}")
    hand.type("children_under_14", "1")
    hand.tap(save(page))
    expect(page).to_have_url(re.compile(r"/residents/households/\d+/"))
    record_property("summary", f"a household with {members} further members: {hand.inputs} inputs")
    assert hand.inputs <= A_HOUSEHOLD + A_MEMBER * members


def people_of(registry: Registry, officer: str) -> list[str]:
    """Names that stand once in the register of the officer's post: the second one shares its surname with others."""
    return [
        name
        for (name,) in registry.ask(
            "SELECT name FROM residents_resident WHERE post_id = %s AND left_on IS NULL"
            " GROUP BY name HAVING count(*) = 1 ORDER BY name",
            post_of(registry, officer),
        )
    ]


def test_a_dispute_with_two_parties(registry, sign_in, record_property):
    """A is typed whole and is the only one of the name; B is typed in part and chosen."""
    one, other, *_rest = people_of(registry, "officer18")
    page = sign_in("officer18", PHONE)
    page.goto("/disputes/")
    hand = Hand(page)
    hand.tap(page.locator(f"a[href='{reverse('disputes:dispute-create')}']").first)
    page.locator("select[name='kind']").select_option("neighbour")
    hand.inputs += 1
    hand.tap(page.locator("[name=violence][value=no]"))
    hand.type("a_name", one)
    expect(page.locator("[name=a_who]:checked")).to_have_count(1)
    hand.type("b_name", other[:2])
    hand.tap(page.locator("label.choice", has_text=other).locator("[name=b_who]").first)
    hand.type("summary", "两户为晒谷场的界线争执，约定当面丈量")
    hand.tap(save(page))
    expect(page).to_have_url(SAVED)
    expect(page.locator("h1")).to_contain_text(one)
    record_property("summary", f"a dispute with two parties: {hand.inputs} inputs")
    assert hand.inputs <= A_DISPUTE
