"""Simplified Chinese unless chosen otherwise, and no text left in English."""

from ops import catalogue


def test_no_text_is_untranslated():
    assert catalogue.untranslated() == []


def test_chinese_is_spoken_to_a_browser_that_asks_for_english(client, db):
    page = client.get("/account/sign-in/", headers={"accept-language": "en"})
    assert "登录" in page.content.decode()


def test_english_is_one_click_away(client, db):
    client.post("/account/language/", {"language": "en", "next": "/account/sign-in/"})
    assert "Sign in" in client.get("/account/sign-in/").content.decode()


def test_the_switch_does_not_lead_to_another_site(client, db):
    answer = client.post("/account/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"
