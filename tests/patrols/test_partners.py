"""Joint patrols with other posts: one patrol where it was walked, a part of its own for each partner."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.utils import ProgrammingError
from django.urls import reverse

from access import scope
from access.roles import Role
from indicators import compute
from indicators.models import VillageMonth
from ledgers.models import LateChange, StationMonth
from patrols.actions import partners, patrols
from patrols.models import Patrol, PatrolPartner
from policies.acting import acting
from posts.models import Village
from tests import build
from tests.teams.test_teams import move

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
MARCH, FEBRUARY = date(2026, 3, 1), date(2026, 2, 1)
STATE = PatrolPartner.State


def ask(client, patrol, post, **typed):
    given = {"partner_post": post.pk, "route": "桥头至小学"} | typed
    return client.post(reverse("patrols:patrol-partner", args=[patrol.pk]), given)


def join(client, partner, person, **typed):
    given = {"people": "2", "done_by": [person.pk], "what": "守北口", "version": partner.version} | typed
    return client.post(reverse("patrols:partner-answer", args=[partner.pk]), given)


def counted(village, month=MARCH) -> tuple[int, int, int]:
    compute.fill_touched()
    compute.fill_month(month)
    row = VillageMonth.objects.get(village=village, month=month)
    return row.patrols, row.joint_patrols, row.partnered_patrols


def test_one_patrol_where_it_was_walked_and_a_part_for_the_partner(
    village, elsewhere, officer, stranger, chief, bureau, sign_in
):
    there, patrol = build.keys(elsewhere)["post"], build.make_patrol(village, date(2026, 3, 18), officer)
    mine, theirs = sign_in(officer), sign_in(stranger)
    assert ask(mine, patrol, there).status_code == 302
    partner = PatrolPartner.objects.get()
    patrol.refresh_from_db()
    assert patrol.is_joint and (partner.village, partner.partner_village) == (village, elsewhere)
    assert (counted(village), counted(elsewhere)) == ((1, 1, 0), (0, 0, 0))

    # The partner reads its row and no more: place, time and route as declared.
    assert theirs.get(reverse("patrols:partner-list"), {"to_answer": "on"}).context["count"] == 1
    page = theirs.get(partner.get_absolute_url())
    assert "桥头至小学" in page.content.decode() and patrol.receipt not in page.content.decode()
    assert theirs.get(patrol.get_absolute_url()).status_code == 404
    assert theirs.get(reverse("patrols:patrol-partner", args=[patrol.pk])).status_code == 404

    assert join(theirs, partner, stranger).status_code == 302
    partner.refresh_from_db()
    assert (partner.state, partner.people, partner.done_by) == (STATE.JOINED, 2, [stranger.pk])
    assert (counted(village), counted(elsewhere)) == ((1, 1, 0), (0, 0, 1))
    shown = mine.get(patrol.get_absolute_url()).context["beside"]
    assert [line["mark"] for section in shown for line in section["lines"]] == ["已参加"]
    for person in (officer, chief, bureau):
        assert sign_in(person).get(partner.get_absolute_url()).status_code == 200
    # Neither writes the other's side.
    assert mine.get(reverse("patrols:partner-answer", args=[partner.pk])).status_code == 404
    with acting(scope.acting_as(stranger)), pytest.raises(PermissionDenied), transaction.atomic():
        partners.take_back(partner, by=stranger)
    with acting(scope.acting_as(officer)), pytest.raises(ValidationError), transaction.atomic():
        partners.take_back(partner, by=officer)


def test_a_post_is_asked_once_and_only_another_one_of_the_county(village, elsewhere, officer, sign_in):
    patrol, client = build.make_patrol(village, date(2026, 3, 18), officer), sign_in(officer)
    far = build.make_village(
        build.make_post(build.make_station(build.make_county("990902", "邻县"), "邻所"), "邻室")
    )
    own, there = build.keys(village)["post"], build.keys(elsewhere)["post"]
    for post in (own, build.keys(far)["post"]):
        answer = ask(client, patrol, post)
        assert answer.status_code == 422 and "partner_post" in answer.context["form"].errors
    assert ask(client, patrol, there).status_code == 302
    assert ask(client, patrol, there).status_code == 422
    with acting(scope.acting_as(officer)), pytest.raises(ProgrammingError), transaction.atomic():
        build.make_partner(village, officer, patrol=patrol, partner=far)  # not past the policies either


def test_foreign_posts_see_nothing(village, elsewhere, officer, sign_in):
    third = build.make_village(build.make_post(build.keys(village)["station"], "三室"), name="三村")
    other = build.make_user("third", Role.OFFICER, build.keys(third)["post"])
    partner, client = build.make_partner(village, officer, partner=elsewhere), sign_in(other)
    assert client.get(partner.get_absolute_url()).status_code == 404
    assert client.get(reverse("patrols:partner-list")).context["count"] == 0
    with acting(scope.acting_as(other)):
        assert not PatrolPartner.objects.exists()


def test_the_partner_corrects_its_part_and_says_that_it_was_not_there(
    village, elsewhere, officer, stranger, sign_in
):
    partner, client = build.make_partner(village, officer, partner=elsewhere), sign_in(stranger)
    assert join(client, partner, officer).status_code == 422  # nobody of another post
    assert join(client, partner, stranger, people="0").status_code == 422
    assert join(client, partner, stranger).status_code == 302
    partner.refresh_from_db()
    assert join(client, partner, stranger, people="4").status_code == 302
    partner.refresh_from_db()
    assert partner.people == 4 and counted(elsewhere) == (0, 0, 1)
    url = reverse("patrols:partner-decline", args=[partner.pk])
    assert client.post(url, {"version": partner.version}).status_code == 302
    partner.refresh_from_db()
    assert (partner.state, partner.people, partner.done_by) == (STATE.ABSENT, None, [])
    assert counted(elsewhere) == (0, 0, 0)


def test_the_parts_follow_their_patrol(village, elsewhere, officer, stranger, sign_in):
    """To another day, and into nothing when it is withdrawn."""
    partner, client = build.make_partner(village, officer, partner=elsewhere), sign_in(stranger)
    join(client, partner, stranger)
    patrol = Patrol.objects.get()
    patrol.occurred_on = date(2026, 3, 2)
    with acting(scope.acting_as(officer)):
        patrols.amend_patrol(patrol, by=officer)
    partner.refresh_from_db()
    assert partner.occurred_on == date(2026, 3, 2)
    unticked = Patrol.objects.get()
    unticked.is_joint = False
    with acting(scope.acting_as(officer)), pytest.raises(ValidationError), transaction.atomic():
        patrols.amend_patrol(unticked, by=officer)
    with acting(scope.acting_as(officer)):
        patrols.withdraw_patrol(Patrol.objects.get(), by=officer)
    partner.refresh_from_db()
    assert partner.state == STATE.WITHDRAWN and (counted(village), counted(elsewhere)) == (
        (0, 0, 0),
        (0, 0, 0),
    )
    assert join(client, partner, stranger).status_code == 422
    partner.refresh_from_db()
    assert partner.state == STATE.WITHDRAWN


def test_a_patrol_is_refused_after_its_parts_followed_and_they_stay(village, elsewhere, officer):
    """One that has not answered counts in no month and asks none; whoever was not there is found afterwards."""
    partner = build.make_partner(village, officer, partner=elsewhere)
    patrol = Patrol.objects.get()
    patrol.occurred_on, patrol.done_by = date(2026, 3, 2), [0]
    with acting(scope.acting_as(officer)), pytest.raises(ValidationError), transaction.atomic():
        patrols.amend_patrol(patrol, by=officer)
    was = partner.occurred_on
    partner.refresh_from_db()
    assert partner.occurred_on == was != patrol.occurred_on


def test_a_published_month_of_the_partner_asks_for_a_reason_from_either_side(
    village, elsewhere, officer, stranger, bureau, sign_in
):
    day = date(2026, 2, 10)
    patrol = build.make_patrol(village, day, officer, is_joint=True)
    partner, client = (
        build.make_partner(village, officer, partner=elsewhere, patrol=patrol),
        sign_in(stranger),
    )
    publish(elsewhere)
    assert join(client, partner, stranger).status_code == 422
    assert join(client, partner, stranger, late_reason="补报").status_code == 302
    assert LateChange.objects.filter(village=elsewhere, month=FEBRUARY).count() == 1
    assert counted(elsewhere, FEBRUARY)[2] == 1
    moved = Patrol.objects.get()
    moved.occurred_on = date(2026, 3, 2)
    with acting(scope.acting_as(officer)), pytest.raises(ValidationError), transaction.atomic():
        patrols.amend_patrol(moved, by=officer)
    with acting(scope.acting_as(officer)):
        patrols.amend_patrol(moved, by=officer, late_reason="日期填错")
    assert LateChange.objects.filter(village=elsewhere, month=FEBRUARY).count() == 2


def publish(village) -> None:
    keys = build.keys(village)
    StationMonth.objects.update_or_create(
        station=keys["station"], month=FEBRUARY, defaults={"state": "published"}
    )


def test_a_village_that_moves_takes_its_part_along(village, elsewhere, officer, stranger, bureau, sign_in):
    """Before it has answered the new post answers; what was counted stays with the old one's month."""
    third = build.make_village(build.make_post(build.keys(village)["station"], "三室"), name="三村")
    post = build.keys(third)["post"]
    other = build.make_user("third", Role.OFFICER, post)
    partner = build.make_partner(village, officer, partner=elsewhere)
    move(elsewhere, post, bureau)
    assert sign_in(stranger).get(partner.get_absolute_url()).status_code == 404
    client = sign_in(other)
    assert client.get(partner.get_absolute_url()).status_code == 200
    answer = join(client, partner, other, partner_village=elsewhere.pk)
    assert answer.status_code == 302, answer.context["form"].errors
    assert counted(Village.objects.get(pk=elsewhere.pk))[2] == 1
    move(village, build.keys(third)["post"], bureau)  # the patrol and what it asked go along, too
    partner.refresh_from_db()
    assert partner.post == post


def test_a_withdrawn_request_is_called_a_joint_patrol(village, elsewhere, officer, stranger, sign_in):
    partner = build.make_partner(village, officer, partner=elsewhere, state=STATE.WITHDRAWN)
    page = join(sign_in(stranger), partner, stranger).content.decode()
    assert "联防已撤回" in page and "隐患已不计数" not in page
