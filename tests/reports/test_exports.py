"""Export jobs: the list's rows, masked, with a manifest."""

import csv
import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from audit.models import Entry
from indicators import compute
from indicators.catalogue import BY_CODE
from jobs import run
from jobs.models import Job
from pages import sheets
from pages.templatetags import trail_tags
from reports import exports, ranking
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


def asked(client, monkeypatch, **given) -> Job:
    """Ask for an export and do the work as the worker would."""
    monkeypatch.setattr(run, "hint", lambda job: None)
    client.post("/reports/export/", given)
    job = Job.objects.latest("asked_at")
    run.perform(str(job.pk), exports.write_month if given["list"] == "monthly" else exports.write_list)
    job.refresh_from_db()
    return job


def sheet(job: Job, number: int = 0) -> list[list]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(bytes(job.file.content)))
    return book.get_sheet_by_index(number).to_python()


def test_a_list_is_written_with_scope_filter_levels_and_masks(
    village, elsewhere, officer, stranger, chief, sign_in, monkeypatch
):
    household = build.make_household(village, householder="曾小明")
    build.make_visit(village, date(2026, 3, 2), household=household, by=officer)
    build.make_visit(village, date(2026, 2, 2), by=officer)
    build.make_visit(elsewhere, date(2026, 3, 2), by=stranger)
    job = asked(
        sign_in(chief), monkeypatch, list="residents:visit-list", query="month=2026-03", format="xlsx"
    )
    heads, *rows = sheet(job)
    assert len(rows) == 1 and rows[0][:3] == ["试验县", "试验派出所", "试验警务室"]
    assert "曾**" in rows[0] and "曾小明" not in str(rows)
    assert len(heads) == len(rows[0]) and job.result == {"rows": 1}


def test_the_manifest_says_who_when_and_what(village, officer, chief, sign_in, monkeypatch):
    job = asked(sign_in(chief), monkeypatch, list="patrols:patrol-list", query="month=2026-03", format="xlsx")
    cells = str(sheet(job, 1))
    assert str(chief) in cells and "2026-03" in cells


def test_csv_has_the_same_rows(village, officer, chief, sign_in, monkeypatch):
    build.make_patrol(village, date(2026, 3, 2), by=officer)
    job = asked(sign_in(chief), monkeypatch, list="patrols:patrol-list", query="", format="csv")
    text = bytes(job.file.content).decode("utf-8-sig")
    assert text.count("试验警务室") == 1


def test_more_rows_than_a_worksheet_takes_are_refused(village, officer, chief, sign_in, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 1)
    for day in (2, 3):
        build.make_patrol(village, date(2026, 3, day), by=officer)
    files = {form: asked(sign_in(chief), monkeypatch, list="patrols:patrol-list", query="", format=form)
             for form in ("xlsx", "csv")}  # fmt: skip
    assert (files["xlsx"].state, files["csv"].state) == (Job.State.FAILED, Job.State.DONE)
    assert "CSV" in files["xlsx"].error


@pytest.mark.turns(3)
@pytest.mark.parametrize("name", exports.exported())
def test_every_list_can_be_written(village, officer, chief, sign_in, monkeypatch, name):
    household = build.make_household(village)
    build.make_resident(household)
    for make in (
        build.make_visit,
        build.make_service,
        build.make_request,
        build.make_patrol,
        build.make_dispute,
    ):
        make(village, by=officer)
    build.make_duty_day(village, date(2026, 3, 3), by=officer)
    job = asked(sign_in(chief), monkeypatch, list=name, query="", format="xlsx")
    assert job.state == Job.State.DONE, job.error
    assert job.result["rows"] == (0 if name == "residents:pairing-list" else len(sheet(job)) - 1)


def test_the_trail_of_an_export_names_filters_in_words_and_the_address(village, chief, sign_in, monkeypatch):
    query = f"month=2026-03&village={village.pk}&q=曾秘密"
    asked(sign_in(chief), monkeypatch, list="residents:visit-list", format="csv", query=query)
    entry = Entry.objects.get(action="export")
    words = dict(trail_tags.details(entry))["筛选条件"]
    assert "月份：2026-03" in words and str(village) in words and "曾秘密" not in f"{entry.detail} {words}"
    assert entry.address == "127.0.0.1"


def test_the_trail_of_a_months_report_names_its_place_and_the_address(month_of_three_visits):
    month_of_three_visits("csv")
    entry = Entry.objects.filter(action="export").latest("pk")
    assert entry.address == "127.0.0.1" and "月报" in trail_tags.sentence(entry)


@pytest.fixture
def month_of_three_visits(village, officer, bureau, sign_in, monkeypatch, march):
    """The month's report in a format, as the worker writes it."""
    for _number in range(3):
        build.make_visit(village, march, by=officer)
    compute.fill_month(march)

    def written(form: str) -> Job:
        job = asked(sign_in(bureau), monkeypatch, list="monthly", month="2026-03", place="", format=form)
        assert job.state == Job.State.DONE, job.error
        return job

    return written


