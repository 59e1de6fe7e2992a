"""No household has more people entered than its number of people says: whoever comes in makes it ask for a higher one.

Called by the actions after which somebody lives in a household, and by their forms.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from audit import trail
from ledgers.actions import HIDDEN
from residents import completeness
from residents.models import Household

MORE = "more"


def raise_after_merge(household: Household) -> dict[str, int]:
    """The number of people rises to those who are entered after a merge; returns what the undo needs."""
    entered, members = completeness.of_household(household), household.members
    if entered <= members:
        return {}
    household.members = entered
    household.save(update_fields=["members"])
    return {"members": members, "members_raised": entered}


def lower_after_undo(household: Household, carried: dict[str, Any]) -> None:
    """Back to the number of before the merge, unless somebody has changed it since."""
    if carried.get("members_raised") == household.members:
        household.members = max(carried["members"], completeness.of_household(household))
        household.save(update_fields=["members"])


@transaction.atomic
def make_room(household: Household, *, more: bool, by: User) -> None:
    """Called with the household locked, after somebody has come: its number of people rises where ``more`` says so.

    ValidationError beside ``more`` when more people are entered than it says, the children among them, and it does not.
    """
    entered, members = completeness.of_household(household), household.members
    if entered <= members:
        return
    if not more:
        question = _("All %(m)s people of the household are entered. Does it have %(n)s now?")
        raise ValidationError({MORE: question % {"m": members, "n": entered}})
    household.members = entered
    household.save(update_fields=["members"])
    changes = {"members": [HIDDEN, HIDDEN]}
    trail.record("change_household", household, by=by, changes=changes)


class MoreField(forms.BooleanField):
    """Ticked: the household has that many people now. Hidden until the action has asked."""

    def __init__(self) -> None:
        super().__init__(label=gettext_lazy("Yes, raise its number of people"), required=False)


class AsksForRoom:
    """A form after which somebody lives in a household. Put it before the form's own bases; its ``__init__`` calls
    ``offer_room`` when the layout is made.
    """

    def offer_room(self) -> None:
        form: Any = self
        form.fields[MORE] = MoreField()
        if not form.data.get(MORE):
            form.fields[MORE].widget = forms.HiddenInput()
        form.helper.layout.insert(0, MORE)

    def add_error(self, field: str | None, error: Any) -> None:
        form: Any = self
        if field == MORE:
            form.fields[MORE].widget = forms.CheckboxInput()
        super().add_error(field, error)  # type: ignore[misc]  # of the form
