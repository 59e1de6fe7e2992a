"""Choosing a person for a form: by one search field, an entry of the register or a name that is typed.

The page shows what the typed text finds (templates/residents/_person_picker.html); somebody who is in no register is
taken by the name alone.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from folding import text as folding
from pages import addresses
from pages.plausible import no_personal_number
from posts.models import Village
from posts.naming import with_towns_of
from residents import phones, search
from residents.models import Resident

NONE = "none"  # chosen: the name as it is typed, of nobody in the register
SHOWN = 6


@dataclass(frozen=True)
class Picked:
    """An entry of the register, with the name of today; or the name alone."""

    resident: Resident | None
    name: str


class WhoField(forms.CharField):
    """What finds somebody: a name, a house number, a telephone number; the name of who is in no register.

    A class of its own, for a telephone number may be typed to search (pages/plausible.py). ``is_wanted``: somebody must
    be named, by the text or by a choice below it, which ``picked`` asks and not the field.
    """

    is_wanted = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=40, **kwargs)
        self.widget.attrs |= {"autocomplete": "off", "data-private": "", "enterkeyhint": "search"}


def living(user: User) -> Any:
    """The residents whom the person sees and who have not left."""
    return Resident.objects.visible_to(user).filter(left_on=None)


def offered(user: User, field: str, text: str, chosen: str = "") -> dict[str, Any]:
    """Who may be meant by ``text``: ``people``, ``left_out``, and ``checked``, the value of the choice that is taken.

    Taken without a tap is the only one whose whole name was typed, and the typed name where nobody is found.
    """
    key = addresses.number(chosen)
    people = list(_found(user, text)[: SHOWN + 1])
    if key and key not in [one.pk for one in people]:
        people = [*living(user).filter(pk=key).select_related("household", "village"), *people]
    left_out, people = len(people) > SHOWN, people[:SHOWN]
    _say_places(people, user)
    named = as_name(text)
    same = [one for one in people if folding.name(one.name) == folding.name(named)] if named else []
    checked = chosen or (str(same[0].pk) if len(same) == 1 else NONE if named and not people else "")
    return {
        "prefix": field, "text": text, "people": people, "left_out": left_out, "named": named, "checked": checked,
        "none": NONE,
    }  # fmt: skip


def _found(user: User, text: str) -> Any:
    if not text.strip():
        return Resident.objects.none()
    rows = search.residents(living(user), text, by=user).select_related("household", "village")
    return rows.order_by("pinyin", "pk")


def _say_places(people: list[Resident], user: User) -> None:
    """Give each person the name of the village as ``place``, with its town where the person serves several."""
    if not people:
        return
    names = with_towns_of({*Village.objects.served_by(user), *(one.village for one in people)})
    for one in people:
        one.place = names[one.village_id]  # type: ignore[attr-defined]  # for the template


def as_name(text: str) -> str:
    """The typed text as somebody's name; empty for a number, which only searches."""
    text = text.strip()
    return "" if phones.is_whole(text) or not any(letter.isalpha() for letter in text) else text


def picked(user: User, text: str, chosen: str) -> Picked:
    """Who was chosen. ValidationError where nobody is named, and where the text finds somebody in the register and
    nothing was chosen: the person decides whether it is that one, of a surname alone as of a whole name.
    """
    if key := addresses.number(chosen):
        resident = living(user).filter(pk=key).first()
        if resident is None:
            raise ValidationError(_("There is no such entry in the register of your place."))
        return Picked(resident, resident.name)
    name = as_name(text)
    if not name:
        raise ValidationError(_("Write the name, or choose from the register."))
    no_personal_number(name)
    if chosen != NONE and _found(user, text).exists():
        raise ValidationError(
            _("The register has somebody of this name: choose the entry, or that it is somebody else.")
        )
    return Picked(None, name)
