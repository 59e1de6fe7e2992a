"""A second meeting of a village on one day is asked about, and saved when it is another one."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]


def typed(at, **given):
    today = timezone.localdate()
    return {
        "village": at.pk, "occurred_on": today, "people": "20", "attended": ["police", "committee"],
        "minutes": "通报治安", "done_by": [], "client_key": uuid4(),
    } | given  # fmt: skip


def test_a_second_meeting_of_a_day_is_asked_about(village, officer, sign_in):
    url, client = reverse("meetings:meeting-create"), sign_in(officer)
    first = typed(village, done_by=[officer.pk])
    assert client.post(url, first).status_code == client.post(url, first).status_code == 302
    second = typed(village, done_by=[officer.pk])
    asked = client.post(url, second).context["form"]
    ((key, question),) = asked.fields["sure"].choices
    assert Meeting.objects.get().receipt in question
    assert client.post(url, second | {"sure": key}).status_code == 302
    assert Meeting.objects.count() == 2
    other = typed(build.make_village(village.memberships.get().post, "另村委会"), done_by=[officer.pk])
    assert client.post(url, other).status_code == 302


def test_boxes_in_another_order_are_no_change(village, officer, chief, sign_in):
    url, client = reverse("meetings:meeting-create"), sign_in(officer)
    sent = typed(village, done_by=[officer.pk], attended=["police", "committee", "police"])
    client.post(url, sent)
    row = Meeting.objects.get()
    assert row.attended == ["committee", "police"]
    empty = typed(village, attended=[], village="")
    page = client.post(url, empty).content.decode()
    assert page.count("请选择。") >= 2
