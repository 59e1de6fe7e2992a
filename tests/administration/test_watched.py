"""Resets, lifted pauses, grants and changes of roles stand on the first page of chief and auditor the same day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import actions, factors
from accounts.models import Factor, User
from notices.models import Notice
from posts import watched
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


def again(user):
    return User.objects.get(pk=user.pk)


@pytest.fixture
def home(sign_in):
    return lambda user: sign_in(again(user)).get("/", follow=True).content.decode()


STEPS = {
    "reset": ("administrator", "重置了{name}的密码"),
    "factor": ("grantor", "重置了{name}的双因素认证"),
    "unlock": ("administrator", "解除了{name}"),
    "switch": ("administrator", "停用或恢复了{name}"),
}


@pytest.mark.asvs("6.3.7", "16.3.3")
@pytest.mark.parametrize("step", STEPS)
def test_a_step_with_an_account_is_seen_by_chief_and_auditor(
    step, officer, chief, auditor, request, sign_in, home
):
    who, words = STEPS[step]
    by = request.getfixturevalue(who)
    Factor.objects.create(user=officer, secret=factors.new_secret(), last_step=-1)
    assert sign_in(by).post(f"/account/{officer.pk}/{step}/").status_code in (200, 302)
    assert by.name in home(chief) and words.format(name=officer.name) in home(chief)
    assert "今昨两日" in (seen := home(auditor)) and by.name in seen


def test_of_a_chief_and_of_the_county_the_bureau_sees_it(chief, leader, bureau, administrator, sign_in, home):
    for user in (chief, leader):
        sign_in(administrator).post(f"/account/{user.pk}/reset/")
        assert f"重置了{user.name}的密码" in home(bureau)


def test_a_granted_changed_and_ended_role_is_seen_on_both_sides(
    auxiliary, chief, elsewhere, grantor, sign_in, home
):
    other = elsewhere.memberships.get().post
    far = build.make_user("far", "chief", other.station)
    today = timezone.localdate()
    mine = auxiliary.assignments.get()
    client = sign_in(grantor)
    assert (
        client.post(
            f"/account/assignments/{mine.pk}/end/", {"ends_on": str(today - timedelta(days=1))}
        ).status_code
        == 302
    )
    assert f"{auxiliary.name}的任职" in home(chief) and auxiliary.name not in home(far)
    typed = {"role": "auxiliary", "post": other.pk, "starts_on": str(today)}
    assert client.post(f"/account/{auxiliary.pk}/", typed).status_code == 302
    assert f"{auxiliary.name}的任职" in home(far)


def test_who_stands_in_is_seen(clerk, chief, grantor, home):
    from oversight.actions import stand_ins
    from oversight.models import StandIn

    today = timezone.localdate()
    stand_ins.grant(StandIn(user=clerk, starts_on=today, ends_on=today), by=grantor)
    assert f"{clerk.name}" in home(chief) and "代理所长" in home(chief)


def test_a_chief_elsewhere_sees_nothing_of_it(officer, elsewhere, administrator, sign_in, home):
    far = build.make_user("far", "chief", elsewhere.memberships.get().post.station)
    sign_in(administrator).post(f"/account/{officer.pk}/reset/")
    assert "重置了" not in home(far)


def test_two_resets_are_two_lines(officer, chief, administrator, sign_in, home, time_machine):
    for _each in range(2):
        sign_in(administrator).post(f"/account/{officer.pk}/reset/")
        time_machine.shift(60)
    assert f"重置了{officer.name}的密码" in home(chief)
    assert (
        Notice.objects.filter(
            code="password_reset", station_id=officer.assignments.get().post.station_id
        ).count()
        == 2
    )


def test_the_auditor_reads_every_watched_verb_and_only_on_the_first_page(
    officer, auditor, administrator, sign_in
):
    from pages.trail_words import collected

    assert set(watched.ACTIONS) <= set(collected("VERBS"))
    actions.reset_password(officer, by=administrator)
    client = sign_in(auditor)
    assert "今昨两日" in client.get(reverse("oversight:trail-list")).content.decode()
    assert "今昨两日" not in client.get(reverse("oversight:trail-list") + "?who=x").content.decode()
