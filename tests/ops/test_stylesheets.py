"""Bootstrap and its icons are cut down to what pages use, and to no less."""

import re
from pathlib import Path

import pytest

from ledgers import books
from ops import icons, stylesheets
from ops.environment import ROOT
from pages.tables import ARROWS
from reports.menu import MENU, THUMB

NAMED_IN_TEMPLATE = re.compile(r"\bbi-([a-z0-9-]+)")


def icons_used() -> set[str]:
    """Those that templates and heads of lists name, those of the books and those of the menu."""
    templates = [*(path.read_text() for path in (ROOT / "templates").rglob("*.html")), *ARROWS.values()]
    of_menu = [entry.icon for _title, group in MENU if isinstance(group, tuple) for entry in group]
    named = {name for text in templates for name in NAMED_IN_TEMPLATE.findall(text)}
    return named | {*of_menu, *(entry.icon for entry in THUMB), *(book.icon for book in books.books())}


def test_every_icon_that_a_page_uses_is_in_the_stylesheet_and_no_other():
    assert set(icons.ICONS) == icons_used()
    assert list(icons.ICONS) == sorted(set(icons.ICONS))


def test_an_icon_is_a_mask_that_takes_the_colour_of_the_text(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(icons, "ICONS", ("dot",))
    head = '<svg width="16" height="16" fill="currentColor" class="bi"\n viewBox="0 0 16 16">'
    drawing = head + '\n <path d="M1#2"/>\n</svg>'
    (tmp_path / "icons").mkdir()
    (tmp_path / "icons" / "dot.svg").write_text(drawing)
    rule = icons.stylesheet(tmp_path).splitlines()[-1]
    assert rule.startswith('.bi-dot{--icon:url("data:image/svg+xml,%3Csvg viewBox')
    assert "%23" in rule and not [part for part in ("<", ">", "#", "width", "currentColor") if part in rule]


CUT = [
    (".a{x:y}.b{x:y}", ".a{x:y}"),
    (".a,.b{x:y}", ".a{x:y}"),
    (".a .b,.b>.a{x:y}", ""),
    (".a:not(.b){x:y}", ".a:not(.b){x:y}"),
    ("h1,[hidden]{x:y}", "h1,[hidden]{x:y}"),
    ("@media (x:1){.b{x:y}}@media (x:1){.a{x:y}.b{x:y}}", "@media (x:1){.a{x:y}}"),
    ('.a{x:url("data:,{;}")}.b{x:y}', '.a{x:url("data:,{;}")}'),
    ("/*! free */.b{x:y}/* note */", "/*! free */"),
    ('@charset "utf-8";.a{x:y}', '@charset "utf-8";.a{x:y}'),
    ("@keyframes turn{to{x:y}}", "@keyframes turn{to{x:y}}"),
    (":root{--read:1;--unread:2}.a{x:var(--read)}", ":root{--read:1;}.a{x:var(--read)}"),
    (":root{--first:var(--second);--second:1}.a{x:y}", ".a{x:y}"),
    (":is(.a,.b) i{x:y}", ""),
]


@pytest.mark.parametrize(("css", "kept"), CUT)
def test_a_rule_stays_when_every_class_of_a_selector_is_used(css, kept):
    assert stylesheets.cut(css, {"a"}) == kept


def test_what_our_own_stylesheet_reads_stays_defined():
    assert stylesheets.cut(":root{--x:1}", set(), beside="p{y:var(--x)}") == ":root{--x:1}"
