"""What the trail calls what is done in this room (pages/trail_words.py)."""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from access.roles import Role
from posts.models import TownCode, Village, VillageCode

VERBS = {
    "give_villages": _("gave villages to a post together"),
    "assign": _("assigned"),
    "work_at": _("went to work at the other post"),
    "end_assignment": _("ended an assignment"),
    "change_assignment": _("changed an assignment"),
    "take_back_assignment": _("took back an assignment"),
    "swap_assignment": _("swapped officers"),
    "close_post": _("closed a post"),
    "close_station": _("closed a station"),
    "reopen_post": _("opened a post again"),
    "reopen_station": _("opened a station again"),
    "arrange_station": _("arranged a station"),
    "arrange_post": _("arranged a post"),
    "bring_map": _("brought a map of the villages"),
    "set_profile": _("set the profile of a village"),
    "check_post": _("checked the file of a post"),
    "give_village": _("gave a post a village"),
    "move_village": _("moved a village to another post"),
    "plan_move": _("planned to move a village to another post"),
    "take_back_move": _("took back the planned move of a village"),
}

DETAILS = {
    "name": pgettext_lazy("place", "name"),
    "since": _("since"),
    "towns": _("towns served"),
    "village": _("village"),
    "from_post": _("former post"),
    "to_post": _("new post"),
    "moved": _("rows moved"),
    "with_whom": _("with whom"),
    "closed_on": _("closed from"),
    "was_closed_on": _("was closed from"),
    "role": _("role"),
    "place": _("Place"),
    "starts_on": _("from"),
    "ends_on": _("to"),
}

CHOICES = {"role": Role.choices}

AROUND = {"move_village"}  # all rows of the village


def _village(entry: Any, key: int | str) -> str:
    """A village by its key or by the code that it had then, as entries name it."""
    if isinstance(key, str):
        then = _of_then(VillageCode, entry, [key]).select_related("village").first()
        return str(then.village) if then else key
    found = Village._base_manager.filter(pk=key).first()
    return str(found) if found else str(key)


def _of_then(model: Any, entry: Any, codes: list[str]) -> Any:
    """The dated codes that held when the entry was written."""
    day = timezone.localdate(entry.at)
    begun = Q(since=None) | Q(since__lte=day)
    return model._base_manager.filter(begun, Q(until=None) | Q(until__gt=day), code__in=codes)


def _villages(entry: Any, codes: Any) -> Any:
    return "、".join(_village(entry, code) for code in codes) if isinstance(codes, list) else codes


def _towns(entry: Any, codes: Any) -> Any:
    if not isinstance(codes, list):
        return codes
    names = dict(_of_then(TownCode, entry, codes).values_list("code", "name"))
    return "、".join(str(names.get(code, code)) for code in codes)


WRITERS = {"village": _village, "villages": _villages, "towns": _towns}
