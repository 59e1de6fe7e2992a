"""Every page that changes something says which version it shows and its key, and locks in one order."""

import re
from html.parser import HTMLParser
from itertools import pairwise

from django.apps import apps

from audit import history
from audit.versions import Versioned
from config.lock_order import LOCK_ORDER
from ledgers.views.forms import BookForm
from pages.views.forms import FormPage

CHANGES = re.compile(
    r"-(edit|join|close|answer|withdraw|accept|approve|refuse|grant|end|move|submit|publish|restate)"
)
# Tracked, and changed by nobody on a page: attested counts carry themselves, late reasons are only added.
NOT_CHANGED = {"CaseHours", "IncidentCount", "PreparedCount", "LateAttestation", "LateChange"}
# Own rows of the person, and rows that nobody waits for while holding others.
OF_NO_MATTER = {
    "pages_submission", "ledgers_draft", "accounts_session", "notices_notice", "indicators_touchedmonth",
    "accounts_passwordhash", "accounts_factor", "accounts_recoverycode", "duty_leave", "duty_dutyday",
    "posts_assignment", "oversight_standin", "oversight_outlier", "oversight_emergencyview",
    "oversight_emergencynotice", "rules_datedvalue", "surveys_answertally", "surveys_sample",
    "indicators_casehours",
    "indicators_incidentcount", "indicators_preparedcount", "indicators_villagemonth", "axes_accessattempt",
}  # fmt: skip


def test_the_walk_sends_nearly_every_form(sent, part):
    assert len(sent) > 80 * part and len(
        [one for one in sent.values() if one.html or one.locks]
    ) > 0.85 * len(sent)


def test_every_form_carries_a_key(sent):
    forms = {
        name: one for name, one in sent.items() if issubclass(one.view, FormPage) and one.view.is_sent_once
    }
    assert [name for name, one in forms.items() if one.html and 'name="client_key"' not in one.html] == []


PICKED = {"residents:household-same"}  # its household is searched for, and stands there once it is found


def test_every_required_field_of_a_form_stands_on_its_page(sent, part):
    """One that does not keeps the form from ever being saved, except by a test that sends it all the same."""
    shown = {name: one for name, one in sent.items() if issubclass(one.view, FormPage) and one.html}
    assert {name: one.not_shown for name, one in shown.items() if one.not_shown and name not in PICKED} == {}
    assert len(shown) > 80 * part


# The browser stores nothing of domestic violence.
NOT_KEPT = {"disputes:dispute-measure", "disputes:measure-edit"}


def test_every_form_for_more_than_a_few_words_is_kept_in_the_browser(sent, part):
    long = {
        name: one.html
        for name, one in sent.items()
        if issubclass(one.view, FormPage)
        and one.view.is_sent_once
        and takes_a_sentence(one.html)
        and name not in NOT_KEPT
    }
    assert len(long) > 20 * part and [name for name, html in long.items() if "data-keep=" not in html] == []


def test_every_form_of_a_new_row_that_takes_a_sentence_has_drafts(sent, part):
    creating = {
        name: one.html
        for name, one in sent.items()
        if issubclass(one.view, BookForm) and name.endswith("-create") and takes_a_sentence(one.html)
    }
    assert len(creating) > 6 * part
    assert [name for name, html in creating.items() if 'hx-post="/ledgers/drafts/' not in html] == []


def test_no_search_box_sends_the_form_around_it(sent, part):
    """It belongs to no form, even without scripts, and what is typed there is no draft."""
    boxes = {
        name: re.findall(r"<input[^>]*type=.search.[^>]*>", of_post(one.html)) for name, one in sent.items()
    }
    inside = {name: found for name, found in boxes.items() if found}
    assert len(inside) >= 5 * part - 1
    assert [name for name, found in inside.items() if not all('form=""' in box for box in found)] == []
    kept = [one.html for name, one in sent.items() if name in inside and "/drafts/" in one.html]
    assert (kept or part < 1) and all("target:[name]:not([type=search])" in html for html in kept)


def of_post(html: str) -> str:
    """What stands inside forms that are sent."""
    return "".join(re.findall(r'<form method="post".*?</form>', html, re.DOTALL))


