"""Who asks: an officer, a chief and the bureau, each from the middle of the country."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.db import transaction

from access import scope
from accounts.models import User
from benchmarks.scales import Scale
from policies.acting import acting


def middle(scale: Scale) -> dict[str, int]:
    """The keys of the post in the middle, its station and its county."""
    post = 1 + scale.posts // 2
    station = 1 + (post - 1) * scale.stations // scale.posts
    return {"post": post, "station": station, "county": 1 + (station - 1) * scale.counties // scale.stations}


def people(scale: Scale) -> dict[str, User]:
    """By scope; the keys are those that sql/places.sql gave out."""
    place = middle(scale)
    keys = {
        "officer": place["post"],
        "chief": scale.posts + place["station"],
        "county": scale.posts + scale.stations + place["county"],
    }
    return {name: User.objects.get(pk=key) for name, key in keys.items()}


@contextmanager
def signed_in_as(user: User, *also: str) -> Iterator[None]:
    """Ask as this person, in one transaction as a request does; the connections ``also`` likewise."""
    with acting(scope.acting_as(user)), ExitStack() as transactions:
        for alias in ("default", *also):
            transactions.enter_context(transaction.atomic(using=alias))
        yield
