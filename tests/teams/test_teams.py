"""Teams, members with consent and hours, neighbourhood groups, trainings: one world, a story through its pages."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from access import scope
from access.roles import Role
from audit.models import Entry
from policies.acting import acting
from posts.actions import moving
from retention import disposal
from teams import coverage, readiness
from teams.models import GroupHousehold, Member, Team, WatchGroup
from tests import build
from tests.documents import pdf
from training.models import Attendance, Training

pytestmark = pytest.mark.usefixtures("in_march")
TODAY = date(2026, 3, 20)
KEPT = os.environ.get("PAPERS_TO")  # a folder: each paper is written there to be looked at
NAME = "鲁测试"
TEAM = {
    "name": "东头巡逻队", "kind": "patrol", "functions": ["patrol", "fire"], "starts_on": "2026-03-01",
    "agreement_with": "供销社", "agreement_until": "2027-01-01",
}  # fmt: skip
PERSON = {
    "name": NAME, "phone": "15400001234", "is_adult": "on", "consent_on": "2026-03-02", "consent_form": "paper",
    "starts_on": "2026-03-02",
}  # fmt: skip


def send(client, url_name, *args, status=302, **given):
    answer = client.post(reverse(url_name, args=args), given)
    form = answer.context and answer.context.get("form")
    assert answer.status_code == status, (url_name, form and form.errors)
    return answer


def move(village, post, by):
    with acting(scope.acting_as(by)):
        moving.move_village(village, post, "就近", by=by)


def covered_of(person):
    with acting(scope.acting_as(person)):
        return coverage.by_village(person, TODAY)


def train(client, village, hours, day="2026-03-10", **came):
    given = {"village": village.pk, "held_on": day, "topic": "patrol", "hours": hours, "way": "central"}
    send(client, "training:training-create", **given, **came)
    return Training.objects.latest("pk")


def test_a_volunteer_is_trained_before_the_first_patrol_and_gone_when_the_consent_is(
    village, officer, auxiliary, clerk, chief, bureau, leader, sign_in
):
    """The whole way of one member: entered, trained at the post and by the station, seen and not seen, withdrawn."""
    mine, county = sign_in(auxiliary), sign_in(bureau)
    send(mine, "teams:team-create", village=village.pk, **TEAM)
    team = Team.objects.get()
    refused = send(mine, "teams:member-create", status=422, team=team.pk, **PERSON | {"is_adult": ""})
    assert set(refused.context["form"].errors) == {"is_adult"}
    late = PERSON | {"consent_on": "2026-03-03"}
    assert (
        "consent_on"
        in send(mine, "teams:member-create", status=422, team=team.pk, **late).context["form"].errors
    )
    send(mine, "teams:member-create", team=team.pk, **PERSON)
    member = Member.objects.get()
    with pytest.raises(ValidationError, match=f"{NAME} 还差 8 学时"):
        readiness.check_on_patrol([member.pk], TODAY, officer)

    # Six hours of the post, four of the station that the post notes itself; the county holds one and sees no names.
    own = train(mine, village, "6", members=[member.pk], people=[officer.pk, auxiliary.pk])
    assert own.level == "post" and Attendance.objects.filter(training=own).count() == 3
    station = train(sign_in(clerk), village, "4")
    assert station.level == "station"
    shown = sign_in(officer).get(reverse("training:training-attendance", args=[station.pk]))
    assert NAME in shown.content.decode() and shown.context["form"].initial["members"] == []
    send(sign_in(officer), "training:training-attendance", station.pk, members=[member.pk], shown="/")
    # Somebody else had the form open before: what the officer noted stays.
    send(mine, "training:training-attendance", station.pk, people=[auxiliary.pk], shown="/")
    assert Attendance.objects.filter(training=station).count() == 2
    assert train(county, village, "2").level == "county"
    ready = Member.objects.trained_enough(TODAY, "990901")
    assert [one.hours for one in ready] == [10] and readiness.lacks([member.pk], TODAY, officer) == []
    assert not Member.objects.trained_enough(date(2026, 3, 9), "990901")  # the hours of that day

    # Named at the post and the station alone: no page, list, search or trail of anybody else has the name.
    assert NAME in mine.get(team.get_absolute_url()).content.decode()
    found = sign_in(chief).get(reverse("teams:member-list"), {"q": "鲁测"})
    assert found.context["count"] == 1 and NAME not in found.content.decode()  # masked, as every list
    for person in (bureau, leader):
        client = sign_in(person)
        pages = [team.get_absolute_url(), own.get_absolute_url(), reverse("teams:covered")]
        assert all(NAME not in client.get(page).content.decode() for page in pages)
        assert client.get(member.get_absolute_url()).status_code in (403, 404)
    assert NAME not in str(list(Entry.objects.values_list("detail", "subject_label")))
    line = county.get(reverse("teams:covered")).context["lines"][0]
    assert (line.covered, line.members, line.trained, line.teams) == (2, 1, 1, 1)
    assert len(line.missing) == 4

    # A training withdrawn takes its hours; consent withdrawn ends at once, and erases name and telephone later.
    send(sign_in(officer), "training:training-withdraw", own.pk, reason="填错了")
    assert [one.missing for one in Member.objects.trained_too_little(TODAY, "990901")] == [4]
    send(sign_in(chief), "training:training-edit", station.pk, **_facts(station, hours="9"))
    send(sign_in(chief), "teams:member-consent", member.pk)
    assert not Member.objects.on(TODAY) and Member.objects.on(TODAY - timedelta(days=1))
    with pytest.raises(ValidationError, match="当日不是已同意的队员"):
        readiness.check_on_patrol([member.pk], TODAY, officer)
    disposal.dispose(TODAY + timedelta(days=30))
    member.refresh_from_db()
    assert member.name == NAME
    disposal.dispose(TODAY + timedelta(days=31))
    member.refresh_from_db()
    assert (member.name, member.phone, member.erased_on is not None) == ("", "", True)
    assert Attendance.objects.filter(member=member.pk).count() == 2  # counts stay
    assert "#" in mine.get(own.get_absolute_url()).content.decode()


def _facts(training, **changed):
    return {
        "village": training.village_id, "held_on": str(training.held_on), "topic": training.topic,
        "hours": str(training.hours), "way": training.way, "version": training.version,
    } | changed  # fmt: skip


def test_a_team_ends_with_its_members_and_moves_with_its_village(village, officer, stranger, bureau, sign_in):
    beside = build.make_village(build.keys(village)["post"], name="西村委会")
    team = build.make_team(village, further_villages=[beside.pk], functions=["order"])
    member, client = build.make_member(village, team=team), sign_in(officer)
    assert [one.covered for one in covered_of(officer)] == [1, 1]
    far = build.keys(build.Village.objects.exclude(pk__in=[village.pk, beside.pk]).get())["post"]
    given = {"village": village.pk, **TEAM, "further_villages": [far.memberships.get().village_id]}
    send(client, "teams:team-edit", team.pk, status=422, version=1, **given)
    move(beside, far, bureau)
    assert [one.covered for one in covered_of(bureau)] == [
        0,
        0,
        1,
    ]  # served by its own post no more
    move(village, far, bureau)
    assert client.get(team.get_absolute_url()).status_code == 404
    theirs = sign_in(stranger)
    send(theirs, "teams:team-end", team.pk, reason="解散")
    member.refresh_from_db()
    assert (member.left_for, member.ends_on) == ("team", TODAY)
    assert theirs.get(reverse("teams:team-edit", args=[team.pk])).status_code == 302
    with pytest.raises(IntegrityError), transaction.atomic():
        build.make_member(village, team=team, is_adult=False)


def test_a_household_watches_in_one_group_and_leaves_it_when_it_moves(village, officer, bureau, sign_in):
    client, homes = sign_in(officer), [build.make_household(village) for _n in range(4)]
    for name in ("东一组", "东二组"):
        send(client, "teams:group-create", village=village.pk, name=name, starts_on="2026-03-01")
    first, second = WatchGroup.objects.order_by("pk")
    keys = [one.pk for one in homes]
    send(client, "teams:group-households", first.pk, status=422, households=keys[:3], contact="")
    send(client, "teams:group-households", first.pk, households=keys[:3], contact=keys[0])
    send(client, "teams:group-households", second.pk, status=422, households=keys[2:], contact=keys[2])
    send(client, "teams:group-households", first.pk, households=keys[:2], contact=keys[1])
    send(client, "teams:group-households", second.pk, households=keys[2:], contact=keys[2])
    assert GroupHousehold.objects.filter(ends_on=None).count() == 4
    (line,) = covered_of(bureau)
    assert (line.grouped, line.households) == (4, 4)
    build.Household.objects.filter(pk=keys[1]).update(closed_on=TODAY, closed_for="moved")
    (line,) = covered_of(bureau)
    assert (line.grouped, line.households) == (3, 3)
    assert list(WatchGroup.objects.to_mend()) == [first]
    send(client, "teams:group-households", first.pk, households=keys[:1], contact=keys[0])
    assert not WatchGroup.objects.to_mend()
    assert client.get(first.get_absolute_url()).status_code == 200
    assert "王测试" not in sign_in(bureau).get(first.get_absolute_url()).content.decode()
    send(client, "teams:group-end", second.pk)
    assert GroupHousehold.objects.filter(ends_on=None).count() == 1


def test_who_writes_which_training(village, officer, clerk, chief, bureau, stranger, sign_in):
    own = build.make_training(village, officer)
    wide = build.make_training(village, bureau, level="county")
    assert sign_in(stranger).get(own.get_absolute_url()).status_code == 404
    assert sign_in(stranger).get(wide.get_absolute_url()).status_code == 200
    send(sign_in(chief), "training:training-edit", own.pk, **_facts(own, hours="3"))
    for person, training in ((officer, wide), (clerk, wide), (bureau, own)):
        send(sign_in(person), "training:training-withdraw", training.pk, status=422, reason="错")
    newcomer = build.make_user("newcomer", Role.OFFICER, build.keys(village)["post"])
    newcomer.assignments.update(starts_on=timezone.localdate())
    given = _facts(own, held_on="2026-03-10", people=[newcomer.pk])
    assert (
        "people"
        in send(sign_in(officer), "training:training-create", status=422, **given).context["form"].errors
    )


def test_papers_of_teams_and_meetings_are_printed_for_those_who_see_names(village, officer, bureau, sign_in):
    team = build.make_team(village, functions=["patrol", "fire"])
    member = build.make_member(village, team=team, name=NAME, is_leader=True)
    training = train(sign_in(officer), village, "2", members=[member.pk], people=[officer.pk])
    papers = {
        "team-print": (team, [NAME, "负责人", "巡逻、消防"]),
        "team-consent": (team, ["撤回同意", "30日后删除"]),
        "member-print": (member, [NAME, "已满18周岁"]),
        "training-print": (training, [NAME, officer.name, "巡逻"]),
        "meeting-print": (build.make_meeting(village, minutes="议定修路灯"), ["村委会", "议定修路灯"]),
    }
    for page, (row, said) in papers.items():
        url = reverse(f"documents:{page}", args=[row.pk, "pdf"])
        content = sign_in(officer).get(url).content
        if KEPT:
            Path(KEPT, f"{page}.pdf").write_bytes(content)
        text = pdf.text(content).replace("\n", "").replace(" ", "")
        assert pdf.faults(content) == [] and all(word in text for word in said), (page, text)
        assert sign_in(bureau).get(url).status_code in (403, 404)
        docx = sign_in(officer).get(reverse(f"documents:{page}", args=[row.pk, "docx"]))
        assert docx.content[:2] == b"PK"


def test_hours_of_officers_stand_beside_their_names_wherever_they_served(
    village, elsewhere, officer, auxiliary, stranger, chief, bureau, leader, sign_in
):
    """Of a year and the one before; hours of a former post stay with the person, those withdrawn count no more."""
    far = build.make_training(elsewhere, held_on=date(2025, 11, 3), hours=6)
    Attendance.objects.create(training=far, person=officer, **build.keys(elsewhere))
    for hours, state in ((3, "held"), (9, "withdrawn")):
        given = {"hours": hours, "state": state, "reason": "" if state == "held" else "错"}
        own = build.make_training(village, held_on=date(2026, 3, 2), **given)
        Attendance.objects.create(training=own, person=officer, **build.keys(village))
    alone = build.make_training(village, held_on=date(2026, 3, 5), hours="1.5", way="self")
    Attendance.objects.create(training=alone, person=officer, **build.keys(village))
    build.make_training(village, held_on=date(2025, 2, 3))
    for person in (officer, chief):
        lines = {one.person: one for one in sign_in(person).get(reverse("training:hours")).context["lines"]}
        assert {*lines} == {officer, auxiliary}
        assert (lines[officer].hours, lines[officer].times, lines[officer].hours_before) == (4.5, 2, 6)
        assert lines[officer].self_study == 1.5
        assert (lines[auxiliary].hours, lines[auxiliary].newest) == (0, None)
    assert {one.person for one in sign_in(bureau).get(reverse("training:hours")).context["lines"]} >= {
        officer, auxiliary, stranger,
    }  # fmt: skip
    for asked, year in (("2025", 2025), ("2024", 2026), ("9999", 2026), ("x", 2026)):
        shown = sign_in(officer).get(reverse("training:hours"), {"year": asked}).context
        assert (shown["years"], shown["year"]) == ([2026, 2025], year)
        lines = {one.person: one for one in shown["lines"]}
        of_officer = (lines[officer].hours, lines[officer].self_study) if officer in lines else None
        assert of_officer == ((6, 0) if year == 2025 else (4.5, 1.5))
    assert sign_in(leader).get(reverse("training:hours")).status_code == 403
