"""The script of the charts: cut to what they use, with its licences, only on pages that have one."""

import re

from ops import assets
from ops.environment import ROOT

PAGES = sorted((ROOT / "templates").rglob("*.html"))
MOST_BYTES = 520_000  # all of ECharts is 1,122 kB


def test_the_script_of_the_charts_is_half_of_the_library(tmp_path):
    target = tmp_path / "charts.js"
    assets.bundle(assets.CHARTS, target)
    script = target.read_text("utf-8")
    assert 100_000 < len(script.encode()) < MOST_BYTES
    assert "Apache Software Foundation" in script and "ZRender" in script
    assert "eval(" not in script and "new Function" not in script  # the pages' policy refuses both


def test_what_is_made_is_what_pages_get(tmp_path):
    target = tmp_path / "charts.js"
    assets.bundle(assets.CHARTS, target)
    assert (assets.VENDOR / "vendor" / "charts.js").read_bytes() == target.read_bytes()


def test_only_pages_with_a_chart_name_it_and_none_waits_for_it():
    naming = {path.name for path in PAGES if "vendor/charts.js" in path.read_text("utf-8")}
    drawing = {path.name for path in PAGES if "reports/_trends.html" in path.read_text("utf-8")}
    assert naming == drawing != set()
    for path in PAGES:
        assert not re.search(r'<script[^>]*\ssrc="[^"]*vendor/charts\.js', path.read_text("utf-8")), path