class Marks(HTMLParser):
    """Of each field of a form that is sent: is it required, and does its label or legend bear the mark?"""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.required: dict[str, bool] = {}  # id, or name within a fieldset
        self.marked: set[str] = set()
        self.label = ""  # the one that is open
        self.legends: list[list[bool]] = []  # of the fieldsets that are open: marked?
        self.groups: dict[str, list[bool]] = {}
        self.is_inside = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.is_inside |= tag == "form" and given.get("method") == "post"
        if tag == "label" and "for" in given:
            self.label = given["for"]
        if tag == "fieldset":
            self.legends.append([False])
        if tag == "span" and "asteriskField" in (given.get("class") or ""):
            self.mark()
        if self.is_inside and tag in ("input", "select", "textarea") and "id" in given:
            self.meet(given, tag)

    def mark(self) -> None:
        if self.label:
            self.marked.add(self.label)
        elif self.legends:
            self.legends[-1][0] = True

    def meet(self, given, tag) -> None:
        is_silent = "required" not in given and (tag == "select" or given.get("inputmode") == "numeric")
        if given.get("type") in ("hidden", "search") or is_silent:
            return  # a list without an empty choice, a cell of a table: they have the mark without the attribute
        self.required[given["id"]] = "required" in given or given.get("aria-required") == "true"
        if given.get("type") in ("radio", "checkbox") and self.legends:
            self.groups[given["id"]] = self.legends[-1]

    def handle_endtag(self, tag):
        if tag == "label":
            self.label = ""
        if tag == "fieldset" and self.legends:
            self.legends.pop()
        self.is_inside &= tag != "form"

    def wrong(self) -> list[str]:
        """Fields that are required without a mark, or marked without being required."""
        return [
            one
            for one, wanted in self.required.items()
            if wanted != (one in self.marked or self.groups.get(one, [False])[0])
            and (wanted or one not in self.groups)  # a group of ticks has its mark without the attribute
        ]


def test_required_fields_bear_the_mark_and_others_do_not(sent, part):
    found = {name: Marks(one.html) for name, one in sent.items() if one.html}
    assert sum(sum(one.required.values()) for one in found.values()) > 80 * part
    wrong = [f"{name} {field}" for name, one in found.items() for field in one.wrong()]
    assert wrong == [], " ".join(wrong)


def takes_a_sentence(html: str) -> bool:
    """Is there a field for 60 signs or more?"""
    return "<textarea" in html or any(int(n) >= 60 for n in re.findall(r'data-most="(\d+)"', html))


def test_every_page_that_changes_a_row_carries_its_version(sent):
    forms = {
        name: one for name, one in sent.items() if issubclass(one.view, FormPage) and CHANGES.search(name)
    }
    assert [name for name, one in forms.items() if one.html and 'name="version"' not in one.html] == []


def test_nothing_is_changed_by_who_does_not_say_what_they_saw(sent):
    assert [name for name, one in sent.items() if one.changed_in_silence] == []


def test_every_page_that_changes_what_figures_read_has_them_counted(sent):
    assert {name: one.left_stale for name, one in sent.items() if one.left_stale} == {}


def test_every_page_locks_in_one_order(sent, part):
    assert {name: wrong for name, one in sent.items() if (wrong := out_of_order(one.locks))} == {}
    locked = {table for one in sent.values() for table in one.locks}
    assert len(locked & set(LOCK_ORDER)) > 0.6 * part * len(LOCK_ORDER), sorted(set(LOCK_ORDER) - locked)


def out_of_order(locked: list[str]) -> list[str]:
    unknown = [f"{name} is not in the table" for name in locked if name not in {*LOCK_ORDER, *OF_NO_MATTER}]
    places = [(LOCK_ORDER.index(name), name) for name in locked if name in LOCK_ORDER]
    late = [f"{after} after {before}" for (n, before), (m, after) in pairwise(places) if m < n]
    return unknown + late


def test_every_row_that_people_change_has_a_version_and_a_history():
    tracked = {model.pgh_tracked_model for model in history.tables()}
    versioned = {model for model in apps.get_models() if issubclass(model, Versioned)}
    assert versioned - tracked == set()
    assert {model.__name__ for model in tracked - versioned} == NOT_CHANGED
