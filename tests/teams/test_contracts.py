"""The photographed service agreement of a team: filed, shown, taken away for good; of a running team alone."""

import pytest
from django.core.exceptions import ValidationError

from audit.models import Entry
from teams.actions import teams
from teams.models import ContractCopy, Team
from tests import build
from tests.pages.test_uploads import picture, sent

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def team(village) -> Team:
    return build.make_team(village, agreement_with="供销社")


def file_at(client, team: Team):
    return client.post(f"/teams/{team.pk}/contract/", {"picture": sent(picture())}, follow=True)


def test_a_page_is_filed_shown_and_taken_away(team, officer, sign_in):
    client = sign_in(officer)
    file_at(client, team)
    copy = ContractCopy.objects.get()
    entry = Entry.objects.get(action="file_contract")
    assert (copy.team, copy.filed_by, entry.detail["sha256"]) == (team, officer, copy.sha256)
    shown = client.get(f"/teams/contracts/{copy.pk}/")
    assert shown["Content-Type"] == "image/jpeg" and shown["Cache-Control"] == "no-store"
    client.post(f"/teams/contracts/{copy.pk}/withdraw/", {"reason": "拍成了别的队"})
    copy.refresh_from_db()
    assert (copy.scan, copy.reason) == ("", "拍成了别的队")
    assert Entry.objects.get(action="withdraw_contract").detail["reason"] == "拍成了别的队"
    assert client.get(f"/teams/contracts/{copy.pk}/").status_code == 404


NOTHING = {"agreement_with": "", "agreement_until": None}
ENDED = {"ends_on": "2026-03-19", "end_reason": "解散"}


@pytest.mark.parametrize("change", [NOTHING, ENDED])
def test_a_team_without_an_agreement_or_that_has_ended_gets_no_page(team, officer, sign_in, change):
    before = Team.objects.get(pk=team.pk)
    Team.objects.filter(pk=team.pk).update(**change)
    file_at(sign_in(officer), team)
    with pytest.raises(ValidationError):
        teams.file_contract(before, b"jpeg", by=officer)
    assert not ContractCopy.objects.exists()
