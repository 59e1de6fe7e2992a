"""Pages on which the county gives up an indicator, or takes one up again."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access import scope
from access.pages import Page
from audit.reasons import no_number
from indicators import retiring, retiring_actions
from indicators.catalogue import BY_CODE
from indicators.figure import Indicator
from ledgers import then
from pages import addresses
from pages.forms import PlainForm
from pages.inputs import bare_helper
from pages.submissions import VERSION
from pages.views.forms import FormPage

NOT_SHOWN = -1  # the key of no value


class SinceForm(PlainForm):
    """From which month on, and why."""

    since = forms.ChoiceField(label=gettext_lazy("From month"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        validators=[no_number],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        months = [f"{month:%Y-%m}" for month in retiring.months_to_choose()]
        field = self.fields["since"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(month, month) for month in months]
        self.initial.setdefault("since", months[1])
        field.help_text = _("Months before keep it, and what was published stays.")

    def clean_since(self) -> Any:
        return addresses.month_named(self.cleaned_data["since"])


class RetiringPage(Page, FormPage):
    verb = "set_rules"
    form_class = SinceForm

    @cached_property
    def indicator(self) -> Indicator:
        if self.kwargs["indicator"] not in BY_CODE:
            raise Http404
        return BY_CODE[self.kwargs["indicator"]]

    @property
    def county(self) -> str:
        return scope.for_user(self.request.user).county

    @property
    def shown(self) -> int:
        shown = addresses.number(self.request.POST.get(VERSION))
        return NOT_SHOWN if shown is None else shown

    def form(self, data: Any = None) -> SinceForm:
        return SinceForm(data)

    def version(self) -> str:
        return str(retiring.newest_of(self.indicator, self.county))

    def done(self, result: Any) -> str:
        return self.back_url()

    def back_url(self) -> str:
        return then.what_it_means(self.indicator.code)


class IndicatorRetire(RetiringPage):
    button = gettext_lazy("Give up the indicator")
    message = gettext_lazy("The indicator is given up.")

    def title(self) -> str:
        return _("Give up: %(name)s") % {"name": self.indicator.name}

    def check_state(self) -> None:
        if retiring.standing(self.indicator, self.county) is not None:
            raise ValidationError(_("The indicator is given up already."))

    def act(self, form: SinceForm) -> Any:
        return retiring_actions.retire(
            self.indicator, **form.cleaned_data, by=self.request.user, shown=self.shown
        )


class IndicatorReinstate(RetiringPage):
    button = gettext_lazy("Take up the indicator again")
    message = gettext_lazy("The indicator is taken up again.")

    def title(self) -> str:
        return _("Take up again: %(name)s") % {"name": self.indicator.name}

    def check_state(self) -> None:
        if retiring.standing(self.indicator, self.county) is None:
            raise ValidationError(_("The indicator is not given up."))

    def act(self, form: SinceForm) -> None:
        retiring_actions.reinstate(
            self.indicator, **form.cleaned_data, by=self.request.user, shown=self.shown
        )
