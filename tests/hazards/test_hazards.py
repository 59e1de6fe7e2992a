"""Hazards: reported in a few inputs, put right with proof, and verified by somebody else through whatever door."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from access import scope
from access.roles import Role
from audit.versions import Stale
from hazards.actions import hazards, rectifying, verifying
from hazards.due import due_day
from hazards.models import Hazard, HazardPicture
from hazards.models.choices import Stage
from ledgers import actions
from ledgers.models import StationMonth
from notices.models import Notice
from policies.acting import acting
from posts.actions import moving
from referrals.actions import passing
from referrals.models import Referral
from retention import disposal
from tests import build
from tests.pages.test_uploads import picture, sent

pytestmark = pytest.mark.usefixtures("in_march")  # nine in the morning of 20 March 2026
NINETEENTH = date(2026, 3, 19)
DOGS = {"kind": "animal", "place": "村小学门口", "people_harmed": "8", "sure": "people_harmed=8"}
MENDED = {"rectified_on": "2026-03-20", "rectified": "六只犬已捕捉", "proof": "seen"}
SEEN = {"verified_on": "2026-03-20", "checked": "现场无犬"}


def report(client, village, **typed):
    given = {"village": village.pk, "occurred_on": "2026-03-19", "urgency": "normal", "source": "by_officer"}
    return client.post("/hazards/new/", given | DOGS | typed, follow=True)


def test_the_story_of_the_dogs(village, officer, chief, sign_in):
    """8 were bitten: one hazard, from the finding to its end."""
    client = sign_in(officer)
    assert Hazard.objects.get(pk=report(client, village).context["row"].pk).stage == Stage.FOUND
    row = Hazard.objects.get()
    assert (row.people_harmed, row.due_on, row.typed_by) == (8, date(2026, 3, 24), [officer.pk])
    page = f"/hazards/{row.pk}/"
    client.post(f"{page}assign/", {"responsible": "村委会", "due_on": "2026-03-23"})
    row.refresh_from_db()
    assert (row.stage, row.due_on) == (Stage.ASSIGNED, date(2026, 3, 23))
    refused = client.post(f"{page}rectify/", MENDED | {"proof": "picture"})
    assert "picture" in refused.context["form"].errors
    client.post(f"{page}rectify/", MENDED | {"proof": "picture", "picture": sent(picture())})
    assert HazardPicture.objects.get().is_proof and Hazard.objects.get().stage == Stage.RECTIFIED
    assert f"{page}verify/" not in client.get(page).content.decode()
    client = sign_in(chief)
    assert f"{page}verify/" in client.get(page).content.decode()
    client.post(f"{page}verify/", SEEN)
    row.refresh_from_db()
    assert (row.stage, row.verified_by) == (Stage.VERIFIED, chief)
    client.post(f"{page}reopen/", {"reason": "又有犬只"})
    row.refresh_from_db()
    assert (row.stage, row.times_reopened, row.rectified, row.proof) == (Stage.ASSIGNED, 1, "", "")
    assert not HazardPicture.objects.get().is_proof
    assert Notice.objects.get(code="hazard_reopened").post_id == row.post_id


def test_a_report_takes_four_inputs(village, officer, sign_in):
    """Kind, place, and the button; the village is the only one, day, urgency and finder have their usual value."""
    client = sign_in(officer)
    form = client.get("/hazards/new/").context["form"]
    begun = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    asked = [name for name, field in form.fields.items() if field.required and name not in begun]
    assert asked == ["kind", "place"] and begun["source"] == "by_officer"
    assert client.post("/hazards/new/", begun | {"kind": "light", "place": "三组路口"}).status_code == 302


# Never by whoever found it, typed it or put it right


def every_hand(village, officer, auxiliary):
    """Hazards in which the officer has a hand, each by another door."""
    found = build.make_mended_hazard(village, auxiliary, done_by=[officer.pk], typed_by=[auxiliary.pk])
    typed = build.make_mended_hazard(village, auxiliary, done_by=[auxiliary.pk], typed_by=[officer.pk])
    mended = build.make_hazard(village, timezone.localdate(), auxiliary, typed_by=[auxiliary.pk])
    mended.rectified_on, mended.rectified, mended.proof = timezone.localdate(), "已拴", "seen"
    rectifying.rectify(mended, by=officer)
    corrected = build.make_hazard(village, timezone.localdate(), auxiliary, typed_by=[auxiliary.pk])
    Hazard.objects.filter(pk=corrected.pk).update(state="given_back", reason="补")
    auxiliary.assignments.update(ends_on=NINETEENTH)
    corrected.refresh_from_db()
    corrected.what = "补充"
    hazards.amend_hazard(corrected, by=officer)
    Hazard.objects.filter(pk=corrected.pk).update(
        rectified_on=timezone.localdate(), rectified="已拴", proof="seen", rectified_by=auxiliary
    )
    return {"found": found, "typed": typed, "mended": mended, "corrected": corrected}


def as_officer(officer, village):
    pass


def as_acting_chief(officer, village):
    build.make_stand_in(officer, NINETEENTH, date(2026, 3, 22))


def as_the_next_chief(officer, village):
    officer.assignments.update(ends_on=NINETEENTH, is_responsible=False)
    build.assign(officer, Role.CHIEF, build.keys(village)["station"], date(2026, 3, 20))


@pytest.mark.parametrize("office", [as_officer, as_acting_chief, as_the_next_chief])
def test_who_had_a_hand_in_it_does_not_verify_it_in_any_office(village, officer, auxiliary, office):
    rows = every_hand(village, officer, auxiliary)
    office(officer, village)
    for how, row in rows.items():
        row.refresh_from_db()
        assert verifying.is_own(row, officer), how
        row.verified_on = timezone.localdate()
        with pytest.raises(ValidationError):
            verifying.verify(row, by=officer)
        with pytest.raises(IntegrityError), transaction.atomic():  # not past the action either
            Hazard.objects.filter(pk=row.pk).update(
                verified_on=timezone.localdate(), verified_by=officer, rectified_by=officer,
                typed_by=[officer.pk] if how == "mended" else row.typed_by,
            )  # fmt: skip
    assert Hazard.objects.to_verify(officer).count() == 0


def test_nobody_is_named_afterwards_who_has_verified_it(village, officer, auxiliary, chief):
    row = build.make_mended_hazard(village, auxiliary, typed_by=[auxiliary.pk])
    row.verified_on = timezone.localdate()
    verifying.verify(row, by=officer)
    actions.give_back(row, "补充", by=chief)
    row.refresh_from_db()
    row.done_by, row.what = [officer.pk], "补充"
    with pytest.raises(ValidationError, match=r"Somebody else|他人"):
        hazards.amend_hazard(row, by=auxiliary)


def test_two_verify_at_once_and_one_of_them_did(village, officer, auxiliary, chief, clerk):
    row = build.make_mended_hazard(village, officer)
    first, second = (Hazard.objects.get(pk=row.pk) for _ in range(2))
    first.verified_on = second.verified_on = timezone.localdate()
    verifying.verify(first, by=chief)
    with pytest.raises(Stale):
        verifying.verify(second, by=clerk)
    assert Hazard.objects.get().verified_by == chief


# Its days


def test_the_due_day_follows_from_kind_urgency_and_the_days_off(db):
    assert due_day("animal", "normal", date(2026, 3, 19), "990901") == date(2026, 3, 24)
    assert due_day("animal", "urgent", date(2026, 3, 19), "990901") == date(2026, 3, 20)
    assert due_day("explosive", "normal", date(2026, 9, 29), "990901") == date(
        2026, 10, 8
    )  # over the holiday
    assert due_day("explosive", "urgent", date(2026, 9, 30), "990901") == date(
        2026, 10, 1
    )  # does not wait for it


def test_a_due_day_that_has_passed_stays(village, officer):
    row = build.make_hazard(village, date(2026, 2, 1), officer)
    row.responsible, row.due_on = "供电所", date(2026, 4, 1)
    with pytest.raises(ValidationError) as refused:
        hazards.assign(row, by=officer)
    assert "due_on" in refused.value.message_dict
    row.refresh_from_db()
    row.kind = "light"
    hazards.amend_hazard(row, by=officer)
    assert Hazard.objects.get().due_on == date(2026, 2, 8)


def test_a_published_month_asks_why(village, officer, chief):
    """It was due in February, and is told as verified in time only now."""
    row = build.make_mended_hazard(
        village,
        officer,
        occurred_on=date(2026, 2, 3),
        due_on=date(2026, 2, 10),
        rectified_on=date(2026, 2, 5),
    )
    StationMonth.objects.create(station=row.station, month=date(2026, 2, 1), state="published")
    row.verified_on = date(2026, 2, 9)
    with pytest.raises(ValidationError):
        verifying.verify(row, by=chief)
    verifying.verify(row, by=chief, late_reason="漏录")
    row.refresh_from_db()
    assert row.is_late and row.reason == "漏录"
    with pytest.raises(ValidationError):
        verifying.reopen(row, " ", by=chief)
    verifying.reopen(row, "仍有犬只", by=chief)
    assert Hazard.objects.get().reason == "仍有犬只"


# Passed on


def test_passing_on_assigns_and_withdrawing_takes_it_back(village, officer, sign_in):
    body = build.make_body(build.keys(village)["county"])
    row = build.make_hazard(village, NINETEENTH, officer)
    client = sign_in(officer)
    form = client.get(f"/referrals/new/?kind=hazard&key={row.pk}").context["form"]
    given = {"kind": "hazard", "key": row.pk, "receiver": f"body:{body.pk}", "asked": form["asked"].value()}
    client.post("/referrals/new/", given | {"urgency": "normal", "due_on": "2026-03-25"})
    row.refresh_from_db()
    sent = Referral.objects.get(subject_kind="hazard")
    assert (row.stage, row.responsible) == (Stage.ASSIGNED, "供电公司") and sent.subject_key == row.pk
    passing.withdraw(sent, by=officer)
    row.refresh_from_db()
    assert (row.stage, row.responsible) == (Stage.FOUND, "")


def test_an_answer_closes_the_referral_and_begins_the_form(village, officer, chief, sign_in):
    row = build.make_hazard(village, NINETEENTH, officer, responsible="供电公司", assigned_on=NINETEENTH)
    sent = build.make_referral(village, officer, subject_kind="hazard", subject_key=row.pk)
    sent.outcome, sent.answer = "solved", "路灯已换"
    assert passing.finish(sent, by=officer).closed_on == timezone.localdate()
    form = sign_in(officer).get(f"/hazards/{row.pk}/rectify/").context["form"]
    assert (form["rectified"].value(), form["proof"].value()) == ("路灯已换", "paper")
    other = build.make_referral(village, officer, subject_kind="hazard", subject_key=row.pk)
    sign_in(officer).post(f"/hazards/{row.pk}/rectify/", MENDED)
    sign_in(chief).post(f"/hazards/{row.pk}/verify/", SEEN)
    other.refresh_from_db()
    assert other.state == Referral.State.WITHDRAWN


# A patrol that found something


def test_a_patrol_leads_to_the_form_and_lists_what_it_found(village, officer, sign_in):
    patrol = build.make_patrol(village, NINETEENTH, officer)
    client = sign_in(officer)
    page = client.get(f"/patrols/{patrol.pk}/")
    (url,) = (one["url"] for one in page.context["buttons"] if "/hazards/new/" in one["url"])
    form = client.get(url).context["form"]
    assert [str(form[name].value()) for name in ("patrol", "village", "occurred_on")] == [
        str(patrol.pk), str(village.pk), "2026-03-19",
    ]  # fmt: skip
    report(client, village, patrol=patrol.pk)
    (beside,) = client.get(f"/patrols/{patrol.pk}/").context["beside"]
    assert [line["url"] for line in beside["lines"]] == [Hazard.objects.get().get_absolute_url()]


def test_a_patrol_of_another_post_is_not_named(village, elsewhere, officer, sign_in):
    foreign = build.make_patrol(elsewhere, NINETEENTH)
    assert "patrol" in report(sign_in(officer), village, patrol=foreign.pk).context["form"].errors


# Photographs, and what is left after the years


def test_the_only_proof_is_not_taken_away(village, officer, chief):
    row = build.make_hazard(village, timezone.localdate(), officer)
    row.rectified_on, row.rectified, row.proof = timezone.localdate(), "已拴", "picture"
    rectifying.rectify(row, by=officer, picture=b"one")
    kept = HazardPicture.objects.get()
    with pytest.raises(ValidationError):
        rectifying.withdraw_picture(kept, "拍错", by=officer)
    rectifying.file_picture(Hazard.objects.get(), b"two", by=officer)
    assert rectifying.withdraw_picture(kept, "拍错", by=officer).withdrawn_on


def test_years_later_its_words_and_pictures_are_gone(village, officer):
    build.make_hazard_picture(village, officer)
    Hazard.objects.update(occurred_on=date(2020, 3, 1), due_on=date(2020, 3, 8), what="王某家的狗")
    disposal.dispose()
    row = Hazard.objects.get()
    assert row.erased_on and row.what == row.place == "—" and not HazardPicture.objects.exists()
    assert not row.is_open and not Hazard.objects.overdue().exists()


def test_the_pictures_follow_a_hazard_to_another_village(village, officer):
    row = build.make_hazard_picture(village, officer).hazard
    other = build.make_village(build.keys(village)["post"], "另一村委会")
    row.village = other
    hazards.amend_hazard(row, by=officer)
    assert HazardPicture.objects.get().village == other


def test_an_overdue_one_climbs(village, officer, chief, bureau, sign_in):
    build.make_hazard(village, timezone.localdate() - timedelta(days=20), officer)
    for person, where in ((officer, "work"), (chief, "todo"), (bureau, "todo")):
        urls = {one["url"] for one in sign_in(person).get("/").context[where] if one["count"]}
        assert any("/hazards/?overdue=" in url for url in urls), person


def test_what_is_open_in_an_abolished_village_is_still_ended(village, officer, chief, sign_in):
    """Accepted already, so that nobody moves it to the successor."""
    row = build.make_hazard(village, date(2026, 3, 2), officer, state="accepted")
    type(village).objects.filter(pk=village.pk).update(closed_on=date(2026, 3, 10))
    sign_in(officer).post(f"/hazards/{row.pk}/rectify/", MENDED)
    sign_in(chief).post(f"/hazards/{row.pk}/verify/", SEEN)
    assert Hazard.objects.get().stage == Stage.VERIFIED


# What a member of a team reports: of the team, never of a person


def test_a_members_report_takes_three_inputs_and_stands_on_the_teams_page(village, officer, bureau, sign_in):
    team, client = build.make_team(village), sign_in(officer)
    page = client.get(team.get_absolute_url())
    (button,) = [one for one in page.context["buttons"] if "team=" in one["url"]]
    form = client.get(button["url"]).context["form"]
    begun = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    asked = [name for name, field in form.fields.items() if field.required and name not in begun]
    assert asked == ["kind", "place"] and (begun["source"], begun["team"]) == ("by_team", str(team.pk))
    assert client.post("/hazards/new/", begun | {"kind": "light", "place": "三组路口"}).status_code == 302
    assert Hazard.objects.get().team == team
    build.make_hazard(village, source="by_team", team=team, state="withdrawn")
    for person in (officer, bureau):
        (section,) = sign_in(person).get(team.get_absolute_url()).context["beside"]
        assert section["title"].startswith("队员反映 1 条") and len(section["lines"]) == 1
        found = sign_in(person).get(section["more"])
        assert found.context["count"] == 1


def test_a_report_is_of_a_team_that_was_there(village, elsewhere, officer, sign_in):
    client = sign_in(officer)
    gone = build.make_team(village, name="旧队", ends_on=date(2026, 3, 18), end_reason="散")
    for team in (build.make_team(elsewhere), gone, None):
        answer = report(client, village, source="by_team", team=team.pk if team else "")
        assert "team" in answer.context["form"].errors, team
    own = build.make_team(village)
    assert (
        report(client, village, source="by_resident", team=own.pk).context["row"].team is None
    )  # it was hidden
    row = build.make_hazard(village, by=officer)
    row.source, row.team = "by_team", build.make_team(elsewhere, name="外队")
    with pytest.raises(ValidationError, match="队伍"):
        hazards.amend_hazard(row, by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hazard.objects.filter(pk=row.pk).update(team=own)


def test_a_report_stays_when_its_village_goes_to_another_post(
    village, elsewhere, officer, stranger, bureau, sign_in
):
    beside = build.make_village(build.keys(village)["post"], name="西村委会")
    given = {"state": "given_back", "reason": "地点不清"}
    row = build.make_hazard(beside, by=officer, source="by_team", team=build.make_team(village), **given)
    with acting(scope.acting_as(bureau)):
        moving.move_village(beside, build.keys(elsewhere)["post"], "就近", by=bureau)
    client = sign_in(stranger)
    assert client.get(row.get_absolute_url()).status_code == 200
    form = client.get(f"{row.get_absolute_url()}edit/").context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    row.refresh_from_db()
    answer = client.post(f"{row.get_absolute_url()}edit/", sent | {"place": "别处", "version": row.version})
    assert answer.status_code == 302, answer.context["form"].errors
    row.refresh_from_db()
    assert (row.place, row.team_id is None) == ("别处", False)
