"""谁看过这户: the auditor asks by the number of an entry of the register, and sees no register."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from audit import looks as kinds
from audit import trail
from oversight import looks
from oversight.views.trail import SHOWN, TrailPage
from pages import addresses


class TrailLooks(TrailPage):
    """``?kind=households&number=12``."""

    @addresses.tidied
    def get(self, request: HttpRequest) -> HttpResponse:
        kind, key = request.GET.get("kind", ""), addresses.number(request.GET.get("number"))
        kind = kind if kind in kinds.KINDS else kinds.HOUSEHOLDS
        trail.record(
            "list", None, by=request.user, book="audit.entry", filter=f"looks {kind} {key or ''}".strip()
        )
        models = looks.models_of_villagers()
        context: dict[str, Any] = {
            "title": looks.title_of(kind, key) if key else _("Who looked"),
            "kind": kind,
            "kinds": [(one, model._meta.verbose_name) for one, model in models.items()],
            "number": key or "",
            "is_unreadable": key is None and bool(request.GET.get("number")),
        }
        if key:
            context |= answer(kind, [key])
        return render(request, "oversight/looks.html", context)


def answer(kind: str, keys: list[int]) -> dict[str, Any]:
    """Context of the tables: who looked how often, the newest looks, and how many there are."""
    found = looks.looks_at(kind, keys)
    times, entries = found.count(), list(found.order_by("-pk")[:SHOWN])
    return {
        "people": looks.by_person(found), "entries": entries, "times": times, "has_more": times > SHOWN,
        "shown": SHOWN, "is_asked": True,
    }  # fmt: skip
