"""The auditor takes the trail along as a file: the own county, the page's filters, nothing that a spreadsheet runs."""

import csv
import io

import pytest

from access import scope
from audit import trail
from audit.models import Entry
from jobs import run
from jobs.models import Job
from oversight import trail_file
from policies.acting import acting
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def written(auditor, sign_in, monkeypatch):
    """``written("action=read")``: the lines of the file, as the worker makes it."""

    def write(query: str = "") -> list[list[str]]:
        monkeypatch.setattr(run, "hint", lambda job: None)
        asked = {"list": "oversight:trail-list", "format": "csv", "query": query}
        assert sign_in(auditor).post("/reports/export/", asked).status_code == 302
        job = Job.objects.latest("asked_at")
        run.perform(str(job.pk), trail_file.write_trail)
        job.refresh_from_db()
        assert job.state == Job.State.DONE, job.error
        return list(csv.reader(io.StringIO(bytes(job.file.content).decode("utf-8-sig"))))

    return write


def noted(by, action, subject=None, **detail) -> Entry:
    with acting(scope.acting_as(by)):
        return trail.record(action, subject, by=by, **detail)


def rows(lines) -> list[list[str]]:
    return lines[1 : lines.index([])]


def test_the_file_has_the_entries_of_the_filters(officer, village, written):
    household = build.make_household(village, householder="曾小明")
    entry = noted(officer, "read", household)
    noted(officer, "give_back", household, reason="写得不全")
    lines = written("action=read&kind=residents.household&before=1")
    assert [row[0] for row in rows(lines)] == [str(entry.pk)]
    assert rows(lines)[0][2:6] == [officer.name, str(officer.pk), "查看", f"住户 #{household.pk}"]
    assert "曾小明" not in str(lines) and "操作：查看、对象：住户" in str(lines[-6:])


def test_the_file_has_nothing_of_another_county(officer, written):
    theirs = build.make_user("theirs", "county", build.make_county("邻县", "990902"))
    noted(theirs, "sign_out", theirs)
    own = noted(officer, "sign_out", officer)
    assert [row[0] for row in rows(written("action=sign_out"))] == [str(own.pk)]


def test_no_cell_of_the_file_is_a_formula(officer, village, written):
    noted(officer, "give_back", village, reason="=HYPERLINK(1)")
    Entry.objects.create(actor_name="=1+1", action="sign_out", county_id=village.town.county_id, detail={})
    cells = [cell for row in rows(written()) for cell in row]
    assert "'=1+1" in cells and not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_the_file_is_on_the_trail_with_its_filters(auditor, officer, written):
    noted(officer, "sign_out", officer)
    written("action=sign_out")
    entry = Entry.objects.get(action="export")
    assert entry.actor_id == auditor.pk and entry.county_id
    assert entry.detail["book"] == "audit.entry" and entry.detail["filter"] == "action=sign_out"
    assert entry.detail["rows"] == 1


def test_too_many_entries_are_refused_with_what_to_do(officer, auditor, sign_in, monkeypatch):
    monkeypatch.setattr(run, "hint", lambda job: None)
    monkeypatch.setattr(trail_file, "MOST", 1)
    for _each in range(2):
        noted(officer, "sign_out", officer)
    sign_in(auditor).post("/reports/export/", {"list": "oversight:trail-list", "format": "csv", "query": ""})
    job = Job.objects.get()
    run.perform(str(job.pk), trail_file.write_trail)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED and "缩小" in job.error


def test_nobody_but_the_auditor_takes_the_trail_along(chief, bureau, auditor, sign_in):
    asked = {"list": "oversight:trail-list", "format": "csv", "query": ""}
    assert [sign_in(one).post("/reports/export/", asked).status_code for one in (chief, bureau)] == [403, 403]
    books = {"list": "residents:visit-list", "format": "csv", "query": ""}
    assert sign_in(auditor).post("/reports/export/", books).status_code == 403


def test_the_page_offers_the_file_with_its_filters(auditor, officer, sign_in):
    noted(officer, "sign_out", officer)
    page = sign_in(auditor).get("/trail/", {"action": "sign_out", "before": 10**9}).content.decode()
    assert 'name="query" value="action=sign_out"' in page


@pytest.mark.parametrize(
    ("who", "url", "query", "clean"),
    [
        ("auditor", "/trail/", "who=&action=read&from=&to=", "?action=read"),
        ("auditor", "/trail/", "who=&action=", ""),
        ("administrator", "/account/list/", "q=", ""),
        ("chief", "/reports/monthly/", "place=&month=2026-02", "?month=2026-02"),
        ("chief", "/residents/visits/", "month=2026-03&state=&q=", "?month=2026-03"),
    ],
)
def test_empty_fields_stay_out_of_the_address(who, url, query, clean, village, sign_in, request):
    client = sign_in(request.getfixturevalue(who))
    answer = client.get(f"{url}?{query}")
    assert (answer.status_code, answer["Location"]) == (302, url + clean)
    assert client.get(url + clean).status_code == 200
