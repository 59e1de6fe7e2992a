"""Two people add the same to a dispute at the same second: one waits for the other, and what may be once is once."""

import pytest
import time_machine
from django.db import transaction

from access.roles import Role
from disputes.models import Agreement, Attention, Dispute, Suspension
from disputes.views.parts import NewPart
from tests import bodies, build, databases, dispute_parts, objects
from tests.fuzz.forms import merged
from tests.page_client import PageClient
from tests.pages import walk
from tests.two_at_once import two_at_once

ADDING = [name for name, view in walk.pages().items() if issubclass(view, NewPart)]
ONCE = {"dispute-suspend": Suspension, "dispute-draft": Agreement}
RUNNING = {"dispute-mark": Attention.objects.filter(ended_on=None)}


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker):
    with databases.of_its_own(django_db_blocker, "parts"), time_machine.travel(objects.MORNING, tick=True):
        post = build.make_post(build.make_station(build.make_county("同分县", "990907")))
        village = build.make_village(post)
        clients = [PageClient(), PageClient()]
        for number, client in enumerate(clients):
            client.force_login(
                build.make_user(f"part{number}", Role.OFFICER, post, is_responsible=not number)
            )
        yield village, clients


@pytest.mark.turns(3)
@pytest.mark.parametrize("name", ADDING)
def test_of_two_that_add_at_once_the_second_waits(name, committed):
    village, clients = committed
    with transaction.atomic():
        dispute = build.make_dispute(village)
        dispute_parts.make_party(dispute)
    page = name.partition(":")[2]
    url = walk.address(name, {"dispute": dispute.pk, "village": village.pk, "station": dispute.station_id})
    sent = []
    for client in clients:
        form = merged(client.get(url).content.decode(), "post")
        sent.append((client, bodies.body(form, {"village": village.pk}, {"village": village.pk})))
    answers = two_at_once(
        *(lambda client=client, typed=typed: client.post(url, typed) for client, typed in sent)
    )
    assert [type(one).__name__ for one in answers if isinstance(one, Exception)] == []
    statuses = [one.status_code for one in answers]
    assert set(statuses) <= {302, 422}, statuses
    if page in ONCE:
        assert ONCE[page].objects.filter(dispute=dispute).count() == 1
    if page in RUNNING:
        assert RUNNING[page].filter(dispute=dispute).count() == 1
    assert Dispute.objects.get(pk=dispute.pk).stage == "open"


def test_every_page_that_adds_something_once_is_asked():
    asked = {name.partition(":")[2] for name in ADDING}
    assert ONCE.keys() | RUNNING.keys() <= asked and len(asked) >= 6
