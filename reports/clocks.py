"""The periods of disputes that run out, for the first page of the officer and the board of the chief."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from disputes.clocks import facts, reading

SHOWN = 8


def of_place(user: User) -> QuerySet[Any, dict[str, Any]]:
    """What ``running_out`` takes: the facts of the disputes of the person's place of which a clock may be open."""
    return facts.columns(reading.may_run(user))


def running_out(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """``clocks``: the first ones, missed before the others; ``clocks_count``: how many there are."""
    found = reading.running_out([facts.from_row(row) for row in rows])
    return {
        "clocks": found[:SHOWN],
        "clocks_count": len(found),
        "clocks_url": reverse("disputes:dispute-list") + "?clocks=on",
    }
