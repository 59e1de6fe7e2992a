"""Lines on somebody's first page: to a role at a place or to a person, until somebody has seen to them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from access import scope
from access.roles import Role, row_of
from audit.models import Entry
from notices import actions, words
from notices.actions import To
from notices.models import Notice
from oversight.actions import emergency
from policies.acting import acting
from posts.actions import moving
from retention import disposal

pytestmark = pytest.mark.usefixtures("in_march")
SAID = {"village": "试验村", "since": "2026-03-20", "reason": "调整"}


def send(to, by, key="matter"):
    with acting(scope.acting_as(by)):
        actions.send("village_came", [to], key=key, by=by, **SAID)


def lines(user):
    """What the person finds, asked of both layers together."""
    with acting(scope.acting_as(user)):
        return list(Notice.objects.for_(user, scope.for_user(user)).open())


def shown(user):
    """What the policies alone show."""
    with acting(scope.acting_as(user)):
        return Notice.objects.count()


def test_a_line_to_a_post_is_read_there_by_the_role_and_nowhere_else(
    officer, auxiliary, chief, stranger, post, bureau
):
    send(To(role=Role.OFFICER, post_id=post.pk), bureau)
    assert [len(lines(user)) for user in (officer, auxiliary, chief, stranger, bureau)] == [1, 0, 0, 0, 0]
    assert [shown(user) for user in (officer, chief, stranger, bureau)] == [1, 0, 0, 0]


def test_a_line_to_a_station_is_the_chiefs(officer, chief, clerk, station, bureau):
    send(To(role=Role.CHIEF, station_id=station.pk), bureau)
    assert [len(lines(user)) for user in (officer, chief, clerk)] == [0, 1, 0]


def test_the_auditors_lines_are_not_the_countys(auditor, bureau, administrator, county):
    send(To(role=Role.AUDITOR, county_id=county.pk, level=row_of(Role.AUDITOR).level), administrator)
    assert [len(lines(user)) for user in (auditor, bureau, administrator)] == [1, 0, 0]
    assert [shown(user) for user in (auditor, bureau, administrator)] == [1, 0, 0]


def test_a_line_to_a_person_is_that_persons(officer, auxiliary, chief):
    send(To(user_id=officer.pk), chief)
    assert [len(lines(user)) for user in (officer, auxiliary, chief)] == [1, 0, 0]


def test_the_same_matter_is_sent_once(officer, post, bureau):
    for _again in range(2):
        send(To(role=Role.OFFICER, post_id=post.pk), bureau)
    assert len(lines(officer)) == 1


def test_a_line_is_done_once_and_leaves_the_page(officer, post, bureau):
    send(To(role=Role.OFFICER, post_id=post.pk), bureau)
    (line,) = lines(officer)
    with acting(scope.acting_as(officer)):
        done = [actions.finish(line, by=officer, where=scope.for_user(officer)) for _again in range(2)]
    assert (done, lines(officer)) == ([True, False], [])
    assert Entry.objects.filter(action="finish_notice", actor_id=officer.pk).count() == 1


def test_nobody_sees_to_a_line_of_others(officer, stranger, post, bureau):
    send(To(role=Role.OFFICER, post_id=post.pk), bureau)
    (line,) = lines(officer)
    with pytest.raises(PermissionDenied), acting(scope.acting_as(stranger)):
        actions.finish(line, by=stranger, where=scope.for_user(stranger))


def test_a_matter_that_was_seen_to_elsewhere_is_done(officer, post, bureau):
    send(To(role=Role.OFFICER, post_id=post.pk), bureau)
    with acting(scope.acting_as(officer)):
        assert actions.finish_matter("matter", by=officer, where=scope.for_user(officer)) == 1
        assert actions.finish_matter("matter", by=officer, where=scope.for_user(officer)) == 0


def test_the_database_alone_keeps_the_name_of_who_did_it(officer, auxiliary, post, bureau):
    send(To(role=Role.OFFICER, post_id=post.pk), bureau)
    for change in ({"done_by": auxiliary, "done_at": timezone.now()}, {"link": "/x/"}):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(scope.acting_as(officer)):
            Notice.objects.update(**change)


def test_nobody_sends_in_the_name_of_another(officer, chief, post):
    with pytest.raises(DatabaseError), transaction.atomic(), acting(scope.acting_as(officer)):
        actions.send("village_came", [To(role=Role.OFFICER, post_id=post.pk)], key="x", by=chief, **SAID)


@pytest.mark.parametrize("to", [To(), To(role="officer"), To(user_id=1, role="officer", post_id=1)])
def test_a_line_has_one_addressee(officer, to):
    with pytest.raises(IntegrityError, match="notice_is_to"), transaction.atomic():
        Notice.objects.create(
            code="village_came", key="x", **(vars(to) | {"user_id": to.user_id and officer.pk})
        )


def test_a_link_stays_in_the_house(officer):
    with pytest.raises(IntegrityError, match="notice_links_inside"), transaction.atomic():
        Notice.objects.create(code="village_came", key="x", user=officer, link="//elsewhere")


def test_a_sentence_gets_all_that_it_wants(officer):
    assert words.collected()
    with pytest.raises(KeyError):
        actions.send("village_came", [To(user_id=officer.pk)], key="x", by=officer, village="试验村")


def test_the_first_page_shows_it_with_a_button(officer, sign_in, post, bureau):
    send(To(role=Role.OFFICER, post_id=post.pk), bureau)
    client, (line,) = sign_in(officer), lines(officer)
    assert line.text in client.get("/").content.decode()
    assert client.post(f"/notices/{line.pk}/done/").status_code == 302
    assert line.text not in client.get("/").content.decode()


def test_a_line_of_others_answers_like_a_missing_one(stranger, officer, sign_in, post, bureau):
    send(To(role=Role.OFFICER, post_id=post.pk), bureau)
    (line,) = lines(officer)
    assert sign_in(stranger).post(f"/notices/{line.pk}/done/").status_code == 404


def test_both_posts_are_told_of_a_village_that_moves(village, officer, stranger, bureau, elsewhere):
    post = elsewhere.memberships.get().post
    with acting(scope.acting_as(bureau)):
        moving.move_village(village, post, "行政区划调整", by=bureau)
    assert [[one.code for one in lines(user)] for user in (officer, stranger)] == [
        ["village_went"],
        ["village_came"],
    ]
    assert "行政区划调整" in lines(stranger)[0].text


def test_a_line_goes_ninety_days_after_it_was_done(officer, time_machine):
    send(To(user_id=officer.pk), officer)
    send(To(user_id=officer.pk), officer, key="other")
    Notice.objects.filter(key="other").update(done_by=officer, done_at=timezone.now())
    time_machine.move_to("2026-06-20T09:00:00+08:00")
    disposal.dispose()
    assert list(Notice.objects.values_list("key", flat=True)) == ["matter"]


def test_who_looks_in_an_emergency_reads_no_line_of_the_post(officer, elsewhere, bureau):
    post = elsewhere.memberships.get().post
    send(To(role=Role.OFFICER, post_id=post.pk), bureau)
    with acting(scope.acting_as(officer)):
        emergency.open_view(post, "追赶走失的老人，需要地址", by=officer)
    assert (lines(officer), shown(officer)) == ([], 0)
