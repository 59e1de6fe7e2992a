"""Walks every page that changes something: its form says which version it shows, and with which key it is sent."""

import re

import pytest
from django.apps import apps

from access.roles import Role
from audit import history
from audit.versions import Versioned
from pages.views.confirm import ButtonPage
from pages.views.forms import FormPage
from pages.views.shown import ShownPage
from tests.page_client import PageClient
from tests.test_access import ACCESS, URLS, address, allowed

pytestmark = pytest.mark.usefixtures("in_march")
# Pages that change no row that others change as well, and what keeps two of them from undoing one another.
WITHOUT_VERSION = {
    "administration:detail": "assigns: a new row, and the database allows one at a time",
    "administration:factor-reset": "the factor is gone whoever resets it",
    "administration:unlock": "the pause is lifted whoever lifts it",
    "indicators:incident-attest": "carries each count that it shows",
    "surveys:round-enter": "carries each count that it shows",
}
# Tracked, and changed by nobody on a page: attested counts carry themselves, late reasons are only added.
NOT_CHANGED = {"IncidentCount", "LateAttestation", "LateChange"}


def pages_of(kind: type) -> dict[str, type]:
    views = {name: getattr(url.callback, "view_class", object) for name, url in URLS.items()}
    return {name: view for name, view in views.items() if issubclass(view, kind)}


def opened(name, rows, person_of) -> str:
    """The page as somebody sees it who may open it, and send its form; empty where it is not open at the moment."""
    seen = ""
    officer_first = sorted(Role, key=lambda role: role != Role.OFFICER)
    for role in (role for role in officer_first if allowed(role, ACCESS[name])):
        client = PageClient()
        client.force_login(person_of(role))
        page = client.get(address(name, rows))
        if page.status_code == 200:
            seen = page.content.decode()
        if 'name="client_key"' in seen:
            break
    return seen


@pytest.fixture
def forms(rows, person_of) -> dict[str, str]:
    return {name: opened(name, rows, person_of) for name in pages_of(FormPage)}


def test_every_form_of_a_row_says_its_version_and_every_form_its_key(forms, rows):
    views, wrong = pages_of(FormPage), []
    for name, page in forms.items():
        changes = re.search(
            r"-(edit|close|answer|withdraw|accept|approve|refuse|grant|end|move|submit|publish)", name
        )
        if page and views[name].is_sent_once and 'name="client_key"' not in page and "<form method" in page:
            wrong.append(f"{name} has no key")
        if page and changes and 'name="version" value=' not in page and name not in WITHOUT_VERSION:
            wrong.append(f"{name} has no version")
    assert len(forms) > 50 and wrong == []


def test_the_walk_opens_nearly_every_form(forms):
    assert len([name for name, page in forms.items() if page]) > 0.85 * len(forms)


def test_nothing_is_changed_by_who_does_not_say_what_they_saw(rows, person_of):
    wrong = []
    for name, view in pages_of(ShownPage).items():
        for role in (role for role in Role if allowed(role, ACCESS[name]) and view.shows_version):
            page, client = view(), PageClient()
            client.force_login(person_of(role))
            row = row_of(page, client, address(name, rows))
            if row is None:
                continue
            answer = client.post(address(name, rows), {"version": "", "reason": "记错了", "answer": "已答复"})
            stays = type(row)._base_manager.get(pk=row.pk).version == row.version
            if not stays or (answer.status_code == 302 and not issubclass(view, ButtonPage)):
                wrong.append((name, role, answer.status_code))
            break
    assert wrong == []


def row_of(page, client, path):
    """The row that the page changes, as the person sees it; None for a page about something new."""
    request = client.get(path).wsgi_request
    match = request.resolver_match
    page.setup(request, *match.args, **match.kwargs)
    try:
        row = page.row
    except Exception:  # not theirs to open: the next role is tried
        return None
    return row if isinstance(row, Versioned) and row.pk else None


def test_every_row_that_people_change_has_a_version_and_a_history():
    tracked = {model.pgh_tracked_model for model in history.tables()}
    versioned = {model for model in apps.get_models() if issubclass(model, Versioned)}
    assert versioned - tracked == set()
    assert {model.__name__ for model in tracked - versioned} == NOT_CHANGED
