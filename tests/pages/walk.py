"""Every page that changes something, opened once and sent twice: without the version that it shows, and as it is."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.forms import Textarea
from django.forms.widgets import Input
from django.http import Http404

from access.roles import Role
from accounts.models import User
from audit.models import Entry
from audit.versions import Versioned
from calendars import calendar
from config.lock_order import LOCK_ORDER, Advisory
from indicators import compute
from jobs.models import Job
from pages.models import Submission
from pages.submissions import KEY
from pages.views.forms import FormPage
from pages.views.sending import BY_SCRIPT, LEADS_TO, SAVED, KeyedPage
from tests import bodies
from tests.counted_tables import written_for_figures
from tests.fuzz.forms import merged
from tests.page_client import PageClient, page_at
from tests.test_access import ACCESS, URLS, address, allowed

LOCKS = re.compile(
    r'FOR (?:NO KEY )?UPDATE OF "(\w+)"|^UPDATE "(\w+)"|^DELETE FROM "(\w+)"|FROM "(\w+)".* FOR UPDATE$'
)
NORMS = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "rules_datedvalue"')
LOOKS = ("read", "list", "denied")
SILENT = {
    "version": "",
    "reason": "记错了",
    "answer": "已答复",
}  # what a script sends that has not opened the page


@dataclass
class Sent:
    """A page as the role sees it that may send it; what came of sending it."""

    view: type[KeyedPage]
    html: str = ""
    role: Role | None = None
    changed_in_silence: bool = False
    locks: list[str] = field(default_factory=list)
    is_done_twice: bool = False  # sent again with its key, it did something once more
    left_stale: int = 0  # village-months whose figures it changed without touching them
    is_done: bool = False  # it was sent by somebody for whom it did something
    answers_with_a_page: bool = False  # what it saves is not answered with a redirect
    not_shown: list[str] = field(default_factory=list)  # fields of the form that its page does not have
    is_told: bool = True  # a script that sends it learns that it was saved


def pages() -> dict[str, type[KeyedPage]]:
    views = {name: getattr(url.callback, "view_class", object) for name, url in URLS.items()}
    return {name: view for name, view in views.items() if issubclass(view, KeyedPage)}


class Browsers:
    """A browser for each page, all of a person in one session: signing in costs as much as a page."""

    def __init__(self, people: Mapping[Any, User]) -> None:
        self._people, self._cookies = people, dict[Any, str]()

    def of(self, who: Any) -> PageClient:
        client = PageClient()
        if who in self._cookies:
            client.cookies = SimpleCookie(
                self._cookies[who]
            )  # as they were: a page may have signed the person out
        else:
            client.force_login(self._people[who])
            self._cookies[who] = client.cookies.output(header="", sep=";")
        return client


def walk(people: dict[Role, User], rows: dict[str, int], chosen: Callable[[str], bool]) -> dict[str, Sent]:
    """Of the chosen pages, by url name. Everything that is sent is taken back."""
    browsers = Browsers(people)
    found = {name: Sent(view) for name, view in pages().items() if chosen(name)}
    stale_figures()
    for name, one in found.items():
        for role in sorted(Role, key=lambda role: role != Role.OFFICER):
            if allowed(role, ACCESS[name]) and not one.is_done:
                visit(one, role, browsers.of(role), address(name, rows), rows)
    return found


@contextmanager
def in_any_state() -> Iterator[None]:
    """Forms open whatever state their row is in (``check_state``; tests/pages/test_closed_rows.py asks about that)."""
    views = [view for view in pages().values() if issubclass(view, FormPage)]
    with ExitStack() as patches:
        for view in views:
            patches.enter_context(patch.object(view, "check_state", lambda page: None))
        yield


def visit(one: Sent, role: Role, client: PageClient, url: str, rows: dict[str, int]) -> None:
    page = client.get(url)
    html = page.content.decode() if page.status_code == 200 else ""
    if "data-why-not" in html:  # a step that can not be taken now has no form
        html = ""
    if html or not one.html:
        one.html, one.role = html or one.html, role
        one.not_shown = not_shown(page, html)
    if page.status_code in (403, 404):
        return
    row = row_at(url, page.wsgi_request.user)
    if row is not None:
        with taken_back():
            client.post(url, SILENT)
            one.changed_in_silence |= row.version != version_now(row)
    with taken_back():
        typed = {KEY: str(uuid4())} | bodies.body(merged(html, "post"), rows, rows)
        with locks() as found, counted_writes() as counted:
            answer = client.post(url, typed, headers={BY_SCRIPT: "yes"})
        done = deeds()
        one.left_stale += stale_figures() if counted else 0
        one.answers_with_a_page |= answer.status_code == 200
        is_saved = Submission.objects.filter(key=typed[KEY]).exists() or answer.status_code == 200
        one.is_told &= not is_saved or LEADS_TO in answer.headers or SAVED in answer.headers
        if answer.status_code == 204 and one.view.is_sent_once:
            client.post(url, typed)
            one.is_done_twice |= deeds() != done
    one.locks, one.is_done = found, answer.status_code in (200, 204) or bool(set(found) & set(LOCK_ORDER))


def not_shown(page: Any, html: str) -> list[str]:
    """Required fields of the page's form that no browser sends."""
    form = (getattr(page, "context", None) or {}).get("form") if html else None
    needed = {name: one for name, one in getattr(form, "fields", {}).items() if one.required}
    typed = [name for name, one in needed.items() if isinstance(one.widget, Input | Textarea)]
    return [name for name in typed if f'name="{form.add_prefix(name)}' not in html]


def stale_figures() -> int:
    """How many village-months of the last months differ from a new count, once what is touched was counted."""
    compute.fill_touched()
    this = calendar.this_month()
    return sum(compute.fill_month(calendar.shift(this, -back)) for back in range(3))


@contextmanager
def counted_writes() -> Iterator[list[str]]:
    """The tables read by figures into which the block writes; norms are read beside the statement that counts."""
    found: list[str] = []

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if isinstance(sql, str) and (table := written_for_figures(sql) or NORMS.search(sql)):
            found.append(str(table))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def deeds() -> tuple[int, int, int]:
    """How much has been done so far: entries of the trail without looks, promised work, keys."""
    return Entry.objects.exclude(action__in=LOOKS).count(), Job.objects.count(), Submission.objects.count()


def row_at(url: str, user: Any) -> Any:
    """The row that the page changes; None for a page about something new, and for what the person may not open."""
    try:
        page = page_at(url, user)
        row = page.row if page and page.shows_version else None
    except (Http404, PermissionDenied):
        return None
    return row if isinstance(row, Versioned) and row.pk else None


def version_now(row: Any) -> int | None:
    return type(row)._base_manager.filter(pk=row.pk).values_list("version", flat=True).first()


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def locks() -> Iterator[list[str]]:
    """The tables and advisory locks that are locked in the block, each where it is locked first."""
    found: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        for table in locked_by(" ".join(sql.split()), params):
            if table not in found:
                found.append(table)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def locked_by(sql: str, params: Any) -> list[str]:
    if "pg_advisory_xact_lock" in sql and params and len(params) == 2:
        if params[0] == Advisory.COUNTS_OF_A_STATION:
            return ["advisory: counts of a station"]
        is_place = params[0] == Advisory.PLACE_OF_A_VILLAGE
        return ["advisory: place of a village" if is_place else "advisory: month of a station"]
    return [next(filter(None, groups)) for groups in LOCKS.findall(sql)]
