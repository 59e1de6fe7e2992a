"""manage.py import_sheet: what the pages do, as JSON."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from imports import actions
from imports.models import Import
from policies.acting import now
from residents.models import Household
from tests.imports.sheet_files import HEADINGS, PERSONS, text

pytestmark = pytest.mark.usefixtures("in_march", "village")


@pytest.fixture
def printed(tmp_path):
    """``printed(account, *options)``: what the command prints for a sheet with one refused line."""
    path = tmp_path / "人口.csv"
    path.write_bytes(text(((*HEADINGS, "民族"), *PERSONS, ("试验村", "9号", "李某", "户主", "不详", ""))))

    def run(account, *options):
        out = StringIO()
        call_command("import_sheet", "households", str(path), "--as", account, *options, stdout=out)
        return json.loads(out.getvalue())

    return run


def test_without_commit_nothing_of_the_register_changes(officer, printed):
    report = printed("officer")
    assert (report["good"], report["refused"], list(report["forbidden_columns_dropped"])) == (6, 1, ["民族"])
    assert (report["lines"][0]["line"], report["lines"][0]["column"]) == (8, "出生年份")
    assert not Household.objects.exists()


def test_with_commit_the_good_lines_are_in_the_register(officer, printed):
    assert printed("officer", "--commit")["made"]["households"] == Household.objects.count() == 3


def test_an_account_without_the_right_is_refused(chief, printed):
    assert "refused" in printed("chief") and not Import.objects.exists()


def test_a_sheet_has_the_time_of_a_job_and_not_of_a_page(officer, printed, monkeypatch):
    check, limits = actions.check, []
    monkeypatch.setattr(actions, "check", lambda owner, by: limits.append(now()) or check(owner, by=by))
    printed("officer")
    assert [who.in_background for who in limits] == [True]