def test_a_count_of_the_months_report_is_a_whole_number(month_of_three_visits):
    assert 3 in [line[2] for line in sheet(month_of_three_visits("xlsx"))[2:]]
    lines = bytes(month_of_three_visits("csv").file.content).decode("utf-8-sig").splitlines()
    assert "3" in [line[2] for line in csv.reader(lines) if len(line) > 2]


def test_the_months_report_names_a_village_in_full(month_of_three_visits, village):
    line = sheet(month_of_three_visits("xlsx"), 4)[2]
    assert line[:3] == [village.name, village.town.name, village.code]


def test_no_column_of_the_places_is_for_what_the_indicator_has_not(month_of_three_visits):
    """A plain count is of nothing and has no rate: no columns for them that nobody can fill."""
    job = month_of_three_visits("xlsx")
    for number in range(1, 5):
        heads = sheet(job, number)[1]
        for code in ranking.COMPARED:
            name, shape = str(BY_CODE[code].name), BY_CODE[code].shape
            found = [head for head in heads if head == name or head.startswith(f"{name}：")]
            assert len(found) == (1 if shape == "count" else 3), (name, found)
        assert {len(line) for line in sheet(job, number)} == {len(heads)}


def test_an_auxiliary_exports_nothing(auxiliary, sign_in):
    answer = sign_in(auxiliary).post(
        "/reports/export/", {"list": "residents:visit-list", "query": "", "format": "csv"}
    )
    assert answer.status_code == 403 and not Job.objects.exists()


def test_who_loses_the_role_before_the_work_is_done_gets_no_file(chief, sign_in, monkeypatch):
    monkeypatch.setattr(run, "hint", lambda job: None)
    sign_in(chief).post("/reports/export/", {"list": "residents:visit-list", "query": "", "format": "csv"})
    chief.assignments.update(ends_on=date(2026, 3, 19))
    job = Job.objects.get()
    run.perform(str(job.pk), exports.write_list)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED and not hasattr(job, "file")


@pytest.mark.parametrize("given", [{"format": "exe"}, {"list": "auth:user"}, {"format": ""}])
def test_a_strange_export_is_a_bad_request(chief, sign_in, given):
    asked_for = {"list": "residents:visit-list", "query": "", "format": "csv"} | given
    assert sign_in(chief).post("/reports/export/", asked_for).status_code == 400


def test_an_export_is_on_the_trail(chief, village, sign_in, monkeypatch):
    asked(sign_in(chief), monkeypatch, list="patrols:patrol-list", query="", format="csv")
    assert Entry.objects.get(action="export").actor_id == chief.pk


def fetched(client, job) -> int:
    return client.get(f"/tasks/{job.pk}/file/").status_code


@pytest.fixture
def file_of_the_chief(chief, village, sign_in, monkeypatch):
    job = asked(sign_in(chief), monkeypatch, list="patrols:patrol-list", query="", format="csv")
    assert fetched(sign_in(chief), job) == 200
    return job


def test_a_file_is_gone_after_a_move(file_of_the_chief, chief, elsewhere, sign_in):
    station = elsewhere.memberships.get().post.station
    chief.assignments.update(station=station)
    client = sign_in(chief)
    missing = client.get("/tasks/00000000-0000-4000-8000-000000000000/file/")
    refused = client.get(f"/tasks/{file_of_the_chief.pk}/file/")
    assert refused.status_code == missing.status_code == 404
    page = client.get(f"/tasks/{file_of_the_chief.pk}/").content.decode()
    assert "/file/" not in page and "重新导出" in page
    assert "/file/" not in client.get("/tasks/").content.decode()


def test_a_file_is_gone_with_the_role(file_of_the_chief, chief, sign_in):
    chief.assignments.update(role="clerk")
    assert fetched(sign_in(chief), file_of_the_chief) == 404
    chief.assignments.update(role="chief", ends_on=date(2026, 3, 19))
    assert fetched(sign_in(chief), file_of_the_chief) == 404


def test_a_file_is_gone_when_a_village_of_it_is(file_of_the_chief, chief, village, sign_in):
    village.memberships.update(ends_on=date(2026, 3, 19))
    assert fetched(sign_in(chief), file_of_the_chief) == 404


def test_a_file_made_as_acting_chief_is_not_for_the_own_post(clerk, village, sign_in, monkeypatch):
    stand_in = build.make_stand_in(clerk, date(2026, 3, 16), date(2026, 3, 29), is_on=True)
    job = asked(sign_in(clerk), monkeypatch, list="patrols:patrol-list", query="", format="csv")
    assert fetched(sign_in(clerk), job) == 200
    type(stand_in).objects.update(is_on=False)
    assert fetched(sign_in(clerk), job) == 404
    type(stand_in).objects.update(is_on=True)
    assert fetched(sign_in(clerk), job) == 200
