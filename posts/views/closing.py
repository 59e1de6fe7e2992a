"""Pages on which the county closes a post or a station, and opens it again."""

from datetime import date
from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pages.forms import PlainConfirmForm, PlainForm
from pages.inputs import DayInput, bare_helper
from pages.views.confirm import ConfirmPage
from posts import links
from posts.actions import closing
from posts.models import Post, Station
from posts.views.arranging import ArrangePage


class CloseForm(PlainForm):
    """From which day on the place is no more."""

    closed_on = forms.DateField(label=gettext_lazy("closed from"), widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.initial["closed_on"] = timezone.localdate()
        self.fields["closed_on"].help_text = _("The first day on which it is no more; today or ahead.")


class PostClose(ArrangePage):
    """What hangs on the post; once nothing does, it closes on a day."""

    template = "posts/close.html"
    button = gettext_lazy("Close it")
    form_class = CloseForm

    def get_row(self) -> Any:
        posts = Post.objects.filter(station__county=self.county).select_related("station")
        return get_object_or_404(posts, pk=self.kwargs["pk"])

    def title(self) -> str:
        return _("Close %(place)s") % {"place": self.row}

    @cached_property
    def hanging(self) -> closing.Hanging:
        return closing.hanging(self.row, self._day())

    def _day(self) -> date:
        """The day that was sent, else today."""
        typed = forms.DateField(required=False).widget.value_from_datadict(self.request.POST, {}, "closed_on")
        try:
            return date.fromisoformat(typed or "")
        except ValueError:
            return timezone.localdate()

    def check_state(self) -> None:
        """Raises ValidationError for one that is closed, or will be: it is opened again elsewhere."""
        if self.row.closed_on is not None:
            raise forms.ValidationError(_("It is closed already, or will be."))

    def context(self) -> dict[str, Any]:
        return super().context() | {"hanging": self.hanging, "village_links": links.declared("village_links")}

    def act(self, form: CloseForm) -> None:
        day = form.cleaned_data["closed_on"]
        closing.close(self.row, day, by=self.request.user)
        self.message = _("Closed from %(day)s on.") % {"day": f"{day:%Y-%m-%d}"}


class StationClose(PostClose):
    def get_row(self) -> Station:
        return self.station()


class PostReopen(ArrangePage, ConfirmPage):
    """A closed post opens again, or does not close."""

    template = "pages/confirm.html"
    heading = gettext_lazy("Open it again")
    button = gettext_lazy("Open it again")
    message = gettext_lazy("It is open.")
    sentence = gettext_lazy("It stands in every choice again. Villages and people are given to it anew.")

    def get_row(self) -> Any:
        posts = Post.objects.filter(station__county=self.county).select_related("station")
        return get_object_or_404(posts, pk=self.kwargs["pk"])

    def why_not(self) -> str:
        if self.row.closed_on is None:
            return _("It is open.")
        station = getattr(self.row, "station", None)
        return _("Its station is closed. Open the station first.") if station and station.closed_on else ""

    def form(self, data: Any = None) -> Any:
        return PlainConfirmForm(data)

    def act(self, form: Any) -> None:
        closing.reopen(self.row, by=self.request.user)


class StationReopen(PostReopen):
    def get_row(self) -> Station:
        return self.station()
