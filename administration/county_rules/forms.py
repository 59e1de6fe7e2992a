"""The form in which a county gives a dated setting another value from a day on."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from administration.county_rules.actions import words_of_the_law
from audit.reasons import no_number
from pages.forms import PlainForm
from pages.inputs import DayInput, bare_helper
from rules.declared import Declared

LONGEST_WORD = 10
BETWEEN = re.compile(r"[\s、,，;；]+")


class WordsField(forms.CharField):
    """A list of short words, with a comma or a new line between them; each once."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea({"rows": 4})
        super().__init__(widget=widget, required=False, max_length=1000, **kwargs)

    def clean(self, value: Any) -> list[str]:
        found = list(dict.fromkeys(one for one in BETWEEN.split(super().clean(value)) if one))
        if long := [one for one in found if len(one) > LONGEST_WORD]:
            raise ValidationError(
                _("A word has at most %(n)s characters: %(word)s.") % {"n": LONGEST_WORD, "word": long[0]}
            )
        return found


class RuleForm(PlainForm):
    """A new value of one rule, and the day from which it holds. ``shown``: the words that a list has now."""

    value = forms.IntegerField(label=gettext_lazy("New value"))
    since = forms.DateField(label=gettext_lazy("from"), widget=DayInput())
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("The paper that says so. Empty: a setting of the county."),
    )
    note = forms.CharField(label=gettext_lazy("note"), max_length=200, required=False, validators=[no_number])

    def __init__(self, *args: Any, rule: Declared, shown: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.initial.setdefault("since", timezone.localdate())
        if rule.is_list:
            self.fields["value"] = WordsField(label=_("The words"), initial="、".join(shown or ()))
        self.fields["value"].help_text = _("%(unit)s, between %(lowest)s and %(highest)s.") % {
            "unit": rule.unit.label,
            "lowest": rule.lowest,
            "highest": rule.highest,
        }
        if legal := words_of_the_law(rule, timezone.localdate()):
            words = _("The law itself names these words, they stay: %(words)s.") % {
                "words": _(", ").join(legal)
            }
            self.fields["value"].help_text += f" {words}"
        self.fields["since"].help_text = _("Today or later; past days keep their value.")
