"""The numbers of disputes: by post and year, without gaps."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from disputes.actions import acceptance
from disputes.models import Dispute, Mediator
from ledgers import actions
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


def test_they_count_by_post_and_year(village, elsewhere, officer):
    first, second = (build.make_dispute(village, date(2026, 3, 1), officer) for _ in range(2))
    before = build.make_dispute(village, date(2025, 12, 31), officer)
    other = build.make_dispute(elsewhere, date(2026, 3, 1))
    assert [one.number for one in (first, second, before, other)] == [1, 2, 1, 1]
    assert second.number_label.endswith("〔2026〕2号") and str(village) != second.number_label


def test_what_is_rolled_back_gives_its_number_again(village, officer):
    with pytest.raises(RuntimeError), transaction.atomic():
        build.make_dispute(village, by=officer)
        raise RuntimeError
    assert build.make_dispute(village, by=officer).number == 1


def test_two_at_once_wait_for_each_other(village, officer):
    with CaptureQueriesContext(connection) as asked:
        build.make_dispute(village, by=officer)
    assert any("disputes_disputenumber" in one["sql"] and "FOR UPDATE" in one["sql"] for one in asked)


def test_a_withdrawn_one_keeps_its_number(village, officer):
    dispute = build.make_dispute(village, by=officer)
    actions.withdraw(dispute, by=officer, verb="record_dispute")
    dispute.refresh_from_db()
    assert dispute.number == 1 and build.make_dispute(village, by=officer).number == 2


def test_it_does_not_move_into_another_year(village, officer):
    dispute = build.make_dispute(village, date(2026, 1, 2), officer)
    dispute.occurred_on = date(2025, 12, 30)
    with pytest.raises(ValidationError, match="2026"):
        acceptance.amend_case(dispute, by=officer)


def test_a_round_names_the_disputes_that_were_found_on_it(village, officer, sign_in):
    found = build.make_check_round(village, by=officer, found=1)
    dispute = build.make_dispute(village, by=officer, check_round=found)
    assert dispute.number_label in sign_in(officer).get(found.get_absolute_url()).content.decode()


def test_who_mediated_together_stands_on_the_page(village, officer, sign_in):
    dispute = build.make_dispute(village, by=officer)
    Mediator(dispute=dispute, kind="committee", name="赵测试", body="村调委会", is_host=True).save()
    Mediator(dispute=dispute, kind="officer", user=officer).save()
    page = sign_in(officer).get(dispute.get_absolute_url()).content.decode()
    assert "赵测试" in page and "村调委会" in page and Dispute.objects.count() == 1
