"""A form that is sent twice is saved once: each has a key, which is noted in the transaction of what it saved.

Called by pages/views/forms.py. The unique index on the key decides: of two that come at the same moment the second
waits for the first, and is answered with what came of it.
"""

import hashlib
import hmac
import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from pages.models import Submission

KEY, VERSION = "client_key", "version"
# A question between two values: the fields, the version that was shown first, and "keep-<field>" with the choice.
CONFLICT, FIRST, CHOICE = "conflict", "first_version", "keep-"
AT_POST = "at_post"  # where it was opened (access/other_post.py)
NOT_TYPED = (
    "csrfmiddlewaretoken",
    "q",
    AT_POST,
    KEY,
    VERSION,
    CONFLICT,
    FIRST,
)  # carried along, or only searched for
User = AbstractBaseUser | AnonymousUser
Files = MultiValueDict[str, Any]


def key_of(data: QueryDict) -> uuid.UUID | None:
    """The key that was sent with the form; None when it is none."""
    return as_key(data.get(KEY))


def as_key(text: object) -> uuid.UUID | None:
    """A key as a form or a draft has it; None for what is none."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


def find(key: uuid.UUID | None, user: User) -> Submission | None:
    """What the person has saved with the key."""
    return Submission.objects.filter(user=user.pk, key=key).first() if key and user.pk else None


def claim(key: uuid.UUID | None, request: HttpRequest) -> Submission | None:
    """Note that the form is being saved. IntegrityError when the key has been used; waits for whoever uses it."""
    if key is None or request.user.pk is None:
        return None
    typed = digest(request.POST, request.FILES)
    return Submission.objects.create(user_id=request.user.pk, key=key, digest=typed)


def note(saved: Submission | None, *, url: str, receipt: str) -> None:
    """Note what came of it: where it leads, and the number of the receipt."""
    if saved is not None:
        Submission.objects.filter(pk=saved.pk).update(url=url, receipt=receipt)


def is_same(saved: Submission, data: QueryDict, files: Files) -> bool:
    """Was the same typed as what was saved?"""
    return hmac.compare_digest(saved.digest, digest(data, files))


def digest(data: QueryDict, files: Files) -> str:
    """A keyed digest of what was typed: it tells nothing of the words, which may be a villager's."""
    typed = [(name, value) for name, values in data.lists() for value in values if _is_typed(name)]
    sent = [(name, one.name, one.size) for name, several in files.lists() for one in several]
    text = repr((sorted(typed), sorted(sent)))
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def _is_typed(name: str) -> bool:
    return name not in NOT_TYPED and not name.startswith(CHOICE)


class SentBefore(ValidationError):
    """The key has been used for something else; ``saved`` is what came of it."""

    def __init__(self, saved: Submission) -> None:
        words = _("This form was already saved as %(receipt)s. Open a new form for another row.")
        super().__init__(words % {"receipt": saved.receipt or _("another entry")}, code="sent_before")
        self.saved = saved
