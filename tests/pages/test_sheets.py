"""Files of a list: CSV and XLSX."""

import io
from hashlib import sha256

import pytest
import python_calamine

from encryption import masks
from pages import sheets


def manifest(count, sha256):
    return [("Rows", count), ("SHA", sha256)]


def read(content: bytes, sheet: int = 0) -> list[list]:
    return (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        .get_sheet_by_index(sheet)
        .to_python()
    )


@pytest.mark.parametrize(
    "evil",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "|cmd",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(A1)",
        "｜cmd",
    ],
)
def test_no_cell_is_a_live_formula(evil):
    assert read(sheets.write_xlsx("表", ["列"], [[evil]], manifest))[1][0].startswith("'")
    assert f"'{evil[0]}" in sheets.write_csv("表", ["列"], [[evil]], manifest).decode("utf-8-sig")


def test_the_manifest_counts_and_hashes_the_rows():
    content = sheets.write_xlsx("表", ["甲", "乙"], [["一", 2], ["三", 4]], manifest)
    assert read(content)[:3] == [["甲", "乙"], ["一", 2.0], ["三", 4.0]]
    about = read(content, 1)
    assert about[1] == ["Rows", "2"] and len(about[2][1]) == 64


def test_the_hash_of_a_csv_is_that_of_its_lines():
    lines = (
        sheets.write_csv("表", ["甲", "乙"], [["一", 2], ["=三", 4]], manifest)
        .decode("utf-8-sig")
        .split("\n")
    )
    digest = sha256("一,2\n'=三,4\n".encode()).hexdigest()
    assert (lines[1:3], lines[5]) == (["一,2", "'=三,4"], f"# SHA,{digest}")


def test_an_empty_list_shows_its_headings():
    assert read(sheets.write_xlsx("表", ["甲", "乙"], [], manifest))[0] == ["甲", "乙"]


def test_two_columns_of_one_name_are_a_fault():
    with pytest.raises(ValueError):
        sheets.write_xlsx("表", ["名", "名"], [["一", "二"]], manifest)


def test_csv_opens_as_chinese_in_spreadsheet_programs():
    assert sheets.write_csv("表", ["户主"], [["王"]], manifest).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(("name", "shown"), [("王小明", "王**"), ("王", "王*"), ("", ""), ("欧阳", "欧*")])
def test_a_masked_name_keeps_surname_and_length(name, shown):
    assert masks.name(name) == shown
