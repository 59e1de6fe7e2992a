"""Two people save at the same second what one after the other would be asked."""

from typing import Any

import pytest
import time_machine

from access.roles import Role
from residents.models import Resident, Visit
from tests import build, databases, objects
from tests.page_client import PageClient
from tests.two_at_once import two_at_once

KEY = "0b0e7a52-5a53-4dd4-9d3e-6c1f0d7f1a11"


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker):
    with databases.of_its_own(django_db_blocker, "seconds"), time_machine.travel(objects.MORNING, tick=True):
        post = build.make_post(build.make_station(build.make_county("同秒县", "990905")))
        village = build.make_village(post)
        clients = [PageClient(), PageClient()]
        for number, client in enumerate(clients):
            client.force_login(build.make_user(f"auxiliary{number}", Role.AUXILIARY, post))
        yield build.make_household(village), clients


def test_of_two_visits_at_the_same_second_the_second_is_asked(committed):
    household, (first, second) = committed
    typed = {"household": household.pk, "outcome": "met", "talks": "2", "occurred_on": "2026-03-20"}
    saved, asked = two_at_once(
        *(lambda who=who: who.post("/residents/visits/new/", typed) for who in (first, second))
    )
    assert (saved.status_code, asked.status_code, Visit.objects.count()) == (302, 422, 1)
    assert list(asked.context["form"].errors) == ["again"]


def test_of_two_sendings_at_the_same_second_one_is_saved_and_both_are_answered(committed):
    household, (tap, _other) = committed
    typed = {"household": household.pk, "name": "李四", "residence": "permanent", "birth_year": "1980"}

    def send() -> Any:
        return tap.post("/residents/people/new/", typed | {"client_key": KEY})

    answers = two_at_once(send, send)
    assert [answer.status_code for answer in answers] == [302, 302] and Resident.objects.count() == 1
