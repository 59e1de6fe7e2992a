"""The leader's ledger: contact points, days in the field, guidance, briefings; each n of m, both layers."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from python_calamine import CalamineWorkbook

from access.roles import Role
from access.scope import acting_as
from audit.models import Entry
from leaders import actions, years
from leaders.models import ContactPoint, LeaderEntry
from policies.acting import acting
from posts.models import Assignment
from rules.models import DatedValue
from tests import build
from tests.documents import pdf

pytestmark = pytest.mark.usefixtures("in_march")  # 20 March 2026
TODAY = date(2026, 3, 20)


@pytest.fixture
def point(post, leader):
    return build.make_contact(post, leader)


def typed(point, **fields):
    return {
        "kind": "guidance", "held_on": "2026-03-18", "contact": point.pk if point else "", "place": "",
        "advice": "巡逻要错时，重点看水塘。", "outcome": "",
    } | fields  # fmt: skip


def test_a_leader_enters_guidance_and_later_what_came_of_it(point, leader, sign_in):
    client = sign_in(leader)
    assert client.post("/leaders/entries/new/", typed(point)).status_code == 302
    entry = LeaderEntry.objects.get()
    assert (entry.person, entry.post, entry.station) == (leader, point.post, point.station)
    assert entry.place == str(point)
    page = client.get(f"/leaders/{leader.pk}/").content.decode()
    assert "还没有落实结果" in page
    sent = {"outcome": "已调整班次。", "version": entry.version}
    assert client.post(f"/leaders/entries/{entry.pk}/outcome/", sent).status_code == 302
    entry.refresh_from_db()
    assert entry.outcome == "已调整班次。"
    assert list(Entry.objects.filter(action__contains="advice").values_list("action", flat=True)) == [
        "follow_up_advice"
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"contact": ""}, "选择联系点"),
        ({"kind": "field", "contact": ""}, "选联系点，或写明地点"),
        ({"held_on": "2026-03-21"}, "日期还没到"),
        ({"advice": ""}, "请填写此项"),
        ({"held_on": "2025-12-31"}, "那天不是您的联系点"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(point, leader, sign_in, changed, said):
    answer = sign_in(leader).post("/leaders/entries/new/", typed(point, **changed))
    assert answer.status_code == 422, answer.content.decode()
    assert said in answer.content.decode()
    assert not LeaderEntry.objects.exists()


def test_days_are_counted_once_and_a_briefing_is_no_day_in_the_field(point, post, leader, bureau):
    other = build.make_contact(post.station, leader)
    for day, kind, at in (
        (2, "guidance", point), (2, "guidance", other), (2, "guidance", point), (3, "field", None),
        (4, "briefing", point), (5, "briefing", other),
    ):  # fmt: skip
        where = (
            {"contact": at} if at else {"contact": None, "station": None, "post": None, "place": "农贸市场"}
        )
        build.make_leader_entry(at or point, kind=kind, held_on=date(2026, 3, day), **where)
    build.make_leader_entry(point, state="withdrawn", reason="记错", held_on=date(2026, 3, 9))
    [found] = years.of_county(bureau, 2026)
    assert (found.field_days.n, found.field_days.m) == (2, 30)
    assert found.field_days.due == 30 * 79 // 365
    assert [(one.guidance.n, one.guidance.m) for one in found.points] == [(1, 8), (1, 8)]
    assert (found.briefings.n, found.briefings.m, found.briefings.due) == (1, 12, 2)
    assert (found.units, found.places, found.lacks_points) == (0, 2, True)
    assert found.without_outcome == 3


def test_a_year_in_part_is_measured_by_its_days(point, leader, bureau):
    Assignment.objects.filter(user=leader).update(starts_on=date(2025, 7, 2), ends_on=date(2026, 2, 28))
    ContactPoint.objects.update(starts_on=date(2025, 7, 2), ends_on=date(2026, 2, 28))
    [now], [before] = years.of_county(bureau, 2026), years.of_county(bureau, 2025)
    assert (now.field_days.m, now.briefings.m, now.points[0].guidance.m) == (5, 2, 1)
    assert (before.field_days.m, before.briefings.m, before.points[0].guidance.m) == (15, 5, 4)
    assert years.of_county(bureau, 2024) == []


def test_the_county_sets_the_norm_from_a_day_on(point, bureau):
    DatedValue.objects.create(
        code="leader.field_days", county=point.county.code, value=40, unit="days", valid_from=date(2026, 1, 1)
    )
    assert years.of_county(bureau, 2026)[0].field_days.m == 40


def test_whoever_met_least_stands_first(point, leader, county, bureau):
    idle = build.make_user("idle", Role.LEADER, county)
    for month in (1, 2):
        build.make_leader_entry(point, held_on=date(2026, month, 9), kind="briefing")
    assert [one.leader for one in years.of_county(bureau, 2026)] == [idle, leader]


def test_only_the_own_ledger_is_written(point, leader, county, bureau, sign_in):
    other = build.make_user("other", Role.LEADER, county)
    entry = build.make_leader_entry(point)
    for step in (
        lambda: actions.withdraw(entry, "不是我的", by=other),
        lambda: actions.correct(entry, by=other),
    ):
        with pytest.raises(ValidationError):
            step()
    with pytest.raises(PermissionDenied):
        actions.withdraw(entry, "县里改", by=bureau)
    assert sign_in(other).get(f"/leaders/entries/{entry.pk}/edit/").status_code == 302
    answer = sign_in(other).post("/leaders/entries/new/", typed(point))
    assert answer.status_code == 422  # the contact point is another's: not among the choices


def test_both_layers_keep_ledgers_in_their_place(
    point, leader, post, officer, chief, county, stranger, bureau
):
    mine, far = build.make_leader_entry(point), build.make_county("外县", "990999")
    elsewhere = build.make_leader_entry(build.make_contact(build.make_station(far)))
    new = {
        "person": leader,
        "county": county,
        "kind": "field",
        "held_on": TODAY,
        "place": "集市",
        "advice": "看",
    }
    for person in (officer, chief, leader, bureau):
        assert list(LeaderEntry.objects.visible_to(person)) == [mine]
        with acting(acting_as(person)):
            assert list(LeaderEntry.objects.all()) == [mine]
    for person in (officer, chief, bureau):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(acting_as(person)):
            LeaderEntry.objects.create(**new)
    with acting(acting_as(leader)):
        assert LeaderEntry.objects.filter(pk=elsewhere.pk).update(advice="x") == 0
        LeaderEntry.objects.create(**new)
    assert list(LeaderEntry.objects.visible_to(stranger)) == []
    with acting(acting_as(stranger)):
        assert not LeaderEntry.objects.exists() and not ContactPoint.objects.exists()


def test_the_place_reads_what_was_advised_there(point, officer, stranger, leader, sign_in):
    entry = build.make_leader_entry(point)
    client = sign_in(officer)
    assert entry.advice in client.get("/leaders/advice/").content.decode()
    assert client.get(entry.get_absolute_url()).status_code == 200
    assert sign_in(stranger).get(entry.get_absolute_url()).status_code == 404


def test_the_county_arranges_and_ends_a_contact_point(post, leader, bureau, sign_in):
    client = sign_in(bureau)
    new = {"person": leader.pk, "unit": "", "station": "", "post": post.pk, "starts_on": "2026-01-01"}
    assert client.post("/leaders/contacts/new/", new).status_code == 302
    point = ContactPoint.objects.get()
    assert point.station == post.station
    assert client.post("/leaders/contacts/new/", new).status_code == 422  # once
    both = new | {"unit": "刑侦大队"}
    assert client.post("/leaders/contacts/new/", both).status_code == 422
    url = f"/leaders/contacts/{point.pk}/end/"
    assert client.post(url, {"last_day": "2026-03-21", "version": 1}).status_code == 422
    assert client.post(url, {"last_day": "2025-12-31", "version": 1}).status_code == 422
    assert client.post(url, {"last_day": "2026-03-19", "version": 1}).status_code == 302
    point.refresh_from_db()
    assert point.ends_on == date(2026, 3, 19) and not point.is_open
    with pytest.raises(ValidationError):
        actions.arrange(ContactPoint(person=bureau, unit="大队", starts_on=TODAY), by=bureau)


def test_the_ledger_is_printed_and_the_board_is_a_paper_and_a_workbook(point, leader, bureau, sign_in):
    build.make_leader_entry(point, outcome="已整改。", held_on=TODAY - timedelta(days=1))
    client = sign_in(bureau)
    paper = client.get(f"/papers/leaders/{leader.pk}/pdf/")
    assert paper.status_code == 200 and pdf.faults(paper.content) == []
    text = "".join(pdf.text(paper.content).split())
    assert "领导联系点工作台账" in text and leader.name in text and "1/30" in text and "已整改。" in text
    assert client.get(f"/papers/leaders/{leader.pk}/docx/").status_code == 200
    board = client.get("/papers/leaders/pdf/")
    assert "领导下基层工作情况表" in pdf.text(board.content) and pdf.faults(board.content) == []
    assert client.get("/papers/leaders/docx/").status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/papers/leaders/xlsx/").content))
    assert book.get_sheet_by_index(0).to_python()[1][:4] == [leader.name, "2026-03-20", 1, 30]
    assert Entry.objects.filter(action="print").count() == 5
    assert sign_in(leader).get("/papers/leaders/xlsx/").status_code == 403
    assert client.get("/papers/leaders/exe/").status_code == 404
    assert timezone.localdate() == TODAY
