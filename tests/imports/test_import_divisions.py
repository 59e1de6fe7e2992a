"""The national division files are taken over by code, again and again, all of them or nothing."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from audit.models import Entry
from imports.divisions import outcome
from imports.divisions.files import DivisionFile
from imports.divisions.importing import FaultyFiles, import_divisions
from imports.divisions.plans import Plan
from indicators.differences import reasons_of
from ledgers import months
from posts.models import County, Town, Village, VillageName

SAMPLES = Path(__file__).parents[1] / "data" / "divisions"
JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)

COUNTIES = "code,name\n990101,甲县\n"
TOWNS = "code,name,areaCode\n990101100,一镇,990101\n990101101,二镇,990101\n"
VILLAGES = (
    "code,name,streetCode\n"
    "990101100001,河东社区居委会,990101100\n"
    "990101100200,上塘村委会,990101100\n"
    "990101101200,下塘村委会,990101101\n"
)

pytestmark = pytest.mark.django_db


def take_over(
    counties: str | bytes = COUNTIES,
    towns: str | bytes = TOWNS,
    villages: str | bytes = VILLAGES,
    since: date = JANUARY,
    **options,
) -> Plan:
    files = {"counties.csv": counties, "towns.csv": towns, "villages.csv": villages}
    contents = (text if isinstance(text, bytes) else text.encode() for text in files.values())
    return import_divisions(*map(DivisionFile, files, contents), since=since, **options)


def faults(**files: str | bytes) -> list[tuple[str, int, str]]:
    """File, line and column of every fault; nothing may have been saved."""
    with pytest.raises(FaultyFiles) as caught:
        take_over(**files)
    assert not County.objects.exists()
    assert all(fault.wrong and fault.remedy for fault in caught.value.faults)
    return [(fault.file, fault.line, fault.column) for fault in caught.value.faults]


def of_villages(plan: Plan) -> dict[str, int]:
    """The kinds of changes that there are."""
    return {kind: n for kind, n in outcome.of_villages(plan).counts().items() if n}


def load_sample(*options: str) -> None:
    names = ("counties.csv", "towns-360925.csv", "villages-360925.csv")
    call_command("import_divisions", *(str(SAMPLES / name) for name in names), *options)


def test_a_real_county_is_taken_over():
    load_sample("--county", "360925", "--since", "2026-01-01")
    assert County.objects.get().code == "360925"
    assert (Town.objects.count(), Village.objects.count()) == (12, 109)
    assert VillageName.objects.filter(since=JANUARY, until=None).count() == 109


def test_digits_10_to_12_tell_the_kind():
    load_sample("--county", "360925")
    kinds = dict(Village.objects.values_list("code", "kind"))
    assert kinds["360925100001"] == "neighbourhood"
    assert kinds["360925206201"] == "village"
    assert kinds["360925400498"] == "similar"


def test_counties_without_towns_in_the_files_are_left_alone():
    County.objects.create(code="140403", name="旧名")
    load_sample()
    assert set(County.objects.values_list("code", "name")) == {("140403", "旧名"), ("360925", "靖安县")}


def test_a_second_run_changes_nothing(capsys):
    load_sample()
    before = list(Village.objects.values()), list(Town.objects.values()), list(VillageName.objects.values())
    load_sample()
    assert before == (
        list(Village.objects.values()),
        list(Town.objects.values()),
        list(VillageName.objects.values()),
    )


def test_a_dry_run_saves_nothing():
    assert of_villages(take_over(dry_run=True)) == {"new": 3}
    assert not County.objects.exists() and not Entry.objects.exists()


def test_the_trail_counts_what_changed():
    take_over()
    entry = Entry.objects.get(action="import_divisions")
    assert entry.subject_label == "甲县"
    assert entry.detail["villages"]["new"] == 3


def test_a_new_name_ends_the_old_one():
    take_over()
    plan = take_over(villages=VILLAGES.replace("上塘", "高塘"), since=MARCH)
    assert of_villages(plan) == {"renamed": 1, "unchanged": 2}
    names = VillageName.objects.filter(village__code="990101100200").order_by("since")
    assert list(names.values_list("name", "since", "until")) == [
        ("上塘村委会", JANUARY, MARCH),
        ("高塘村委会", MARCH, None),
    ]


def test_a_name_corrected_on_the_same_day_leaves_no_history():
    take_over()
    take_over(villages=VILLAGES.replace("上塘", "高塘"))
    assert VillageName.objects.get(village__code="990101100200").name == "高塘村委会"


def test_towns_and_counties_are_renamed():
    take_over()
    take_over(counties=COUNTIES.replace("甲县", "甲市"), towns=TOWNS.replace("一镇", "大镇"))
    assert County.objects.get().name == "甲市"
    assert Town.objects.get(code="990101100").name == "大镇"


def test_what_left_the_files_is_closed_and_opens_when_it_comes_back():
    take_over()
    gone = {
        "towns": "\n".join(TOWNS.splitlines()[:-1]),
        "villages": "\n".join(VILLAGES.splitlines()[:-1]),
    }
    take_over(**gone, since=MARCH)
    village = Village.objects.get(code="990101101200")
    assert (village.closed_on, village.town.closed_on) == (MARCH, MARCH)
    plan = take_over(since=date(2026, 4, 1))
    village.refresh_from_db()
    assert (village.closed_on, village.town.closed_on) == (None, None)
    assert of_villages(plan) == {"reopened": 1, "unchanged": 2}
    assert village.names.count() == 1


def test_a_closing_day_is_kept_by_later_runs():
    take_over()
    without = "\n".join(VILLAGES.splitlines()[:-1])
    take_over(villages=without, since=MARCH)
    plan = take_over(villages=without, since=date(2026, 4, 1))
    assert of_villages(plan) == {"unchanged": 2}
    assert Village.objects.get(code="990101101200").closed_on == MARCH


def test_another_county_is_not_closed():
    take_over()
    load_sample()
    assert not Village.objects.exclude(closed_on=None).exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_are_recognised(encoding):
    take_over(COUNTIES.encode(encoding), TOWNS.encode(encoding), VILLAGES.encode(encoding))
    assert Village.objects.get(code="990101100200").name == "上塘村委会"


def test_codes_padded_to_12_digits_are_taken_as_meant():
    towns = TOWNS.replace("990101100,", "990101100000,").replace(",990101\n", ",990101000000\n")
    take_over(counties=COUNTIES.replace("990101", "990101000000"), towns=towns)
    assert County.objects.get().code == "990101"
    assert Town.objects.filter(code="990101100").exists()


def test_blank_lines_and_further_columns_do_no_harm():
    take_over(counties="cityCode,name,code,more\n9901,甲县,990101,x\n\n,,,\n")
    assert County.objects.get().name == "甲县"


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("99010110020,上塘村委会,990101100", "code"),
        ("9901011002000,上塘村委会,990101100", "code"),
        ("9.90101E+11,上塘村委会,990101100", "code"),
        ("９９０１０１１００２００,上塘村委会,990101100", "code"),
        (",上塘村委会,990101100", "code"),
        ("990101100200, ,990101100", "name"),
        ("990101100200", "name"),
        (f"990101100200,{'塘' * 61},990101100", "name"),
        ("990101100200,上\x00塘,990101100", "name"),
        ("990101100200,上塘村委会,", "streetCode"),
        ("990101100200,上塘村委会,9901011", "streetCode"),
        ("990101999200,上塘村委会,990101999", "streetCode"),
        ("990101100200,上塘村委会,990101101", "streetCode"),
        ("990101100001,河东社区居委会,990101100", "code"),
    ],
)
def test_a_wrong_line_is_named(line, column):
    wrong = VILLAGES.replace("990101100200,上塘村委会,990101100", line)
    assert ("villages.csv", 3, column) in faults(villages=wrong)


def test_all_faults_of_all_files_are_told_at_once():
    found = faults(
        counties=COUNTIES + "99010,乙县\n",
        towns=TOWNS.replace("二镇", ""),
        villages=VILLAGES.replace("上塘村委会", ""),
    )
    assert found == [("counties.csv", 3, "code"), ("towns.csv", 3, "name"), ("villages.csv", 3, "name")]


def test_a_wrong_header_names_the_missing_columns():
    assert faults(towns=TOWNS.replace("areaCode", "parent")) == [("towns.csv", 1, "areaCode")]
    assert faults(counties="") == [("counties.csv", 1, "code"), ("counties.csv", 1, "name")]


@pytest.mark.parametrize(
    "content",
    [
        VILLAGES.encode().replace("上".encode(), b"\xe4\xb8"),
        VILLAGES.encode("gb18030").replace("上".encode("gb18030"), b"\xff\xff"),
    ],
)
def test_a_broken_encoding_names_its_line(content):
    assert faults(villages=content) == [("villages.csv", 3, "")]


def test_an_open_quotation_mark_is_a_fault_and_not_one_long_name():
    assert faults(villages=VILLAGES.replace("上塘", '"上塘' + "塘" * 60))[0][0] == "villages.csv"


def test_a_spreadsheet_is_not_taken_for_text():
    assert faults(villages=b"PK\x03\x04\xff\xfe\x00\x81\x00")[0][:2] == ("villages.csv", 1)


def test_a_county_that_is_not_in_the_file_is_a_fault():
    with pytest.raises(FaultyFiles):
        take_over(county="990102")


def test_a_fault_leaves_earlier_rows_as_they_were():
    take_over()
    with pytest.raises(FaultyFiles):
        take_over(villages=VILLAGES.replace("上塘", "高塘").replace("下塘村委会", ""))
    assert Village.objects.filter(name="上塘村委会").exists()


def test_the_command_reports_faults_and_missing_files(tmp_path, capsys):
    broken = tmp_path / "villages.csv"
    broken.write_text(VILLAGES.replace("上塘村委会", ""), encoding="utf-8")
    samples = [str(SAMPLES / "counties.csv"), str(SAMPLES / "towns-360925.csv")]
    with pytest.raises(CommandError):
        call_command("import_divisions", *samples, str(broken))
    assert "villages.csv:3: name:" in capsys.readouterr().err
    with pytest.raises(CommandError):
        call_command("import_divisions", *samples, str(tmp_path / "nowhere.csv"))


@pytest.mark.parametrize("empty", ["counties", "towns"])
def test_a_file_of_nothing_but_its_heading_is_missed_by_the_file_below(empty):
    heading = {"counties": "code,name\n", "towns": "code,name,areaCode\n"}[empty]
    below = {"counties": "towns.csv", "towns": "villages.csv"}[empty]
    assert {file for file, _line, _column in faults(**{empty: heading})} == {below}


def test_a_village_closes_in_a_published_month_with_a_reason_alone(
    in_march, county, village, station, bureau
):
    february = date(2026, 2, 1)
    months.mark_published([station], february, by=bureau)
    files = (
        f"code,name\n{county.code},甲县\n",
        f"code,name,areaCode\n{county.code}100,试验镇,{county.code}\n",
        f"code,name,streetCode\n{county.code}100299,新村委会,{county.code}100\n",
    )
    with pytest.raises(ValidationError, match="发布"):
        take_over(*files, since=february)
    take_over(*files, since=february, late_reason="区划调整文件晚到")
    assert reasons_of([village.pk], february)[village.pk] == ["行政村: 区划调整文件晚到"]
