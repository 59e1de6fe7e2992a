"""Simplified Chinese unless chosen otherwise, and no text left in English."""

import ast
from pathlib import Path

from config.rooms import ROOMS
from ops import catalogue

ROOT = Path(__file__).resolve().parents[1]
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy", "ngettext_lazy"}


def test_no_text_is_untranslated():
    assert catalogue.untranslated() == []


def test_no_text_to_translate_stands_inside_an_f_string():
    """xgettext does not look there: the text never gets into the catalogue, and no check misses it."""
    hidden = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for room in ROOMS
        for file in (ROOT / room).rglob("*.py")
        if "{_(" in (source := file.read_text(encoding="utf-8")) or "gettext(" in source
        for text in ast.walk(ast.parse(source))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in CALLS
    ]
    assert hidden == []


def test_chinese_is_spoken_to_a_browser_that_asks_for_english(client, db):
    page = client.get("/account/sign-in/", headers={"accept-language": "en"})
    assert "登录" in page.content.decode()


def test_english_is_one_click_away(client, db):
    client.post("/account/language/", {"language": "en", "next": "/account/sign-in/"})
    assert "Sign in" in client.get("/account/sign-in/").content.decode()


def test_the_switch_does_not_lead_to_another_site(client, db):
    answer = client.post("/account/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"
