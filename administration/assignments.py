"""Pages on one assignment: end it on a day, change or take back what is still to come, swap two officers."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access import roles
from access.pages import Page
from administration import takers
from administration.views import of_county, own_county
from pages.forms import PlainConfirmForm, PlainForm, row_field
from pages.inputs import DayInput, LateReasonField, bare_helper, without_late_reason
from pages.views.confirm import ConfirmPage
from pages.views.forms import FormPage
from posts.actions import assigning, swapping
from posts.forms import AssignmentForm
from posts.models import Assignment


class AssignmentPage(Page, FormPage):
    """About an assignment, of somebody else in the county, that is not over."""

    verb = "assign_roles"

    def get_row(self) -> Assignment:
        not_over = Assignment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))
        rows = not_over.filter(user__in=of_county(self.request.user))
        return get_object_or_404(
            rows.select_related("user", "post__station", "station"), pk=self.kwargs["pk"]
        )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        of_oneself = Assignment.objects.filter(pk=kwargs["pk"], user=request.user.pk)
        if of_oneself.exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def back_url(self) -> str:
        return reverse("administration:detail", args=[self.row.user_id])


class EndForm(PlainForm):
    """The last day of an assignment."""

    ends_on = forms.DateField(label=gettext_lazy("last day"), widget=DayInput())
    late_reason = LateReasonField()

    def __init__(self, *args: Any, assignment: Assignment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        without_late_reason(self)
        self.initial["ends_on"] = assignment.ends_on or timezone.localdate()
        self.fields["ends_on"].help_text = _(
            "Yesterday: the person is signed out at once. Today: at midnight. A later day: at its end."
        )


class AssignmentEnd(AssignmentPage):
    """The last day on which the person serves there, and who takes over what stays open."""

    template = "administration/assignment_end.html"
    heading = gettext_lazy("End the assignment")
    button = gettext_lazy("End the assignment")

    def form(self, data: Any = None) -> EndForm:
        return EndForm(data, assignment=self.row)

    def check_state(self) -> None:
        """Raises ValidationError for one that has not begun: it is taken back."""
        if self.row.starts_on > timezone.localdate():
            raise ValidationError(_("It has not begun yet. Change it, or take it back."))

    def context(self) -> dict[str, Any]:
        day = self._day()
        return super().context() | {
            "left": takers.left_by(self.row, day),
            "vacant_from": takers.vacant_from(self.row, day),
        }

    def _day(self) -> date:
        """The day that was sent, else the one that the form proposes."""
        try:
            return date.fromisoformat(self.request.POST.get("ends_on", ""))
        except ValueError:
            return self.row.ends_on or timezone.localdate()

    def act(self, form: EndForm) -> None:
        day = form.cleaned_data["ends_on"]
        late = form.cleaned_data.get("late_reason", "")
        assigning.end(self.row, by=self.request.user, last_day=day, late_reason=late)
        self.message = _("The last day of the assignment is %(day)s.") % {"day": f"{day:%Y-%m-%d}"}


class AssignmentEdit(AssignmentPage):
    """Another role, place or day of an assignment that is still to come."""

    heading = gettext_lazy("Change the assignment")

    def check_state(self) -> None:
        """Raises ValidationError for one that has begun: it is ended, and another one made."""
        assigning.check_is_ahead(self.row)

    def form(self, data: Any = None) -> AssignmentForm:
        form = AssignmentForm(
            data, instance=self.row, person=self.row.user, county=own_county(self.request.user)
        )
        form.initial["is_responsible"] = self.row.is_responsible
        return form

    def act(self, form: AssignmentForm) -> None:
        late = form.cleaned_data.get("late_reason", "")
        assigning.change(form.save(commit=False), by=self.request.user, late_reason=late)


class AssignmentTakeBack(AssignmentPage, ConfirmPage):
    """An assignment that is still to come, or began today, was a mistake."""

    template = "pages/confirm.html"
    form_class = PlainConfirmForm
    heading = gettext_lazy("Take the assignment back")
    button = gettext_lazy("Take it back")
    message = gettext_lazy("Taken back.")
    sentence = gettext_lazy("As if it had not been made. Who works in it is signed out.")

    def why_not(self) -> str:
        return _("The assignment has begun. End it.") if self.row.starts_on < timezone.localdate() else ""

    def form(self, data: Any = None) -> Any:
        return PlainConfirmForm(data)

    def act(self, form: Any) -> None:
        assigning.take_back(self.row, by=self.request.user)


class OfficerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes no row at runtime
    """Officers, each with station and post."""

    def label_from_instance(self, obj: Assignment) -> str:
        return f"{obj.user.name} · {obj.post.station} · {obj.post}" if obj.post else str(obj)


class SwapForm(PlainForm):
    """With whom the officer changes places, and from which day on."""

    other = OfficerField(Assignment.objects.none(), label=gettext_lazy("with"))
    day = forms.DateField(label=gettext_lazy("from"), widget=DayInput())

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        row_field(self, "other").queryset = others
        self.initial["day"] = timezone.localdate() + timedelta(days=1)
        self.fields["day"].help_text = _("The first day on which each serves where the other did.")


class AssignmentSwap(AssignmentPage):
    """The officer and another one change places on a day."""

    template = "administration/assignment_swap.html"
    heading = gettext_lazy("Swap two officers")
    button = gettext_lazy("Swap them")

    def form(self, data: Any = None) -> SwapForm:
        return SwapForm(data, others=self.others())

    def others(self) -> Any:
        officers = roles.codes(lambda row: row.may_be_responsible)
        serving = Assignment.objects.on(timezone.localdate()).filter(
            role__in=officers, ends_on=None, post__station__county=own_county(self.request.user)
        )
        elsewhere = serving.exclude(post=self.row.post_id).exclude(user=self.request.user)
        return elsewhere.select_related("user", "post__station").order_by("post__station", "post", "pk")

    def check_state(self) -> None:
        """Raises ValidationError for somebody who is no officer of a post, or leaves it anyhow."""
        if not roles.row_of(self.row.role).may_be_responsible:
            raise ValidationError(_("Two officers of two posts change places."))
        if self.row.ends_on is not None or self.row.starts_on > timezone.localdate():
            raise ValidationError(
                _("%(person)s has a last day or a later assignment already. Change that first.")
                % {"person": self.row.user.name}
            )

    def act(self, form: SwapForm) -> None:
        other, day = form.cleaned_data["other"], form.cleaned_data["day"]
        swapping.swap(self.row, other, day, by=self.request.user)
        words = {"one": self.row.user.name, "other": other.user.name, "day": f"{day:%Y-%m-%d}"}
        self.message = _("%(one)s and %(other)s change places on %(day)s.") % words
