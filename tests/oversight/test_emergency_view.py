"""Break-glass: another register is seen at once, read-only, for three hours; both chiefs and the auditor watch."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from access import scope
from access.rights import MAY, RIGHTS_IN_EMERGENCY, may
from access.roles import Role
from accounts.models import User
from audit import trail
from audit.models import Entry
from disputes.models import AgreementCopy
from oversight.actions import emergency
from oversight.models import EmergencyNotice, EmergencyView
from policies.acting import Acting, acting
from residents.models import DataRequest, Identity, PriorityVisit
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
HIDDEN = (PriorityVisit, Identity, AgreementCopy, DataRequest)
WHY = "水库溃坝，要找转移的住户"


def again(user: User) -> User:
    """The person with the next request."""
    return User.objects.get(pk=user.pk)


@pytest.fixture
def foreign_post(elsewhere):
    return elsewhere.memberships.get().post


@pytest.fixture
def foreign_home(elsewhere):
    return build.make_household(elsewhere, householder="钱别处")


@pytest.fixture
def looking(officer, village, foreign_post):
    emergency.open_view(foreign_post, WHY, by=officer)
    return again(officer)


def test_an_officer_sees_the_other_register_at_once_and_the_own_no_longer(
    officer, village, foreign_post, foreign_home, sign_in
):
    own = build.make_household(village)
    client = sign_in(officer)
    assert client.get(foreign_home.get_absolute_url()).status_code == 404
    given = {"post": foreign_post.pk, "reason": WHY}
    assert client.post("/organisation/emergency/open/", given).status_code == 302
    page = client.get(foreign_home.get_absolute_url())
    assert page.status_code == 200 and "钱别处" in page.content.decode()
    assert client.get(own.get_absolute_url()).status_code == 404
    assert client.get("/")["Location"] == "/residents/households/"


def test_every_page_says_it_and_offers_the_end(looking, sign_in):
    for page in ("/residents/households/", "/ledgers/", "/account/me/", "/tasks/"):
        text = sign_in(looking).get(page).content.decode()
        assert 'class="emergency"' in text and "/organisation/emergency/end/" in text


@pytest.mark.parametrize("reason", ["", "急", "急急急急急急急急急", "急" + " " * 20])
def test_a_reason_has_ten_characters(officer, foreign_post, sign_in, reason):
    given = {"post": foreign_post.pk, "reason": reason}
    assert sign_in(officer).post("/organisation/emergency/open/", given).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        now = timezone.now()
        EmergencyView.objects.create(
            user=officer, post=foreign_post, reason=reason, ends_at=now + timedelta(hours=1), number=1
        )


def test_it_gives_sight_and_nothing_else(looking):
    left = {verb for verb in MAY if may(looking, verb)}
    assert left == {"read_ledgers", "read_residents", "see_names", "end_emergency"} == RIGHTS_IN_EMERGENCY


@pytest.mark.parametrize("model", HIDDEN)
def test_what_stays_in_the_own_village_is_not_seen(model, looking, elsewhere, stranger):
    """Priority visits, identity numbers, agreements and requests about own data: no row, and no fault either."""
    build.make_priority(elsewhere)
    build.make_copy(elsewhere)
    household = build.make_household(elsewhere)
    build.make_data_request(household, stranger)
    person = build.make_resident(household, **build.keys(elsewhere))
    Identity.objects.create(
        resident=person, number="990101199001010018", purpose="document", recorded_by=stranger,
        **build.keys(elsewhere),
    )  # fmt: skip
    assert model.objects.exists()
    with acting(scope.acting_as(looking)):
        assert not model.objects.exists()
        assert not model.pgh_event_model.objects.exists()


def test_pages_that_speak_of_them_open_all_the_same(looking, elsewhere, stranger, sign_in):
    priority = build.make_priority(elsewhere)
    agreement = build.make_copy(elsewhere)
    for row in (priority.household, agreement.dispute):
        assert sign_in(looking).get(row.get_absolute_url()).status_code == 200


def test_nothing_is_written_exported_or_opened_further(looking, foreign_home, elsewhere, sign_in):
    client = sign_in(looking)
    visit = {"household": foreign_home.pk, "occurred_on": "2026-03-20", "outcome": "met", "talks": 1}
    assert client.post("/residents/visits/new/", visit).status_code == 403
    assert client.post(f"/residents/households/{foreign_home.pk}/edit/", {}).status_code == 403
    assert (
        client.post("/reports/export/", {"list": "residents:household-list", "format": "csv"}).status_code
        == 403
    )
    assert client.get("/residents/priority/").status_code == 403
    assert client.get("/organisation/emergency/open/").status_code == 403


def test_it_ends_by_itself_after_three_hours(looking, foreign_home, sign_in, time_machine):
    time_machine.move_to("2026-03-20T11:59:00+08:00")
    assert sign_in(looking).get(foreign_home.get_absolute_url()).status_code == 200
    time_machine.move_to("2026-03-20T12:00:01+08:00")
    assert sign_in(looking).get(foreign_home.get_absolute_url()).status_code == 404
    assert scope.for_user(again(looking)).emergency is None


def test_it_is_ended_by_a_button(looking, foreign_home, sign_in):
    client = sign_in(looking)
    assert client.post("/organisation/emergency/end/").status_code == 302
    assert client.get(foreign_home.get_absolute_url()).status_code == 404
    assert client.post("/organisation/emergency/end/").status_code == 302


def test_it_is_not_prolonged(looking):
    view = EmergencyView.objects.get()
    for fields in ({"ends_at": view.ends_at + timedelta(minutes=1)}, {"number": 3}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EmergencyView.objects.filter(pk=view.pk).update(**fields)
    with pytest.raises(PermissionDenied):
        emergency.open_view(view.post, WHY, by=looking)


def test_two_a_day_are_the_most(looking, foreign_post, time_machine):
    emergency.end_view(by=looking)
    emergency.open_view(foreign_post, WHY, by=again(looking))
    emergency.end_view(by=again(looking))
    with pytest.raises(ValidationError):
        emergency.open_view(foreign_post, WHY, by=again(looking))
    time_machine.move_to("2026-03-21T09:00:00+08:00")
    assert emergency.open_view(foreign_post, WHY, by=again(looking)).number == 1


def test_both_chiefs_are_told_until_they_acknowledge(looking, chief, foreign_post, sign_in):
    other = build.make_user("otherchief", Role.CHIEF, foreign_post.station)
    for one in (chief, other):
        client = sign_in(one)
        assert emergency.waiting_for(one).count() == 1
        assert WHY in client.get("/organisation/emergency/").content.decode()
        notice = emergency.waiting_for(one).get()
        assert client.post(f"/organisation/emergency/notices/{notice.pk}/acknowledge/").status_code == 302
        assert emergency.waiting_for(again(one)).count() == 0
    assert EmergencyNotice.objects.exclude(acknowledged_by=None).count() == 2


def test_a_chief_acknowledges_for_the_own_station_only(looking, chief, foreign_post, sign_in):
    foreign = EmergencyNotice.objects.get(station=foreign_post.station)
    assert (
        sign_in(chief).post(f"/organisation/emergency/notices/{foreign.pk}/acknowledge/").status_code == 404
    )


def test_a_chief_who_looks_tells_the_other_chief(chief, foreign_post, foreign_home, sign_in):
    emergency.open_view(foreign_post, WHY, by=chief)
    assert [notice.station for notice in EmergencyNotice.objects.all()] == [foreign_post.station]
    assert sign_in(chief).get(foreign_home.get_absolute_url()).status_code == 200


def test_everything_that_is_read_names_it_in_the_trail(looking, foreign_home, sign_in):
    view = EmergencyView.objects.get()
    sign_in(looking).get(foreign_home.get_absolute_url())
    sign_in(looking).get("/residents/households/")
    entries = Entry.objects.filter(actor_id=looking.pk, action__in=["read", "list", "open_emergency"])
    assert entries.count() == 3
    assert {entry.detail.get("emergency_view") for entry in entries} == {view.pk}


@pytest.mark.parametrize("role", ["auditor", "bureau"])
def test_the_county_and_its_auditor_read_of_it(looking, role, sign_in, request):
    assert WHY in sign_in(request.getfixturevalue(role)).get("/organisation/emergency/").content.decode()


@pytest.mark.parametrize("role", ["auxiliary", "clerk", "leader", "administrator", "bureau", "auditor"])
def test_only_officers_and_chiefs_open_one(role, foreign_post, request):
    with pytest.raises(PermissionDenied):
        emergency.open_view(foreign_post, WHY, by=request.getfixturevalue(role))


def test_another_county_is_out_of_reach(officer, village):
    post = build.make_post(build.make_station(build.make_county("别县", "990902"), "别县派出所"))
    with pytest.raises(PermissionDenied):
        emergency.open_view(post, WHY, by=officer)


def test_an_export_asked_for_before_is_not_written_meanwhile(officer, village, foreign_post):
    from types import SimpleNamespace

    from jobs import run
    from residents.book import HOUSEHOLDS

    emergency.open_view(foreign_post, WHY, by=officer)
    job = SimpleNamespace(by=again(officer), params={"query": "", "format": "csv"})
    from ledgers import export

    with pytest.raises(run.Refused):
        export.write_list(HOUSEHOLDS.listing, job, progress=lambda *counts: None)


def by_sql(user: User, post, **fields) -> EmergencyView:
    """A look as somebody makes it who gets past the pages, until the transaction ends."""
    now = timezone.now()
    columns = {"number": 1, "opened_at": now, "ends_at": now + timedelta(hours=1), "reason": WHY}
    with acting(scope.acting_as(user)):
        view = EmergencyView.objects.create(user=user, post=post, **columns | fields)
    end_transaction()
    return view


def end_transaction() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def told_stations() -> set[int]:
    return set(EmergencyNotice.objects.values_list("station", flat=True))


def test_a_look_by_sql_is_told_to_both_chiefs_and_to_the_trail(officer, post, foreign_post):
    view = by_sql(officer, foreign_post)
    assert told_stations() == {post.station_id, foreign_post.station_id}
    entry = Entry.objects.get(action="open_emergency")
    assert (entry.actor_id, entry.actor_name, entry.subject_id) == (officer.pk, officer.name, view.pk)
    assert (entry.station_id, entry.county_id) == (foreign_post.station_id, foreign_post.station.county_id)
    assert entry.detail["by_hand"] and entry.detail["reason"] == WHY


def test_a_look_of_a_chief_by_sql_is_told_to_the_other_one(chief, foreign_post):
    by_sql(chief, foreign_post)
    assert told_stations() == {foreign_post.station_id}


def test_a_look_by_the_page_is_told_once(looking):
    end_transaction()
    assert EmergencyNotice.objects.count() == 2
    assert "by_hand" not in Entry.objects.get(action="open_emergency").detail


def test_an_entry_in_the_name_of_another_is_the_persons_own(officer, stranger, foreign_post):
    now = timezone.now()
    with acting(scope.acting_as(officer)):
        view = EmergencyView.objects.create(
            user=officer,
            post=foreign_post,
            reason=WHY,
            number=1,
            opened_at=now,
            ends_at=now + timedelta(hours=1),
        )
        trail.record("open_emergency", view, by=stranger)
    end_transaction()
    assert list(Entry.objects.values_list("actor_id", "actor_name")) == [(officer.pk, officer.name)]


def test_a_look_is_not_turned_to_another_post_and_no_notice_comes_acknowledged(looking, post):
    view, own = EmergencyView.objects.get(), Acting("post", looking.pk, post.pk, post.station_id)
    for change in (
        lambda: EmergencyView.objects.filter(pk=view.pk).update(post=post),
        lambda: EmergencyView.objects.filter(pk=view.pk).update(day=view.day - timedelta(days=1)),
        lambda: EmergencyNotice.objects.create(
            view=view, station=build.make_station(post.station.county, name="第三派出所"),
            acknowledged_by=looking, acknowledged_at=timezone.now(),
        ),
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic(), acting(own):
            change()


def test_a_look_that_begins_later_is_not_open_yet(officer, foreign_post):
    begins = timezone.now() + timedelta(days=30)
    by_sql(officer, foreign_post, opened_at=begins, ends_at=begins + timedelta(hours=3))
    assert scope.for_user(again(officer)).emergency is None
    assert not EmergencyView.objects.open_now().exists()


@pytest.fixture
def looked(looking, chief):
    """An officer has looked, ended it, and works as acting chief now."""
    emergency.end_view(by=looking)
    build.make_stand_in(looking, date(2026, 3, 16), date(2026, 3, 29))
    assert scope.for_user(again(looking)).stands_in
    return again(looking)


def test_nobody_acknowledges_the_own_look(looked, station, chief, sign_in):
    notice = EmergencyNotice.objects.get(station=station)
    client = sign_in(looked)
    assert not emergency.waiting_for(looked).exists()
    assert client.post(f"/organisation/emergency/notices/{notice.pk}/acknowledge/").status_code == 404
    with pytest.raises(PermissionDenied):
        emergency.acknowledge(notice, by=looked)
    assert emergency.waiting_for(chief).get() == notice
    assert sign_in(chief).post(f"/organisation/emergency/notices/{notice.pk}/acknowledge/").status_code == 302


def test_the_database_refuses_it_too(looked, station, chief):
    notices = EmergencyNotice.objects.filter(station=station)
    for by, name in ((looked, looked), (looked, chief), (chief, looked)):
        refused = pytest.raises(DatabaseError, match="row-level security")
        with refused, transaction.atomic(), acting(scope.acting_as(by)):
            notices.update(acknowledged_by=name, acknowledged_at=timezone.now())
    with acting(scope.acting_as(chief)):
        assert notices.update(acknowledged_by=chief, acknowledged_at=timezone.now()) == 1


@pytest.mark.parametrize("role", ["officer", "clerk"])
def test_an_acting_chief_opens_none_and_reads_why(role, village, foreign_post, sign_in, request):
    person = request.getfixturevalue(role)
    build.make_stand_in(person, date(2026, 3, 16), date(2026, 3, 29))
    client, page = sign_in(person), "/organisation/emergency/open/"
    assert "请先切换回自己的岗位" in client.get(page).content.decode()
    answer = client.post(page, {"post": foreign_post.pk, "reason": WHY})
    assert answer.status_code == 422 and "请先切换回自己的岗位" in answer.content.decode()
    assert not EmergencyView.objects.exists()
