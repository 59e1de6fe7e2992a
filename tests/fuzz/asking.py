"""Sends the cases, each in a savepoint that is taken back, and notes what must never come back."""

import re
import traceback
from collections import Counter
from dataclasses import replace
from html import escape
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote, urlencode

from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from access.roles import Role, codes
from accounts.models import User
from ledgers import books
from tests.fuzz.forms import Form, merged
from tests.fuzz.odd import HEADERS, NAMES, Case
from tests.test_access import ACCESS, URLS, address, allowed, noun

INSIDE = re.compile(r"Traceback \(most|/site-packages/|psycopg2|config\.settings|DATABASE_URL|SECRET_KEY")
MISSING, HUGE = 999_999_999, int("9" * 25)
BLIND = set(codes(lambda role: role.view != "county"))  # no scope of theirs has the village
ROWS = (
    *(noun(book.stem) for book in books.books()),
    "leave", "round", "publication", "emergency", "assignment", "session",
)  # fmt: skip


def fair(case: Case) -> Case:
    """The same asked by a role that opens the page, by a method that the page has."""
    roles = [str(role) for role in Role if allowed(role, ACCESS[case.name])]
    view = getattr(URLS[case.name].callback, "view_class", None)
    known = [one for one in ("GET", "POST") if view is None or hasattr(view, one.lower())]
    return replace(
        case,
        role=case.role if case.role in roles else roles[len(case.name + case.role) % len(roles)],
        method=case.method if case.method in known else known[-1],
    )


