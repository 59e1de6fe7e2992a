from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import DayInput, bare_helper
from accounts.models import User
from audit.reasons import no_number
from posts.models import Assignment, County, Leave, Outlier, Post, StandIn, Station, Town, Village
from posts.models.emergency import SHORTEST_REASON
from posts.querysets import open_on


def in_order(form: forms.ModelForm, cleaned: dict[str, Any]) -> dict[str, Any]:
    """Days the wrong way round are told here: PostgreSQL makes no range of them to look for overlaps with."""
    first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
    if first and last and last < first:
        form.add_error("ends_on", _("The last day lies before the first."))
    return cleaned


FURTHEST = 366  # days between today and the first day of an assignment


class AssignmentForm(forms.ModelForm):
    class Meta:
        model = Assignment
        fields = ["role", "post", "station", "county", "is_responsible", "office", "starts_on", "ends_on"]
        widgets = {
            "starts_on": DayInput(),
            "ends_on": DayInput(),
        }

    def __init__(self, *args: Any, county: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.initial.setdefault("starts_on", timezone.localdate())
        self.fields["post"].queryset = Post.objects.filter(station__county=county, closed_on=None)
        self.fields["station"].queryset = Station.objects.filter(county=county, closed_on=None)
        self.fields["county"].queryset = County.objects.filter(pk=county)

    def clean_starts_on(self) -> date:
        """A year back or ahead at most: what lies further is a slip of the finger."""
        day: date = self.cleaned_data["starts_on"]
        if abs((day - timezone.localdate()).days) > FURTHEST:
            raise ValidationError(_("The first day lies within a year of today. Check the year."))
        return day

    def clean(self) -> dict[str, Any]:
        return in_order(self, super().clean() or self.cleaned_data)

    def _get_validation_exclusions(self) -> set[str]:
        """The person is given by the page; constraints that name it are checked all the same."""
        return super()._get_validation_exclusions() - {"user"}


class StationForm(forms.ModelForm):
    class Meta:
        model = Station
        fields = ["name", "towns"]
        widgets = {"towns": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.fields["towns"].queryset = Town.objects.filter(county=self.instance.county_id, closed_on=None)

    def _get_validation_exclusions(self) -> set[str]:
        """The county is given by the page; a name is one in its county all the same."""
        return super()._get_validation_exclusions() - {"county"}


class PostForm(forms.ModelForm):
    class Meta:
        model = Post
        fields = ["name", "kind", "phone", "opened_on"]
        widgets = {"opened_on": DayInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.initial["opened_on"] = self.initial.get("opened_on") or timezone.localdate()

    def _get_validation_exclusions(self) -> set[str]:
        """The station is given by the page; a name is one in its station all the same."""
        return super()._get_validation_exclusions() - {"station"}


class VillageOfPostForm(forms.Form):
    """A village that no post has, for one that takes it."""

    village = forms.ModelChoiceField(Village.objects.none(), label=gettext_lazy("village"))
    since = forms.DateField(label=gettext_lazy("from"), widget=DayInput())

    def __init__(self, *args: Any, county: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.initial["since"] = timezone.localdate()
        taken = Village.objects.filter(open_on(timezone.localdate(), "memberships__"))
        free = Village.objects.filter(town__county=county, closed_on=None).exclude(pk__in=taken)
        self.fields["village"].queryset = free.select_related("town")
        self.fields["village"].help_text = _("Villages without a post.")


class MoveForm(forms.Form):
    """Another post for a village that has one, and why."""

    post = forms.ModelChoiceField(Post.objects.none(), label=gettext_lazy("new post"))
    reason = forms.CharField(label=gettext_lazy("why"), max_length=200, validators=[no_number])

    def __init__(self, *args: Any, village: Village, county: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        posts = Post.objects.filter(station__county=county, closed_on=None)
        others = posts.exclude(open_on(timezone.localdate(), "memberships__"), memberships__village=village)
        self.fields["post"].queryset = others.select_related("station").order_by("station", "pk")
        self.fields["reason"].help_text = _("Both posts read it.")


class TickForm(forms.Form):
    """What came of an unusual look-up."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("What came of it"), choices=Outlier.Verdict.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[no_number],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()


class StandInForm(forms.ModelForm):
    class Meta:
        model = StandIn
        fields = ["user", "starts_on", "ends_on"]
        widgets = {"starts_on": DayInput(), "ends_on": DayInput()}

    def __init__(self, *args: Any, candidates: QuerySet[Assignment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.initial.setdefault("starts_on", timezone.localdate())
        self.fields["user"].queryset = User.objects.filter(pk__in=candidates.values("user"))
        places = {one.user_id: f"{one.user} · {one.place}" for one in candidates}
        self.fields["user"].label_from_instance = lambda user: places.get(user.pk, str(user))
        self.fields["ends_on"].help_text = _("At most 90 days, both inside.")

    def clean(self) -> dict[str, Any]:
        return in_order(self, super().clean() or self.cleaned_data)


class LeaveForm(forms.ModelForm):
    class Meta:
        model = Leave
        fields = ["user", "kind", "starts_on", "ends_on"]
        widgets = {"starts_on": DayInput(), "ends_on": DayInput(), "kind": forms.RadioSelect}

    def __init__(self, *args: Any, staff: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.fields["user"].queryset = User.objects.filter(pk__in=[one.pk for one in staff])
        self.fields["kind"].choices = Leave.Kind.choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first."))
        if first and last and (last - first).days > 366:
            self.add_error("ends_on", _("Leave is at most a year long. Check the year."))
        if (
            first
            and last
            and Leave.objects.filter(user=cleaned.get("user"), starts_on__lte=last, ends_on__gte=first)
            .exclude(pk=self.instance.pk)
            .exists()
        ):
            raise ValidationError(_("The person has leave on some of these days already."))
        return cleaned


class EmergencyForm(forms.Form):
    """Which other post has to be seen at once, and why."""

    post = forms.ModelChoiceField(Post.objects.none(), label=gettext_lazy("Post"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        min_length=SHORTEST_REASON,
        validators=[no_number],
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy(
            "What has happened, in at least 10 characters. Both chiefs and the auditor read it."
        ),
    )

    def __init__(self, *args: Any, posts: QuerySet[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.fields["post"].queryset = posts
        self.fields["post"].label_from_instance = lambda post: f"{post.station} · {post}"
