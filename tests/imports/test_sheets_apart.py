"""Cells of an .xls workbook come back from the process that read it as they were."""

import json
from datetime import date, datetime, time, timedelta

from imports.sheets.workbooks import _cell, _moment


def test_every_cell_of_a_workbook_survives_the_way_between_processes():
    cells = [
        "王芳",
        3.5,
        7,
        True,
        date(2026, 3, 20),
        datetime(2026, 3, 20, 9),
        time(9, 30),
        timedelta(hours=30),
    ]
    assert [_cell(one) for one in json.loads(json.dumps(cells, default=_moment))] == cells
