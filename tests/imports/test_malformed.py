"""A malformed file is refused as a whole with the true cause, or reported by line; a part is never taken."""

import random

import pytest

from imports import columns
from imports.sheets import reading
from imports.sheets.faults import Unreadable
from tests.imports import malformed
from tests.imports.sheet_files import HEADINGS, PERSONS, text

CAUSES = {
    malformed.a_far_cell: "远|XFD|CZ|xfd|A1048576",
    malformed.with_dtd: "DTD",
    malformed.no_workbook: "不是工作簿|个文件",
    malformed.compound: "xls",
    malformed.cut_off: "损坏",
    malformed.endless_cell: "2000",
    malformed.wide: "100",
    malformed.a_million_rows: "200000",
}


def read(content):
    """Headings and rows of each table."""
    return [(table.headings, list(table.rows)) for table in reading.tables(content, columns.known)]


@pytest.mark.parametrize("kind", CAUSES, ids=lambda kind: kind.__name__)
def test_the_sentence_names_the_true_cause(kind):
    with pytest.raises(Unreadable, match=CAUSES[kind]):
        read(kind(random.Random(1)))


@pytest.mark.parametrize("kind", malformed.CHEAP, ids=lambda kind: kind.__name__)
def test_whatever_comes_is_read_or_refused(kind):
    for seed in range(1 if kind is malformed.compound else 8):
        try:
            assert read(kind(random.Random(seed)))
        except Unreadable as why:
            assert str(why)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_every_encoding_and_separator_gives_the_same_table(encoding, separator):
    headings, rows = read(text((HEADINGS, *PERSONS), separator, encoding))[0]
    assert (headings, len(rows), rows[5][1][2]) == (HEADINGS, 6, "张 三")


def test_an_empty_file_and_one_without_headings_say_so():
    for content in (b"", b" \n", "甲,乙\n1,2\n".encode()):
        with pytest.raises(Unreadable):
            read(content)
