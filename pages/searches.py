"""Search words in addresses: a villager's name or number is encrypted in a URL, never in clear.

Called by pages/views/lists.py and the exports of the rooms above.

A list's filters are sent by POST, so that no log of a server or proxy sees them, and answered by a redirect to an
address that holds the words encrypted. It works like any other address - reload, back, the next page, an export - for
the person whose search it is, and is empty to everybody else.
"""

import base64
import binascii

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from encryption.fields import CanNotDecrypt, decrypt, encrypt
from pages import addresses

MARK = "~"  # begins no name, no pinyin and no number


def _place(user: AbstractBaseUser | AnonymousUser) -> str:
    return f"search.{user.pk}"


def closed(text: str, user: AbstractBaseUser | AnonymousUser) -> str:
    """The words as an address carries them."""
    return MARK + base64.urlsafe_b64encode(encrypt(addresses.words(text), _place(user))).decode().rstrip("=")


def opened(text: str, user: AbstractBaseUser | AnonymousUser) -> str:
    """The words that an address carries; none when it is somebody else's or its key is gone."""
    if not text.startswith(MARK):
        return text
    try:
        raw = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
        return decrypt(raw, _place(user))
    except (CanNotDecrypt, binascii.Error, ValueError):
        return ""


def with_closed(query: QueryDict, user: AbstractBaseUser | AnonymousUser) -> QueryDict:
    """The query with its words encrypted (once), and without what a form adds or leaves empty."""
    found = QueryDict(mutable=True)
    for name, values in query.lists():
        filled = [value for value in values if value]
        if filled and name != "csrfmiddlewaretoken":
            found.setlist(name, filled)
    words = found.get("q", "")
    if words and not words.startswith(MARK):
        found["q"] = closed(words, user)
    return found


def with_opened(query: QueryDict, user: AbstractBaseUser | AnonymousUser) -> QueryDict:
    """The query with its words in clear, for the filters."""
    if not query.get("q", "").startswith(MARK):
        return query
    found = query.copy()
    found["q"] = opened(query.get("q", ""), user)
    return found
