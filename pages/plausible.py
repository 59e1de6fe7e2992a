"""What may be typed into any form: no numbers of people in words, no impossible day, and questions about the unlikely.

Every form of the registry calls ``guard`` when it is made (pages/forms.py); the ones with counts call ``check_count``.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import rules
from audit.reasons import no_number
from folding import personal_numbers
from folding.personal_numbers import Kind

NO_PLACE_FOR = {
    Kind.IDENTITY: gettext_lazy(
        "An identity number does not belong here: everybody who sees the entry would read it. It has a field of its "
        "own on the page of the resident."
    ),
    Kind.PHONE: gettext_lazy(
        "A telephone number does not belong here: everybody who sees the entry would read it. It has a field of its "
        "own, which hides it."
    ),
    Kind.CARD: gettext_lazy("A bank card number does not belong here, nor anywhere else in the registry."),
}


def no_personal_number(text: str) -> None:
    """A validator of names and free text."""
    kind = personal_numbers.found(text)
    if kind is not None:
        raise ValidationError(NO_PLACE_FOR[kind], code="number")


def no_number_of_any_kind(text: str) -> None:
    """A validator of reasons on the trail: what ``no_number`` refuses, too, but one complaint about one number."""
    no_personal_number(text)
    no_number(text)


def plausible_day(day: date) -> None:
    """A validator of days: nothing in the registry is as old or as far ahead as year 0026 or 9999."""
    today = timezone.localdate()
    if not today - rules.days("day.oldest", on=today) <= day <= today + rules.days("day.furthest", on=today):
        raise ValidationError(_("Check the year."), code="year")


def guard(form: forms.BaseForm) -> None:
    """Hold every day and every free text of the form to the two validators, and let no browser cut what is pasted.

    Left out are inputs in which a number belongs: those of a class of their own (encrypted ones), and the form's
    ``numbers_belong``.
    """
    for name, field in form.fields.items():
        if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
            _ask_to_choose(field)
        if isinstance(field, forms.DateField):
            _add(field, plausible_day)
        elif type(field) is forms.CharField:
            _uncut(field)
            if name not in getattr(form, "numbers_belong", ()):
                _refuse_numbers(field)


def _ask_to_choose(field: forms.Field) -> None:
    """What is chosen is not filled in, unless the field says in words of its own what is missing."""
    if field.error_messages["required"] is forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _("Choose one.")


def in_order(field: forms.Field, value: Any) -> Any:
    """What was ticked, once each and in the order of the boxes: another order is no change of a row."""
    if type(field) is not forms.MultipleChoiceField or not isinstance(value, list):
        return value
    ticked = set(value)
    return [key for key in map(str, _keys(field.choices)) if key in ticked]


def _keys(choices: Any) -> Iterator[Any]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from (inner for inner, _name in label)
        else:
            yield key


def _refuse_numbers(field: forms.Field) -> None:
    if no_number in field.validators:
        rest = [one for one in field.validators if one is not no_number]
        field.validators = [*rest, no_number_of_any_kind]
    elif no_number_of_any_kind not in field.validators:
        _add(field, no_personal_number)


def _add(field: forms.Field, validator: Any) -> None:
    if validator not in field.validators:
        field.validators = [*field.validators, validator]


def _uncut(field: forms.CharField) -> None:
    """A browser cuts a pasted text at ``maxlength`` without a word; counting.js counts, and the field refuses it."""
    most = field.widget.attrs.pop("maxlength", None)
    if most is not None:
        field.widget.attrs["data-most"] = most


def check_count(form: Any, name: str, question: str, *, usual: int, most: int, fewest: int = 0) -> None:
    """Refuse a number that can not be; ask once about one that is unlikely (``question`` with ``%(n)s``).

    Called in ``clean``. A saved row is asked about a number again when it has changed.
    """
    number = form.cleaned_data.get(name)
    if number is None:
        return
    if not fewest <= number <= most:
        bounds = {"lowest": fewest, "highest": most}
        form.add_error(name, _("Between %(lowest)s and %(highest)s.") % bounds)
    elif number > usual and (name in form.changed_data or not form.instance.pk):
        ask(form, f"{name}={number}", question % {"n": number})


def ask(form: Any, key: str, question: str, *, why: str = "") -> None:
    """Ask whether it is so; the form is valid when ``key`` comes back ticked. Another number is another key.

    ``why``: what to do about it, where it is no unlikely number.
    """
    if "sure" not in form.fields:
        form.fields["sure"] = Questions()
        if form.helper.layout is not None:
            form.helper.layout.insert(0, "sure")
    sure = form.fields["sure"]
    sure.choices = [*sure.choices, (key, question)]
    ticked = sure.widget.value_from_datadict(form.data, form.files, form.add_prefix("sure")) or []
    if key not in ticked and not form.has_error("sure"):
        form.add_error("sure", why or _("This is unusual. Tick it if it is right, or correct the number."))


class Questions(forms.MultipleChoiceField):
    """Questions about unlikely numbers, each with a box to tick; in a form only while there are any."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self) -> None:
        super().__init__(label=gettext_lazy("Is this right?"), required=False)
