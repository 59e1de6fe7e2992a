"""A published month changes only with a reason, which stays on the row for the restatement."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from ledgers import actions, months
from ledgers.models import Row
from tests import build

FEBRUARY = date(2026, 2, 1)
pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def published(station, bureau) -> None:
    months.mark_published([station], FEBRUARY, by=bureau)


def test_a_row_given_back_in_a_published_month_is_late(village, officer, chief, published):
    row = actions.give_back(build.make_patrol(village, FEBRUARY, by=officer), "没有巡", by=chief)
    row.refresh_from_db()
    assert (row.is_late, row.reason) == (True, "没有巡")


def test_a_false_row_of_a_published_month_is_withdrawn_with_a_reason(village, officer, sign_in, published):
    row = build.make_patrol(village, FEBRUARY, by=officer)
    client, url = sign_in(officer), f"/patrols/{row.pk}/withdraw/"
    assert "late_reason" not in client.get(url).content.decode()
    refused = client.post(url)
    assert refused.status_code == 422 and "late_reason" in refused.content.decode()
    assert client.post(url, {"late_reason": "记错了"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.is_late, row.reason) == (Row.State.WITHDRAWN, True, "记错了")


def test_a_row_of_an_open_month_is_withdrawn_without_a_reason(village, officer, sign_in, published, march):
    row = build.make_patrol(village, march, by=officer)
    assert sign_in(officer).post(f"/patrols/{row.pk}/withdraw/").status_code == 302


def handled_in_february(village, officer):
    """Accepted in January, which is open; agreed in February."""
    return build.make_dispute(
        village, date(2026, 1, 20), by=officer, stage="agreed", agreement="oral", handled_on=FEBRUARY
    )


@pytest.mark.parametrize("step", ["withdraw", "amend"])
def test_the_month_of_the_result_is_asked_too(village, officer, published, step):
    row = handled_in_february(village, officer)
    with pytest.raises(ValidationError):
        getattr(actions, step)(row, by=officer, verb="record_dispute")
    assert getattr(actions, step)(row, by=officer, verb="record_dispute", late_reason="更正").is_late


def test_giving_back_asks_the_month_of_the_result(village, officer, chief, station, clerk):
    months.submit(station, FEBRUARY, by=clerk)
    with pytest.raises(ValidationError):
        actions.give_back(handled_in_february(village, officer), "没有调解", by=chief)
