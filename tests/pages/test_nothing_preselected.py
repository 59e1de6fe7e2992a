"""Of several places none is chosen by standing first, and nothing that must be filled in is folded away.

Asked of every form as those of a post, station and county who may open it, with two posts and three villages, and
nobody arrived anywhere.
"""

from html.parser import HTMLParser

import pytest

from access.roles import Role
from tests import build
from tests.pages import walk
from tests.test_access import ACCESS, URLS, address, allowed

pytestmark = pytest.mark.usefixtures("in_march")
WHO = (Role.OFFICER, Role.CLERK, Role.CHIEF, Role.COUNTY)
PLACES = ("village", "post", "station")


class Form(HTMLParser):
    """What a browser would send untouched of the places, and the empty fields that must be filled in unseen."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.folds: list[bool] = []  # the details that are open around here: unfolded?
        self.place = ""  # the select of a place that is open
        self.options: list[tuple[str, bool]] = []
        self.by_standing_first: list[str] = []
        self.chosen: list[str] = []
        self.hidden: list[str] = []
        self.select = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "details":
            self.folds.append("open" in given)
        if tag == "select":
            self.select, self.options = given.get("name", ""), []
            self.is_required = "required" in given
        if tag == "option":
            self.options.append((given.get("value", ""), "selected" in given))
        is_wanted = "required" in given and tag in ("input", "textarea")
        if is_wanted and tag == "input" and not given.get("value") and False in self.folds:
            self.hidden.append(given.get("name", ""))

    def handle_endtag(self, tag):
        if tag == "details" and self.folds:
            self.folds.pop()
        if tag == "select" and self.select:
            self._meet()
            self.select = ""

    def _meet(self):
        keys = [key for key, _is_chosen in self.options if key]
        chosen = [key for key, is_chosen in self.options if is_chosen and key]
        is_first_sent = not chosen and bool(self.options) and bool(self.options[0][0])
        if self.select in PLACES and len(keys) > 1:
            self.by_standing_first += [self.select] if is_first_sent else []
            self.chosen += [self.select] if chosen else []
        if self.is_required and not chosen and not is_first_sent and False in self.folds:
            self.hidden.append(self.select)


def test_no_place_is_chosen_by_standing_first_and_nothing_wanted_is_folded_away(
    sent, part, rows, post, station, village, person_of, sign_in
):
    build.make_village(post, "同室村委会")
    build.make_village(build.make_post(station, "邻警务室"), "邻室村委会")
    asked = [name for name, one in sent.items() if 'name="village"' in one.html or "<details" in one.html]
    clients, wrong, looked_at = {}, [], 0
    with walk.in_any_state():
        for name in asked:
            for role in (one for one in WHO if allowed(one, ACCESS[name])):
                client = clients.get(role) or clients.setdefault(role, sign_in(person_of(role)))
                page = client.get(address(name, rows))
                if page.status_code != 200:
                    continue
                form, looked_at = Form(sent_part(page.content.decode())), looked_at + 1
                is_new = "<int:pk>" not in str(URLS[name].pattern)
                wrong += [f"{role} {name}: first {one}" for one in form.by_standing_first]
                wrong += [f"{role} {name}: preselected {one}" for one in form.chosen if is_new]
                wrong += [f"{role} {name}: folded away {one}" for one in form.hidden]
    assert wrong == [], " ".join(wrong)
    assert looked_at > 100 * part


def sent_part(html: str) -> str:
    """The part of the page that is sent."""
    begin = html.find('<form method="post"')
    return html[begin:] if begin >= 0 else ""
