"""Asked before an entry is saved: is it a household, or a person, that stands in the register already?

Saving anyway is a choice, which is kept (``keep_choice``): not the same, or to be decided later.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import rules
from access import scope
from accounts.models import User
from audit import trail
from encryption.fields import matching
from folding import text as folding
from posts.models import Membership
from posts.querysets import open_on
from residents import phones
from residents.duplicates import finding
from residents.models import Duplicate, Household, Resident

SHOWN = 5
SAME_NAME = gettext_lazy("same name and year of birth")


class Choice(models.TextChoices):
    """What whoever saves anyway says of those that look alike."""

    DIFFERENT = "different", gettext_lazy("Not the same: save it, and do not ask again")
    LATER = "later", gettext_lazy("Save it, and decide later")


@dataclass(frozen=True)
class Alike:
    """An entry of the register that may be the one that is being saved, and why."""

    row: Household | Resident
    why: Any  # words

    @property
    def household(self) -> Household:
        return self.row if isinstance(self.row, Household) else self.row.household


def households(row: Household, born: int | None, user: User) -> list[Alike]:
    """Registered households that may be ``row``, unsaved or changed; ``born``: the householder's year of birth."""
    here = Household.objects.visible_to(user).filter(closed_on=None, post__in=post_of(row.village_id))
    here = here.exclude(pk=row.pk).exclude(pk__in=known(row)).select_related("village")
    found = []
    if is_typed(row.phone):
        same = here.filter(matching(Household, "phone_index", str(row.phone)))
        found += [Alike(one, _("same phone")) for one in unless_shared(same, user)]
    name = folding.name(row.householder)
    if born and name:
        heads = Resident.objects.filter(left_on=None, name_key=name, birth_year=born, village=row.village_id)
        same = here.filter(village=row.village_id, householder_key=name, pk__in=heads.values("household"))
        found += [Alike(one, SAME_NAME) for one in same[:SHOWN]]
    return found


def residents(row: Resident, village: int | None, user: User, *, beside: Iterable[int] = ()) -> list[Alike]:
    """Registered residents who may be ``row``, unsaved or changed, of a household in the village.

    ``beside``: households that are asked about already.
    """
    here = Resident.objects.visible_to(user).filter(left_on=None, post__in=post_of(village))
    here = here.exclude(pk=row.pk).exclude(pk__in=known(row)).exclude(household__in=list(beside))
    here, name, found = here.select_related("household__village"), folding.name(row.name), []
    if name and row.birth_year:
        same = here.filter(village=village, name_key=name, birth_year=row.birth_year)
        found += [Alike(one, SAME_NAME) for one in same[:SHOWN]]
    if is_typed(row.phone):
        same = here.filter(matching(Resident, "phone_index", str(row.phone)))
        others = unless_shared(same.exclude(household=row.household_id), user)
        found += [Alike(one, _("same phone")) for one in others]
    return found


def post_of(village: int | None) -> QuerySet[Any, Any]:
    """The post to which the village belongs today, as a condition: pairs lie within one post."""
    return Membership.objects.filter(open_on(timezone.localdate()), village=village).values("post")


def unless_shared(rows: QuerySet[Any], user: User) -> list[Any]:
    """The entries with one phone; none of them where so many have it that it is a shared one."""
    most = rules.whole("duplicate.phone_most", on=timezone.localdate(), county=scope.for_user(user).county)
    found = list(rows[:most])
    return found if len(found) < most else []


def is_typed(phone: Any) -> bool:
    return isinstance(phone, str) and phones.is_whole(phone)


def known(row: Household | Resident) -> QuerySet[Any, Any]:
    """The keys of those with which the saved entry is a pair already: nobody is asked about them twice."""
    fields = ("first", "second") if isinstance(row, Household) else ("first_person", "second_person")
    pairs = pairs_of(row)
    ones, others = (pairs.filter(**{f"{name}__isnull": False}).values(name) for name in fields)
    both: QuerySet[Any, Any] = ones.union(others)
    return both if row.pk else Duplicate.objects.none().values(fields[0])


def pairs_of(*rows: Household | Resident) -> QuerySet[Duplicate]:
    """The pairs to which one of the saved entries belongs."""
    homes = [row.pk for row in rows if isinstance(row, Household) and row.pk]
    people = [row.pk for row in rows if isinstance(row, Resident) and row.pk]
    return Duplicate.objects.filter(
        Q(first__in=homes) | Q(second__in=homes) | Q(first_person__in=people) | Q(second_person__in=people)
    )


class AsksTwins:
    """A form that shows ``alike()``, once everything else in it is right, and asks what they are.

    Put it before the form's own bases. The row is filled in by then, and so are its folded keys.
    """

    def alike(self) -> list[Alike]:
        raise NotImplementedError

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]  # of the form
        if self.is_bound and not self.errors:  # type: ignore[attr-defined]  # of the form
            ask(self, self.alike())


def ask(form: Any, found: list[Alike]) -> None:
    """Show ``found`` in the form and ask once; it is valid when ``twins`` comes back with a choice."""
    if not found:
        return
    form.found_alike = found
    form.fields["twins"] = forms.ChoiceField(
        label=_("Is it the same?"), choices=Choice.choices, required=False, widget=forms.RadioSelect
    )
    form.helper.layout.insert(0, HTML("{% include 'residents/_alike.html' %}"))
    choice = form.data.get(form.add_prefix("twins"), "")
    if choice in Choice.values:
        form.cleaned_data["twins"] = choice
    else:
        form.add_error("twins", _("This may stand in the register already. Look at it, then choose."))


def choice_in(form: Any) -> str:
    """What was chosen; empty where nothing was asked."""
    return str(form.cleaned_data.get("twins", ""))


def keep_choice(*rows: Household | Resident, choice: str, by: User) -> None:
    """After these entries of one household were saved: note their new pairs, and what the person has said of them."""
    homes = {row.pk if isinstance(row, Household) else row.household_id for row in rows}
    before = set(pairs_of(*rows).values_list("pk", flat=True))
    if not finding.find(households=homes, county=scope.for_user(by).county) or choice not in Choice.values:
        return
    new = pairs_of(*rows).filter(state=Duplicate.State.OPEN).exclude(pk__in=before)
    for pair in new.select_for_update(of=("self",), no_key=True).order_by("pk"):
        pair.asked_by = by
        if choice == Choice.DIFFERENT:
            pair.state, pair.decided_by, pair.decided_on = Duplicate.State.DIFFERENT, by, timezone.localdate()
        pair.save(update_fields=["asked_by", "state", "decided_by", "decided_on"])
        trail.record("save_anyway", pair, by=by, choice=choice)