class Asking:
    """``one(case)`` asks; ``faults`` has what went wrong where, ``statuses`` counts the answers."""

    def __init__(self, people: dict[str, User], own: dict[str, Any], foreign: dict[str, Any], canary: str):
        self.people, self.own, self.foreign, self.canary = people, own, foreign, canary
        self.clients: dict[str, Client] = {}
        self.cookies: dict[str, str] = {}
        self.forms: dict[tuple[str, str], Form] = {}
        self.statuses: Counter[int] = Counter()
        self.faults: dict[str, str] = {}
        self.counts: Counter[str] = Counter()
        self._raised: list[str] = []
        got_request_exception.connect(self._note)

    def sign_in(self) -> None:
        """Anew from time to time: what a request does to its session is taken back, so that each one grows old."""
        for role, person in self.people.items():
            self.clients[role] = Client(raise_request_exception=False)
            self.clients[role].force_login(person)
            self.cookies[role] = self.clients[role].cookies.output(header="", sep=";")

    def close(self) -> None:
        got_request_exception.disconnect(self._note)

    def _note(self, **_told: Any) -> None:
        self._raised.append(traceback.format_exc())

    def one(self, case: Case) -> None:
        case = fair(case) if case.fair else case
        rows = self.own if case.which == "own" else self._others(case.which)
        path = self._path(case, rows)
        if path is None:
            return
        body = self._body(case)
        headers = HEADERS[case.headers]
        answer, raised = self._send(case, path, body, headers)
        self.statuses[answer.status_code] += 1
        self._judge(case, path, body, answer, raised)

    def _others(self, which: str) -> dict[str, Any]:
        if which == "foreign":
            return self.own | self.foreign
        number = MISSING if which == "missing" else HUGE
        return self.own | dict.fromkeys(ROWS, number)

    def _path(self, case: Case, rows: dict[str, Any]) -> str | None:
        wanted = URLS[case.name].pattern.converters
        odd = {"month": case.month, "form": case.form}
        try:
            path = address(case.name, rows)
            if wanted.keys() & odd.keys():
                known = {key: odd.get(key) or rows.get(key, MISSING) for key in wanted}
                path = reverse(case.name, kwargs=known)
        except NoReverseMatch:  # this page takes no such value at all
            path = address(case.name, self.own)
        names = [*self._form(case.role, case.name, "get").fields, *NAMES]
        query = urlencode(
            [(names[number % len(names)], text) for number, text in case.query], errors="surrogatepass"
        )
        return path + case.tail + (("&" if "?" in case.tail else "?") + query if query else "")

    def _form(self, role: str, name: str, method: str) -> Form:
        """The page's forms as the role sees them, read once."""
        if (name, "get") not in self.forms or (method == "post" and not self.forms[name, "post"].fields):
            with transaction.atomic():
                self._reset(role)
                answer = self.clients[role].get(address(name, self.own))
                transaction.set_rollback(True)
            html = answer.content.decode(errors="replace") if not answer.streaming else ""
            for one in ("get", "post"):
                if not self.forms.get((name, one), Form(one)).fields:
                    self.forms[name, one] = merged(html, one)
        return self.forms[name, method]

    def _body(self, case: Case) -> dict[str, str]:
        if case.method != "POST":
            return {}
        form = self._form(case.role, case.name, "post")
        body = (
            {name: offered[-1] if offered else "" for name, offered in form.fields.items()}
            if case.with_own
            else {}
        )
        names = list(form.fields) or list(NAMES)
        for number, text in case.fields:
            body[names[number % len(names)]] = text
        return body | dict(case.more)

    def _reset(self, role: str) -> None:
        self.clients[role].cookies = SimpleCookie(self.cookies[role])

    def _send(
        self, case: Case, path: str, body: dict[str, str], headers: dict[str, str]
    ) -> tuple[Any, list[str]]:
        self._reset(case.role)
        client = self.clients[case.role]
        given = {
            f"HTTP_{name.upper().replace('-', '_')}": text
            for name, text in headers.items()
            if name != "Cookie"
        }
        if "Cookie" in headers:
            client.cookies.load(headers["Cookie"])
        path, _mark, query = path.partition("?")
        self._raised = []
        typed = urlencode(body, errors="surrogatepass").encode()
        kind, data = case.raw or ("application/x-www-form-urlencoded", typed)
        with transaction.atomic():
            answer = client.generic(
                case.method,
                quote(path, safe="/%"),
                data,
                kind,
                QUERY_STRING=quote(query, safe="=&%+"),
                **given,
            )
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        answer.text_of_it = content.decode(errors="replace")
        return answer, self._raised

    def _judge(self, case: Case, path: str, body: dict[str, str], answer: Any, raised: list[str]) -> None:
        text = answer.text_of_it
        request = f"{case.role} {case.method} {path[:300]} {str(body)[:600]} {case.raw} {case.headers}"
        if answer.status_code >= 500 or raised:
            last = raised[-1].strip().splitlines() if raised else ["?"]
            where = [
                line.strip()
                for line in last
                if line.strip().startswith("File") and "site-packages" not in line
            ]
            self._fault(
                f"5xx {case.name} {case.method}: {last[-1][:160]} at {where[-1] if where else '?'}", request
            )
        if INSIDE.search(text):
            self._fault(f"shows its inside: {case.name} {case.method} {answer.status_code}", request)
        if self.canary in text and case.role in BLIND:
            self._fault(f"shows another village: {case.name} {case.method} {case.role}", request)
        if "html" in answer.headers.get("Content-Type", "") and ("<fuzz" in text or "<script>fuzz" in text):
            self._fault(f"not escaped: {case.name} {case.method}", request)
        location = answer.headers.get("Location", "")
        if "evil.example.org" in location.partition("?")[0] and "evil" not in HEADERS[case.headers].get(
            "Host", ""
        ):
            self._fault(f"leads to another site: {case.name} {location[:80]}", request)
        if answer.status_code == 422 and not case.raw:
            self._check_typed(case, body, text, request)

    def _check_typed(self, case: Case, body: dict[str, str], page: str, request: str) -> None:
        """What was typed into the form stands on the refused page, escaped."""
        shown = merged(page, "post").typed & self._form(case.role, case.name, "post").typed
        for name in (one for one in shown & body.keys() if "__prefix__" not in one):  # a line not yet added
            typed = body[name]
            stands = escape(typed) in page or escape(typed.strip()) in page
            if typed.strip() and typed.isprintable() and not stands:
                self._fault(f"lost what was typed: {case.name} {name}", f"{typed[:60]!r} {request}")

    def _fault(self, what: str, request: str) -> None:
        self.counts[what] += 1
        self.faults.setdefault(what, request)
