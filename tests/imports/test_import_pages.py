"""The pages of an import, from the upload to the withdrawal, as the people who use them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from imports.models import Import
from imports.tasks import check, commit
from jobs.models import Job
from residents.models import Household
from tests.imports.sheet_files import HEADINGS, PERSONS, one_row_a_family, text

pytestmark = pytest.mark.usefixtures("in_march", "village")
BAD = ("试验村", "9号", "李某", "户主", "不详", "")


@pytest.fixture
def client(officer, sign_in):
    return sign_in(officer)


@pytest.fixture
def owner(client):
    """A sheet of three households and one refused line, uploaded and checked."""
    file = SimpleUploadedFile("人口.csv", text(((*HEADINGS, "民族"), *PERSONS, BAD)))
    client.post("/imports/new/", {"file": file})
    found = Import.objects.get()
    chosen = {f"column{place}": found.columns.get(heading, "") for place, heading in enumerate(HEADINGS)}
    assert client.post(f"/imports/{found.pk}/columns/", chosen).status_code == 302
    found.refresh_from_db()
    return found


def test_a_sheet_goes_from_the_upload_into_the_register_and_back(client, owner):
    shown = client.get(f"/imports/{owner.pk}/?state=good").content.decode()
    assert "王建国" in shown and "民族" in shown and "15400000001" in shown
    client.post(f"/imports/{owner.pk}/take-over/")
    commit(str(Job.objects.get().pk))
    owner.refresh_from_db()
    assert (owner.state, Household.objects.count()) == ("done", 3)
    assert (
        str(owner.counts["made_households"])
        in client.get(Job.objects.get().get_absolute_url()).content.decode()
    )
    client.post(f"/imports/{owner.pk}/withdraw/")
    assert not Household.objects.filter(closed_on=None).exists()


def test_the_refused_line_is_shown_with_its_column_and_reason(client, owner):
    shown = client.get(f"/imports/{owner.pk}/").content.decode()
    assert "出生年份" in shown and "不详" in shown


def test_the_workbook_of_refused_lines_has_the_row_and_the_reason(client, owner):
    content = client.get(f"/imports/{owner.pk}/refused/").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1][1] == "9号" and "出生年份" in rows[1][-1]


def test_the_template_is_read_without_a_choice(client, officer):
    content = client.get("/imports/template/").content
    client.post("/imports/new/", {"file": SimpleUploadedFile("模板.xlsx", content)})
    assert set(Import.objects.get().columns.values()) >= {"village", "number", "name", "relation", "birth"}


def test_a_file_that_is_no_sheet_is_refused_beside_the_field(client):
    answer = client.post("/imports/new/", {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.7")})
    assert answer.status_code == 422 and "PDF" in answer.content.decode() and not Import.objects.exists()


def test_two_columns_of_one_meaning_are_refused(client):
    client.post("/imports/new/", {"file": SimpleUploadedFile(*one_row_a_family())})
    found = Import.objects.get()
    answer = client.post(f"/imports/{found.pk}/columns/", {"column0": "number", "column1": "number"})
    assert answer.status_code == 422


def test_another_officers_import_is_as_one_that_does_not_exist(owner, stranger, sign_in):
    client = sign_in(stranger)
    pages = ["", "columns/", "take-over/", "withdraw/", "refused/"]
    assert {client.get(f"/imports/{owner.pk}/{page}").status_code for page in pages} == {404}


def test_the_chief_sees_the_stations_imports_and_takes_none_over(owner, chief, sign_in):
    client = sign_in(chief)
    assert owner.file_name in client.get("/imports/").content.decode()
    assert client.post(f"/imports/{owner.pk}/take-over/").status_code == 403


def test_a_large_sheet_is_checked_by_a_worker(client, owner):
    Import.objects.update(rows=1_001)
    chosen = {f"column{place}": owner.columns.get(heading, "") for place, heading in enumerate(HEADINGS)}
    answer = client.post(f"/imports/{owner.pk}/columns/", chosen)
    job = Job.objects.get()
    owner.refresh_from_db()
    assert (answer.url, owner.state) == (job.get_absolute_url(), "checking")
    assert job.title in client.get(f"/imports/{owner.pk}/").content.decode()
    check(str(job.pk))
    owner.refresh_from_db()
    assert (owner.state, owner.counts["good"], owner.counts["refused"]) == ("checked", 6, 1)
    assert f"/imports/{owner.pk}/" in client.get(job.get_absolute_url()).content.decode()


def test_a_check_that_a_worker_gave_up_can_be_asked_for_again(client, owner):
    Import.objects.update(state="checking")
    assert f"/imports/{owner.pk}/columns/" in client.get(f"/imports/{owner.pk}/").content.decode()
    chosen = {f"column{place}": owner.columns.get(heading, "") for place, heading in enumerate(HEADINGS)}
    assert client.post(f"/imports/{owner.pk}/columns/", chosen).status_code == 302
    owner.refresh_from_db()
    assert owner.state == "checked"
