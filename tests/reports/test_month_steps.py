"""The pages on which a month is submitted and approved: figures, changes, what is open, refused once when changed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from indicators import actions, closing, compute
from ledgers import actions as rows
from ledgers import months
from ledgers.models import StationMonth
from patrols.models import Patrol
from posts.models import Membership
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
State = StationMonth.State
FIVE = ("criminal", "mass", "disaster", "petition", "cult")


def page_of(name, station, month):
    return reverse(f"reports:month-{name}", args=[month, station.pk])


def state(station, month):
    return months.station_month(station, month).state


@pytest.fixture
def counted(village, officer, february):
    build.attest(village, february)
    for _number in range(3):
        build.make_patrol(village, february, by=officer)
    build.make_patrol(village, date(2026, 1, 5), by=officer)
    for month in (date(2026, 1, 1), february):
        compute.fill_month(month)
    compute.fill_touched()


def line(answer, code):
    every = [
        *answer.context["first"],
        *(one for _name, of_phrase in answer.context["others"] for one in of_phrase),
    ]
    return next(one for one in every if one.indicator.code == code)


def test_the_page_shows_the_figures_of_the_month_and_its_changes(
    counted, village, station, clerk, february, sign_in
):
    answer = sign_in(clerk).get(page_of("submit", station, february))
    patrols = line(answer, "patrols")
    assert (patrols.month.numerator, patrols.previous.numerator) == (3, 1)
    assert patrols.on_previous.sign == 1
    assert sign_in(clerk).get(patrols.link).context["count"] == 3
    assert not answer.context["is_uncounted"]
    assert [one.label for one in answer.context["open"]] == ["待审核：巡逻 3 条"]


def test_a_month_with_unreported_villages_is_submitted_with_a_reason(
    village, station, clerk, chief, february, sign_in
):
    client, url = sign_in(clerk), page_of("submit", station, february)
    assert str(village) in client.get(url).content.decode()
    refused = client.post(url, {"unreported_reason": " "})
    assert refused.status_code == 422 and state(station, february) == State.OPEN
    client.post(url, {"unreported_reason": "村委会换届"})
    assert months.station_month(station, february).unreported_reason == "村委会换届"
    assert "村委会换届" in sign_in(chief).get(page_of("approve", station, february)).content.decode()


def test_the_action_insists_on_the_reason_too(village, station, clerk, february):
    with pytest.raises(ValidationError):
        closing.submit(station, february, by=clerk)
    build.attest(village, february)
    assert closing.submit(station, february, by=clerk, unreported_reason="多写").unreported_reason == ""


def test_rows_to_review_to_mend_and_prepared_otherwise_are_named(
    counted, village, station, officer, clerk, chief, february, sign_in
):
    rows.give_back(Patrol.objects.filter(occurred_on__month=2).first(), "少地点", by=chief)
    build.make_prepared(village, february, mass=1, by=clerk)
    found = sign_in(clerk).get(page_of("submit", station, february)).context["open"]
    labels = " ".join(one.label for one in found)
    assert "待审核：巡逻 2 条" in labels and "退回没改：巡逻 1 条" in labels and "不一致 1 处" in labels
    for one in found:
        if "待审核" in one.label:
            assert sign_in(clerk).get(one.url).context["count"] == 2


def test_a_month_that_changed_after_the_page_was_opened_is_refused_once(
    counted, village, station, officer, clerk, february, sign_in
):
    client, url = sign_in(clerk), page_of("submit", station, february)
    seen = client.get(url).context["seen"]
    build.make_patrol(village, february, by=officer)
    refused = client.post(url, {"seen": seen})
    assert refused.status_code == 409 and state(station, february) == State.OPEN
    assert [(one.before, one.now) for one in refused.context["changed"]] == [("3", "4")]
    assert client.post(url, {"seen": refused.context["seen"]}).status_code == 302
    assert state(station, february) == State.SUBMITTED


def test_a_village_that_was_attested_or_came_meanwhile_is_a_change(
    counted, village, post, station, clerk, february, sign_in
):
    client, url = sign_in(clerk), page_of("submit", station, february)
    seen = client.get(url).context["seen"]
    build.make_village(post, name="后来村委会")
    refused = client.post(url, {"seen": seen, "unreported_reason": "新村"})
    assert refused.status_code == 409
    assert {one.name for one in refused.context["changed"]} >= {"应报村数", "未报村数"}


@pytest.mark.turns(3)
@pytest.mark.parametrize(
    "seen", ["", "x", "[]", "{}", '{"figures":[]}', '{"figures":{"a":1},"expected":1,"unreported":0}']
)
def test_a_state_that_was_tampered_with_is_refused_without_a_fault(
    counted, station, clerk, february, sign_in, seen
):
    client, url = sign_in(clerk), page_of("submit", station, february)
    assert client.post(url, {"seen": seen}).status_code == 409


def test_the_chief_reads_what_changed_since_the_submission(
    counted, village, station, officer, clerk, chief, february, sign_in
):
    closing.submit(station, february, by=clerk)
    stored = months.station_month(station, february).figures
    assert stored["patrols"] == ["3", None] and "satisfaction" not in stored
    Patrol.objects.filter(pk=Patrol.objects.filter(occurred_on__month=2).first().pk).update(state="withdrawn")
    compute.fill_month(february)
    answer = sign_in(chief).get(page_of("approve", station, february))
    assert [(one.before, one.now) for one in answer.context["since_submission"]] == [("3", "2")]
    assert str(clerk) in answer.content.decode()
    ticked = {"seen": answer.context["seen"], "looked_at": [one.key for one in answer.context["open"]]}
    sign_in(chief).post(page_of("approve", station, february), ticked)
    assert state(station, february) == State.APPROVED


def test_who_approves_ticks_each_thing_that_is_open(
    counted, village, station, officer, clerk, chief, february, sign_in
):
    closing.submit(station, february, by=clerk)
    client, url = sign_in(chief), page_of("approve", station, february)
    page = client.get(url)
    (row,) = page.context["open"]
    assert f'value="{row.key}"' in page.content.decode()
    refused = client.post(url, {"seen": page.context["seen"]})
    assert refused.status_code == 422 and "待审核：巡逻 3 条" in refused.content.decode()
    Patrol.objects.filter(pk=Patrol.objects.filter(occurred_on__month=2).first().pk).update(state="accepted")
    sent = {"seen": page.context["seen"], "looked_at": [row.key]}
    assert client.post(url, sent).status_code == 422  # two rows wait by now: another thing
    (row,) = client.get(url).context["open"]
    assert client.post(url, sent | {"looked_at": [row.key]}).status_code == 302
    assert state(station, february) == State.APPROVED


def test_a_double_submit_is_one_submission(counted, station, clerk, february, sign_in):
    client, url = sign_in(clerk), page_of("submit", station, february)
    page = client.get(url).context
    sent = {"seen": page["seen"], "client_key": str(page["client_key"])}
    assert [client.post(url, sent).status_code for _time in range(2)] == [302, 302]
    assert months.station_month(station, february).version in {1, 2}


def test_two_who_submit_at_once_are_told(counted, station, clerk, chief, february, sign_in):
    url = page_of("submit", station, february)
    seen = {"seen": sign_in(chief).get(url).context["seen"], "version": None}
    sign_in(clerk).post(url)
    assert sign_in(chief).post(url, seen).status_code in {409, 422}
    assert months.station_month(station, february).submitted_by == clerk


def test_the_board_names_every_month_that_is_behind(village, station, clerk, chief, february, sign_in):
    Membership.objects.filter(village=village).update(starts_on=date(2025, 12, 1))
    months.submit(station, february, by=clerk)
    todo = sign_in(chief).get("/").context["todo"]
    behind = [(one["label"], one["note"]) for one in todo if one.get("note")]
    assert [label for label, _note in behind] == ["2025-12 待提交", "2026-01 待提交", "2026-02 待审批"]
    assert behind[2][1].endswith("逾期 17 天")


def test_a_long_row_of_months_is_named_from_the_oldest_on_and_counted(village, station, clerk, sign_in):
    Membership.objects.filter(village=village).update(starts_on=date(2025, 1, 1))
    todo = sign_in(clerk).get("/").context["todo"]
    behind = [one["label"] for one in todo if one.get("note")]
    assert len(behind) == 6 and "2025-01" in behind[0]
    assert [one["count"] for one in todo if "另有" in one["label"]] == [8]


def test_the_county_sees_which_stations_are_overdue(village, elsewhere, bureau, february, sign_in):
    Membership.objects.update(starts_on=february)
    todo = sign_in(bureau).get("/").context["todo"]
    overdue = [(one["label"], one["count"]) for one in todo if one.get("is_overdue")]
    assert overdue == [("2026-02 待发布", 1), ("2026-02 逾期未办结的派出所", 2)]


def test_an_empty_prepared_month_is_named_beside_the_unreported_village(
    village, officer, station, clerk, february, sign_in
):
    build.make_prepared(village, february, mass=0, by=clerk)
    [unreported, *_rest] = sign_in(clerk).get(page_of("submit", station, february)).context["open"]
    assert "1 个村已预填" in unreported.note
    actions.attest(station, february, {(village.pk, name): 0 for name in FIVE}, by=clerk)
    assert sign_in(clerk).get(page_of("submit", station, february)).context["open"] == []


@pytest.mark.parametrize(
    ("code", "before", "now", "shown"),
    [
        ("visit_target", ["1118", "115.161293"], ["1117", "115.161293"], ("1,118 / 115.2", "1,117 / 115.2")),
        ("visit_target", ["5", "29.999994"], ["5", "30"], ("5 / 29.999994", "5 / 30")),
        ("talks", ["1993", None], ["2001", None], ("1,993", "2,001")),
        ("patrol_interval", ["227.92", None], ["240.47", None], ("227.9", "240.5")),
        ("talks", ["1", None], [None, None], ("1", "未报")),
    ],
)
def test_what_has_changed_is_written_as_in_the_tables(code, before, now, shown):
    [one] = closing.differing({code: before}, {code: now})
    assert (one.before, one.now) == shown
