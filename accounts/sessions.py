"""The session store: one row a browser, which both ends of its life are checked on (SESSION_ENGINE).

The row is read together with the person, and with whatever ``settings.SESSION_READER`` adds: one query a page.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Session, User
from accounts.models.sessions import SessionQuerySet

Reader = Callable[[str], Session | None]
_at_hand: ContextVar[User | None] = ContextVar("account_read_with_the_session", default=None)


@cache
def reader() -> Reader:
    """What ``settings.SESSION_READER`` names: ``read(key_hash)`` gives the session with its person."""
    found: Reader = import_string(settings.SESSION_READER)
    return found


class SessionStore(SessionBase):
    """``ended`` is why the session that the browser named opens nothing: idle, age, or ended by somebody.

    ``person`` is the account that was read with the session: not checked yet (accounts/middleware.py).
    """

    ended = ""
    person: User | None = None

    def load(self) -> dict[str, Any]:
        row = reader()(hashed(self.session_key)) if self.session_key else None
        self.ended = "" if not self.session_key else "ended" if row is None else row.why_over(timezone.now())
        if row is None or self.ended:
            if row is not None:
                row.delete()
            self._session_key = None
            return {}
        row.seen()
        self.person = row.user
        return self.decode(row.data)

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(key_hash=hashed(session_key)).exists()

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]  # not in the stubs
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """A session that was ended meanwhile is not brought back: UpdateError."""
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # not in the stubs
        columns, key = self._columns(data), hashed(self.session_key)
        if must_create:
            try:
                with transaction.atomic():
                    Session.objects.create(key_hash=key, last_seen_at=timezone.now(), **columns)
            except IntegrityError as taken:
                raise CreateError from taken
        elif not Session.objects.filter(key_hash=key).update(**columns):
            raise UpdateError

    def _columns(self, data: dict[str, Any]) -> dict[str, Any]:
        """Columns copied from the data, to be read without decoding it."""
        entered = data.get("entered_at")
        return {
            "data": self.encode(data),
            "user_id": data.get(SESSION_KEY),
            "address": data.get("address"),
            "browser": data.get("browser", ""),
            "idle": timedelta(seconds=data["idle"]) if "idle" in data else settings.SESSION_IDLE,
            "started_at": datetime.fromtimestamp(entered, UTC) if entered else timezone.now(),
        }

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            Session.objects.filter(key_hash=hashed(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        Session.objects.over(timezone.now()).delete()


@contextmanager
def at_hand(person: User | None) -> Iterator[None]:
    """While Django asks who is signed in (``read_already``), the account that was read with the session is at hand."""
    token = _at_hand.set(person)
    try:
        yield
    finally:
        _at_hand.reset(token)


def read_already(user_id: int) -> User | None:
    """The account with this key, if it was read with the session."""
    person = _at_hand.get()
    return person if person is not None and person.pk == user_id else None


def hashed(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def active_for(user: User) -> SessionQuerySet:
    """The person's living sessions, the last used first."""
    return Session.objects.filter(user=user).alive(timezone.now())


def end_all(user: User, *, but: str | None = None) -> int:
    """End every session of the person, except the one with the key ``but``. Returns how many ended."""
    rows = Session.objects.filter(user=user).exclude(key_hash=hashed(but) if but else "")
    return rows.delete()[0]
