"""Members of teams on patrols: only those who are ready, through whatever door; named at post and station alone."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from access import scope
from audit.models import Entry
from patrols.actions import patrols
from patrols.models import Patrol
from policies.acting import acting
from retention import disposal
from teams.actions import members as members_of_teams
from teams.models import Member
from tests import build
from tests.teams.test_teams import move
from training.models import Attendance

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
TODAY = date(2026, 3, 20)
NAME = "鲁测试"
TYPED = {"mode": "foot", "starts_at": "07:00", "minutes": "60", "people": "3", "occurred_on": "2026-03-20"}


def ready(village, hours=8, on=date(2026, 3, 9), **fields) -> Member:
    """A member who has had the hours since a day."""
    member = build.make_member(village, **{"name": NAME} | fields)
    training = build.make_training(village, hours=hours, held_on=on)
    Attendance.objects.create(training=training, member=member.pk, **build.keys(village))
    return member


def record(client, village, *members, **typed):
    given = TYPED | {"village": village.pk, "members": [one.pk for one in members]} | typed
    return client.post(reverse("patrols:patrol-create"), given, follow=True)


def test_ready_members_go_on_patrol_and_are_named_at_post_and_station_alone(
    village, officer, chief, bureau, leader, stranger, sign_in
):
    member, client = ready(village), sign_in(officer)
    assert NAME in client.get(reverse("patrols:patrol-create")).content.decode()
    row = record(client, village, member).context["row"]
    assert (row.members, row.is_joint, row.hours_needed) == ([member.pk], True, 8)
    assert Patrol.objects.counted().count() == 1
    for person in (officer, chief):
        assert NAME in sign_in(person).get(row.get_absolute_url()).content.decode()
    for person in (bureau, leader):
        page = sign_in(person).get(row.get_absolute_url()).content.decode()
        assert NAME not in page and f"#{member.pk}" in page
    assert sign_in(stranger).get(row.get_absolute_url()).status_code == 404
    for person in (officer, chief, bureau):
        assert NAME not in sign_in(person).get(reverse("patrols:patrol-list")).content.decode()
    assert NAME not in str(list(Entry.objects.values_list("detail", "subject_label")))
    team = sign_in(officer).get(member.team.get_absolute_url()).context["beside"][0]
    assert team["title"] == "今年巡逻 1 次，队员 1.0 小时" and team["lines"][0]["name"] == NAME
    assert sign_in(bureau).get(member.team.get_absolute_url()).status_code == 200

    # Erased, the patrol keeps a number.
    members_of_teams.withdraw_consent(Member.objects.get(pk=member.pk), by=officer)
    disposal.dispose(timezone.localdate() + timedelta(days=31))
    page = sign_in(officer).get(row.get_absolute_url()).content.decode()
    assert NAME not in page and f"#{member.pk}" in page and Patrol.objects.get().members == [member.pk]


def everybody_who_is_not_ready(village, elsewhere) -> dict[str, Member]:
    return {
        "差 1 学时": ready(village, hours=7),
        "差 8 学时": ready(village, on=date(2026, 3, 21)),  # trained the day after
        "当日不是": ready(village, left_for="left", ends_on=date(2026, 3, 19)),
        "不是已同意": ready(village, consent_ended_on=TODAY, ends_on=TODAY, left_for="consent"),
        "": ready(elsewhere),
    }


def test_nobody_else_does_and_the_form_says_who_and_why(village, elsewhere, officer, sign_in):
    client = sign_in(officer)
    for why, member in everybody_who_is_not_ready(village, elsewhere).items():
        answer = record(client, village, member)
        said = " ".join(answer.context["form"].errors["members"])
        assert why in said, (why, said)
    assert not Patrol.objects.exists()


def test_no_other_door_opens(village, elsewhere, officer, chief, sign_in):
    """A correction, another day, another village, and SQL past all of it."""
    good, client = ready(village), sign_in(officer)
    row = record(client, village, good).context["row"]
    for member in everybody_who_is_not_ready(village, elsewhere).values():
        changed = Patrol.objects.get(pk=row.pk)
        changed.members = [good.pk, member.pk]
        with acting(scope.acting_as(officer)), pytest.raises(ValidationError), transaction.atomic():
            patrols.amend_patrol(changed, by=officer)
        if build.keys(village) == {"village": village, **{key: getattr(member, key) for key in Member.KEYS}}:
            with pytest.raises(IntegrityError, match="is not ready"), transaction.atomic():
                Patrol.objects.filter(pk=row.pk).update(members=[member.pk])
    early = Patrol.objects.get(pk=row.pk)
    early.occurred_on = date(2026, 3, 8)  # before the training
    with acting(scope.acting_as(officer)), pytest.raises(ValidationError) as refused, transaction.atomic():
        patrols.amend_patrol(early, by=officer)
    assert "members" in refused.value.message_dict
    with pytest.raises(IntegrityError, match="is not ready"), transaction.atomic():
        Patrol.objects.filter(pk=row.pk).update(occurred_on=date(2026, 3, 8))
    with pytest.raises(IntegrityError), transaction.atomic():
        Patrol.objects.filter(pk=row.pk).update(is_joint=False)
    with pytest.raises(IntegrityError, match="is not ready"), transaction.atomic():
        build.make_patrol(village, TODAY, officer, members=[10**9], is_joint=True, hours_needed=8)


def test_a_change_of_anything_else_stays_possible(village, elsewhere, officer, bureau, sign_in):
    """Hours that were withdrawn later, a member who has left since, and one who is another post's by now."""
    member, client = ready(village), sign_in(officer)
    row = record(client, village, member).context["row"]
    Attendance.objects.all().delete()
    members_of_teams.withdraw_consent(Member.objects.get(pk=member.pk), by=officer)
    form = client.get(reverse("patrols:patrol-edit", args=[row.pk])).context["form"]
    assert form["members"].value() == [member.pk]
    given = TYPED | {"village": village.pk, "members": [member.pk], "note": "一切正常", "version": "1"}
    answer = client.post(reverse("patrols:patrol-edit", args=[row.pk]), given)
    assert answer.status_code == 302, answer.context["form"].errors
    row.refresh_from_db()
    assert (row.note, row.members) == ("一切正常", [member.pk])
    answer = client.post(
        reverse("patrols:patrol-edit", args=[row.pk]), given | {"members": [], "version": "2"}
    )
    row.refresh_from_db()
    assert answer.status_code == 302 and (row.members, row.hours_needed) == ([], None)


def test_a_patrol_stays_when_its_village_goes_to_another_post(
    village, elsewhere, officer, stranger, bureau, sign_in
):
    beside = build.make_village(build.keys(village)["post"], name="西村委会")
    member = ready(village)
    row = record(sign_in(officer), beside, member).context["row"]
    move(beside, build.keys(elsewhere)["post"], bureau)
    page = sign_in(stranger).get(row.get_absolute_url()).content.decode()
    assert NAME not in page and f"#{member.pk}" in page


def test_as_many_are_on_patrol_as_are_named(village, officer, sign_in):
    answer = record(sign_in(officer), village, ready(village), ready(village), people="2")
    assert "people" in answer.context["form"].errors


def test_a_patrol_shows_names_or_how_many_but_never_both(village, officer, bureau, sign_in):
    """A number of a member says nothing to whoever reads the name beside it."""
    members = [ready(village), ready(village, name="鲁另测")]
    row = record(sign_in(officer), village, *members, people="4").context["row"]
    seen, counted = (sign_in(one).get(row.get_absolute_url()).content.decode() for one in (officer, bureau))
    assert NAME in seen and f"#{members[0].pk}" not in seen
    assert NAME not in counted and "2 人（" in counted
