"""Sheets as stations have them, in many layouts: made here, so that every cell can be read in a diff."""

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter

Rows = Sequence[Sequence[Any]]
Made = tuple[str, bytes]

PERSONS: Rows = (
    ("试验村", "1组2号", "王建国", "户主", 1962, "15400000001"),
    ("试验村", "1组2号", "李秀英", "配偶", 1964, ""),
    ("试验村", "1组2号", "王小明", "子女", 1990, "15400000002"),
    ("试验村", "88-1", "阿依古丽·买买提", "户主", 1975, "15400000003"),
    ("试验村", "88-1", "买买提江", "配偶", 1973, ""),
    ("试验村", "3组5号", "张　三", "户主", 1950, ""),
)
HEADINGS = ("村", "门牌号", "姓名", "与户主关系", "出生年份", "联系电话")


def workbook(*sheets: tuple[str, Rows], merges: Sequence[tuple[int, int, int, int, Any]] = ()) -> bytes:
    """A workbook of these sheets; ``merges``: first row and column, last row and column, text, on the first sheet."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for place, (name, rows) in enumerate(sheets):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell != "" and cell is not None:
                        sheet.write(number, column, cell)
            for merge in merges if place == 0 else ():
                sheet.merge_range(*merge)
    return target.getvalue()


def text(rows: Rows, separator: str = ",", encoding: str = "utf-8", before: str = "") -> bytes:
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=separator).writerows(rows)
    return (before + target.getvalue()).encode(encoding)


def one_row_a_person() -> Made:
    return "人口.xlsx", workbook(("人口", (HEADINGS, *PERSONS)))


def two_title_rows() -> Made:
    rows = (
        ("试验镇试验村实有人口登记表",),
        ("填表单位：试验派出所", "", "", "2026年1月"),
        HEADINGS,
        *PERSONS,
    )
    merges = ((0, 0, 0, 5, "试验镇试验村实有人口登记表"),)
    return "登记表.xlsx", workbook(("登记", rows), merges=merges)


def merged_householder() -> Made:
    """户主 and 门牌号 stand once, over all members of the household."""
    rows = [("序号", "门牌号", "户主", "成员姓名", "与户主关系", "出生日期"),
            (1, "1组2号", "王建国", "王建国", "户主", "1962-05-01"), ("", "", "", "李秀英", "配偶", "1964/3/8"),
            ("", "", "", "王小明", "子女", "1990年7月1日"),
            (2, "88-1", "阿依古丽·买买提", "阿依古丽·买买提", "户主", 27500),
            ("", "", "", "买买提江", "配偶", "19731001"),
            (3, "3组5号", "张三", "张三", "户主", "1950.2.3")]  # fmt: skip
    merges = ((1, 1, 3, 1, "1组2号"), (1, 2, 3, 2, "王建国"))
    return "合并.xlsx", workbook(("试验村", rows), merges=merges)


def group_beside() -> Made:
    rows = [("村民小组", "户号", "户主姓名", "手机号码", "家庭人口", "14岁以下人数"),
            ("一组", "2号", "王建国", 15400000001.0, "3人", 0), (1, "88-1", "阿依古丽·买买提", "15400000003", 2, ""),
            ("3组", "5号", "张三", "", 4, 1)]  # fmt: skip
    return "户册.xlsx", workbook(("户册", rows))


def one_row_a_family() -> Made:
    rows = [("门牌号", "户主姓名", "户主电话", "人口数", "成员1姓名", "成员1出生年份", "成员2姓名", "成员2出生年份"),
            ("1组2号", "王建国", "15400000001", 3, "李秀英", 1964, "王小明", 1990),
            ("88-1", "阿依古丽·买买提", "15400000003", 2, "买买提江", 1973, "", ""),
            ("3组5号", "张三", "", 1, "", "", "", "")]  # fmt: skip
    return "一户一行.xlsx", workbook(("试验村", rows))


def grouped_headings() -> Made:
    rows = [("门牌号", "户主", "成员一", "", "成员二", ""), ("", "", "姓名", "出生年份", "姓名", "出生年份"),
            ("1组2号", "王建国", "李秀英", 1964, "王小明", 1990), ("88-1", "阿依古丽·买买提", "买买提江", 1973, "", ""),
            ("3组5号", "张三", "", "", "", "")]  # fmt: skip
    return "两行表头.xlsx", workbook(
        ("试验村", rows), merges=((0, 2, 0, 3, "成员一"), (0, 4, 0, 5, "成员二"))
    )


def members_in_one_cell() -> Made:
    rows = [("门牌号", "户主", "家庭成员"), ("1组2号", "王建国", "李秀英(1964)、王小明(1990)"),
            ("88-1", "阿依古丽·买买提", "买买提江(1973)"), ("3组5号", "张三", "")]  # fmt: skip
    return "家庭成员.xlsx", workbook(("试验村", rows))


def two_sheets() -> Made:
    return "两村.xlsx", workbook(("试验村", (HEADINGS[1:], *(row[1:] for row in PERSONS[:3]))),
                               ("说明", (("本表由各村上报",),)),
                               ("试验村续", (HEADINGS, *PERSONS[3:])))  # fmt: skip


def full_width() -> Made:
    rows = [("村　名", "门 牌 号*", "姓名（必填）", "与户主关系", "出生年份", "联系电话"),
            ("试验村", "１组２号", "王建国　", "户主", "１９６２", "１５４００００００１１"),
            ("试验村", "１组２号", "\u200b李秀英", "配偶", "1964年", ""),
            ("试验村", "1组2号", "王小明", "子女", 1990, ""),
            ("试验村", "８８－１", "阿依古丽·买买提\u00a0", "户主", "1975", ""),
            ("试验村", "88-1", "买买提江", "配偶", "1973", ""),
            ("试验村", "3组5号", "张　三", "户主", "1950", "")]  # fmt: skip
    return "全角.xlsx", workbook(("全角", rows))


def wps_csv() -> Made:
    return "wps.csv", text((HEADINGS, *PERSONS), encoding="gb18030")


def tabs_in_utf16() -> Made:
    return "导出.txt", text((HEADINGS, *PERSONS), "\t", "utf-16")


def semicolons_with_sep() -> Made:
    return "sep.csv", text((HEADINGS, *PERSONS), ";", "utf-8-sig", before="sep=;\r\n")


def numbers_of_excel() -> Made:
    """Phones as 1.54E+10 and with .0, the year of birth as a serial number of Excel."""
    rows = [HEADINGS, ("试验村", "1组2号", "王建国", "户主", 22767, "1.5400000001E+10"),
            ("试验村", "1组2号", "李秀英", "配偶", 23444, ""),
            ("试验村", "1组2号", "王小明", "子女", 33055, "15400000002.0"),
            ("试验村", "88-1", "阿依古丽·买买提", "户主", 27500, 15400000003),
            ("试验村", "88-1", "买买提江", "配偶", 26938, ""),
            ("试验村", "3组5号", "张三", "户主", 18297, "")]  # fmt: skip
    return "数字.xlsx", workbook(("数字", rows))


def with_identity_numbers() -> Made:
    """Identity numbers of nobody (prefix 99), and columns that are never read."""
    rows = [("村", "门牌号", "姓名", "与户主关系", "身份证号", "民族", "政治面貌", "是否上访"),
            ("试验村", "1组2号", "王建国", "户主", "990101196205010015", "汉", "群众", "否"),
            ("试验村", "1组2号", "李秀英", "配偶", "990101196403080028", "汉", "党员", "否"),
            ("试验村", "1组2号", "王小明", "子女", "990101199007010013", "汉", "", ""),
            ("试验村", "88-1", "阿依古丽·买买提", "户主", "990101197504160024", "维", "", ""),
            ("试验村", "88-1", "买买提江", "配偶", "990101197310010013", "维", "", ""),
            ("试验村", "3组5号", "张三", "户主", "990101195002030019", "汉", "", "")]  # fmt: skip
    return "身份证.xlsx", workbook(("身份证", rows))


# Each with the number of people of 14 or more whom it names with a year of birth.
SHEETS: dict[Callable[[], Made], int] = {
    one_row_a_person: 6, two_title_rows: 6, merged_householder: 6, group_beside: 0, one_row_a_family: 3,
    grouped_headings: 3, members_in_one_cell: 3, two_sheets: 6, full_width: 6, wps_csv: 6, tabs_in_utf16: 6,
    semicolons_with_sep: 6, numbers_of_excel: 6, with_identity_numbers: 6,
}  # fmt: skip
# Sheets without a year of birth for the householder: somebody says that all are 14 or older.
WITHOUT_YEARS = {group_beside, one_row_a_family, grouped_headings, members_in_one_cell}
