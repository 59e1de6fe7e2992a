"""Impossible entries are refused, unlikely ones asked about once: cases 15 and 16, and a day on a phone (5, 8, 9)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from patrols.models import Patrol
from residents.models import Household, Pairing, Visit
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
TODAY = date(2026, 3, 20)
URLS = {
    "visit": reverse("residents:visit-create"),
    "service": reverse("residents:service-create"),
    "household": reverse("residents:household-create"),
    "resident": reverse("residents:resident-create"),
    "request": reverse("residents:request-create"),
    "pairing": reverse("residents:pairing-create"),
    "patrol": reverse("patrols:patrol-create"),
    "dispute": reverse("disputes:dispute-create"),
}


@pytest.fixture
def send(village, officer, sign_in):
    """``send("visit", talks=200)``: what an officer types that is sound but for the given values."""
    household = build.make_household(village, is_hardship=True)
    client = sign_in(officer)
    place = {"village": village.pk, "occurred_on": "2026-03-20"}
    called = {"household": household.pk, "occurred_on": "2026-03-20"}
    sound = {
        "visit": called | {"outcome": "met", "talks": 2},
        "service": place | {"kind": "good_deed", "quantity": 1},
        "household": {
            "village": village.pk, "number": "501", "householder": "赵测试", "members": 3, "children_under_14": 0,
        },
        "resident": {"household": household.pk, "name": "钱测试", "residence": "permanent", "birth_year": 1980},
        "request": called | {"asked": "路灯坏了", "due_on": "2026-04-01"},
        "pairing": {"household": household.pk, "starts_on": "2026-03-01"},
        "patrol": place | {
            "occurred_on": "2026-03-19", "mode": "foot", "starts_at": "08:00", "minutes": 60, "people": 1,
        },
        "dispute": place | {"kind": "neighbour", "origin": "found", "host": "village", "parties": 2,
                            "violence": "no", "a_name": "甲测试", "b_name": "乙测试", "summary": "地界"},
    }  # fmt: skip
    sound["patrol today"] = sound["patrol"] | {"occurred_on": "2026-03-20"}
    return lambda noun, **typed: client.post(URLS[noun.split()[0]], sound[noun] | typed)


@pytest.mark.parametrize("noun", URLS)
def test_what_is_sound_is_saved_at_once(send, noun):
    answer = send(noun)
    assert answer.status_code == 302, answer.context["form"].errors


@pytest.mark.parametrize(
    ("noun", "field", "value"),
    [
        ("patrol today", "starts_at", "09:01"),  # case 15: it is nine o'clock
        ("patrol today", "starts_at", "23:50"),
        ("patrol today", "minutes", "61"),  # begun at eight
        ("visit", "next_visit_on", "9999-12-31"),  # case 16
        ("visit", "next_visit_on", "2027-03-22"),
        ("visit", "due_on", "9999-12-31"),
        ("request", "due_on", "2027-03-22"),
        ("pairing", "starts_on", "0026-11-01"),
        ("pairing", "starts_on", "2024-03-01"),
        ("household", "members", "0"),
        ("household", "members", "32767"),
        ("household", "phone", "123"),
        ("resident", "phone", "1234567890123456"),
        ("visit", "talks", "501"),
        ("patrol", "minutes", "1441"),
        ("patrol", "people", "201"),
        ("service", "quantity", "10000"),
        ("dispute", "parties", "201"),
    ],
)
def test_what_can_not_be_is_refused_beside_its_field(send, noun, field, value):
    answer = send(noun, **{field: value})
    assert answer.status_code == 422 and field in answer.context["form"].errors


def test_a_patrol_of_an_hour_ago_and_one_of_last_night_are_taken(send):
    assert send("patrol today", starts_at="08:00").status_code == 302
    assert send("patrol", starts_at="23:50", occurred_on="2026-03-19").status_code == 302


def test_a_pairing_does_not_begin_before_the_household_is_registered(send):
    Household.objects.update(opened_on=TODAY - timedelta(days=9))
    answer = send("pairing", starts_on="2026-03-01")
    assert "starts_on" in answer.context["form"].errors and not Pairing.objects.exists()


UNLIKELY = [
    ("visit", "talks", 200),
    ("household", "members", 16),
    ("patrol", "minutes", 600),
    ("patrol", "people", 40),
    ("service", "quantity", 300),
    ("dispute", "parties", 30),
]


@pytest.mark.parametrize(("noun", "field", "value"), UNLIKELY)
def test_what_is_unlikely_is_asked_once(send, noun, field, value):
    asked = send(noun, **{field: value})
    page = asked.content.decode()
    assert set(asked.context["form"].errors) == {"sure"} and f'value="{field}={value}"' in page
    assert send(noun, **{field: value, "sure": f"{field}={value}"}).status_code == 302


def test_a_tick_for_one_number_is_none_for_another(send):
    assert send("visit", talks=300, sure="talks=200").status_code == 422
    assert not Visit.objects.exists()


def test_a_saved_number_is_not_asked_about_again(send, officer, sign_in):
    send("patrol", minutes=600, sure="minutes=600")
    row = Patrol.objects.get()
    typed = {
        "village": row.village_id, "occurred_on": "2026-03-19", "mode": "foot", "starts_at": "08:00", "minutes": 600,
        "people": 1, "note": "补一句",
    }  # fmt: skip
    answer = sign_in(officer).post(reverse("patrols:patrol-edit", args=[row.pk]), typed)
    assert answer.status_code == 302


NUMBERS = ["990901198001010015", "15400001234", "4111 1111 1111 1111"]
WORDS = [
    ("visit", "note"),
    ("visit", "asked"),
    ("request", "asked"),
    ("service", "note"),
    ("household", "householder"),
    ("household", "note"),
    ("resident", "name"),
    ("patrol", "note"),
    ("dispute", "summary"),
]


@pytest.mark.turns(3)
@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(("noun", "field"), WORDS)
def test_a_number_of_a_person_is_refused_in_words_and_names(send, noun, field, number):
    answer = send(noun, **{field: f"王{number}"})
    assert answer.status_code == 422 and field in answer.context["form"].errors


def test_a_long_pasted_note_is_refused_whole(send):
    page = send("visit", note="长" * 5_000)
    assert page.status_code == 422 and "长" * 5_000 in page.content.decode()
