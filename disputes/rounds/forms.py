"""The form of a check round."""

from typing import Any

from crispy_forms.layout import Layout
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from disputes.models import CheckRound
from ledgers.forms import RowForm
from pages.plausible import check_count


class CheckRoundForm(RowForm[CheckRound]):
    class Meta:
        model = CheckRound
        fields = ["village", "occurred_on", "found", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["found"].widget.attrs |= {"min": 0, "inputmode": "numeric"}
        self.helper.layout = Layout("village", "found", "note", *self.people_fields(), *self.late_fields())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        today = timezone.localdate()
        check_count(
            self,
            "found",
            _("%(n)s disputes found?"),
            usual=rules.whole("round.found_usual", on=today, county=self.county),
            most=rules.whole("round.found_most", on=today),
            fewest=0,
        )
        return cleaned
