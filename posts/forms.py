"""What may be typed of stations, posts, villages and their memberships."""

from datetime import date
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.roles import ROLES, codes, row_of
from accounts.models import User
from folding import text as folding
from pages.forms import ModelForm, PlainForm, row_field
from pages.inputs import DayInput, LateReasonField, bare_helper, without_late_reason
from posts.closed_months import overlapping
from posts.models import Assignment, County, Post, PostFile, Station, Town, Village, VillageProfile
from posts.querysets import open_on


def in_order(form: forms.BaseForm, cleaned: dict[str, Any]) -> dict[str, Any]:
    """Add an error for days in the wrong order: PostgreSQL makes no range of them to compare for overlaps."""
    first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
    if first and last and last < first:
        form.add_error("ends_on", _("The last day lies before the first."))
    return cleaned


FURTHEST = 366  # days between today and the first day of an assignment


class PostSelect(forms.Select):
    """Posts; each option says who is responsible for it today (``data-held``), and until when if that has an end
    (``data-held-until``), or that it is vacant.
    """

    held: dict[int, str]
    held_until: dict[int, date]

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, label, *args, **kwargs)
        if (key := getattr(value, "value", value)) in self.held:
            option["attrs"]["data-held"] = self.held[key]
            if until := self.held_until.get(key):
                words = {"name": self.held[key], "day": until.isoformat()}
                option["attrs"]["data-held"] = _("%(name)s (until %(day)s)") % words
                option["attrs"]["data-held-until"] = until.isoformat()
        elif key:
            option["label"] = _("%(post)s (vacant)") % {"post": label}
        return option


class AssignmentForm(ModelForm[Assignment]):
    """Where a person serves, as what, on which days.

    The first officer of a post is responsible for it unless the tick is taken out: else the post stays vacant.
    """

    late_reason = LateReasonField()

    class Meta:
        model = Assignment
        fields = [
            "role",
            "post",
            "station",
            "county",
            "is_second",
            "is_responsible",
            "office",
            "occasion",
            "starts_on",
            "ends_on",
        ]
        widgets = {
            "starts_on": DayInput(),
            "ends_on": DayInput(),
            "post": PostSelect,
            "is_responsible": forms.CheckboxInput(
                {
                    "data-responsible-for": "post",
                    "data-free": gettext_lazy("Nobody is responsible for this post: this officer will be."),
                    "data-taken": gettext_lazy("Responsible today: "),
                }
            ),
        }
        help_texts = {
            "is_second": gettext_lazy("Beside the main one: the officer works at one post at a time."),
            "is_responsible": gettext_lazy("The first officer of a post is responsible for it."),
        }

    def __init__(self, *args: Any, county: int, person: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.helper = bare_helper()
        without_late_reason(self)
        self.initial.setdefault("starts_on", timezone.localdate())
        if not self.may_have_a_second_post():
            del self.fields["is_second"]
        row_field(self, "post").queryset = Post.objects.open().filter(station__county=county)
        row_field(self, "station").queryset = Station.objects.open().filter(county=county)
        row_field(self, "county").queryset = County.objects.filter(pk=county)
        self.initial.setdefault("county", county)
        self.initial["is_responsible"] = True
        today = Assignment.objects.on(timezone.localdate()).filter(is_responsible=True)
        posts: Any = self.fields["post"].widget
        of_county = today.filter(post__station__county=county)
        posts.held = dict(of_county.values_list("post", "user__name"))
        posts.held_until = dict(of_county.exclude(ends_on=None).values_list("post", "ends_on"))
        for_roles: dict[str, list[str]] = {"post": [], "station": [], "county": []}
        for row in ROLES:
            for_roles[row.place].append(row.code)
        for_roles |= {
            "is_responsible": codes(lambda row: row.may_be_responsible),
            "is_second": codes(lambda row: row.may_be_responsible),
            "office": for_roles["post"],
        }
        self.helper.layout = Layout(
            *(
                Div(name, data_shown_for=f"role={'|'.join(for_roles[name])}") if name in for_roles else name
                for name in self.fields
            )
        )

    def clean_starts_on(self) -> date:
        """A year back or ahead at most: anything further is a typing error."""
        day: date = self.cleaned_data["starts_on"]
        if abs((day - timezone.localdate()).days) > FURTHEST:
            raise ValidationError(_("The first day lies within a year of today. Check the year."))
        return day

    def clean(self) -> dict[str, Any]:
        """Of the places the one of the role counts: the page shows no other."""
        cleaned = in_order(self, super().clean() or self.cleaned_data)
        if role := cleaned.get("role"):
            cleaned |= dict.fromkeys({"post", "station", "county"} - {row_of(role).place})
            for name in {"is_responsible", "is_second"} & cleaned.keys():
                cleaned[name] = cleaned[name] and row_of(role).may_be_responsible
        if cleaned.get("is_responsible"):
            self.check_nobody_is_responsible(cleaned)
        return cleaned

    def may_have_a_second_post(self) -> bool:
        """Has the person a main post, today or later? Else the question is not asked."""
        since = timezone.localdate()
        main = Assignment.objects.filter(overlapping(since, None), is_second=False, post__isnull=False)
        roles = codes(lambda row: row.may_be_responsible)
        return self.person is not None and main.filter(user=self.person, role__in=roles).exists()

    def check_nobody_is_responsible(self, cleaned: dict[str, Any]) -> None:
        """Beside the post who is responsible for the post on some of the days: there are never two."""
        post, first, last = (cleaned.get(name) for name in ("post", "starts_on", "ends_on"))
        if not post or not first or self.errors:
            return
        others = Assignment.objects.filter(overlapping(first, last), post=post, is_responsible=True)
        if other := others.exclude(pk=self.instance.pk).select_related("user").order_by("starts_on").first():
            why = _(
                "%(person)s is responsible for %(post)s on these days. Take the tick out, or end that first."
            )
            self.add_error("post", why % {"person": other.user.name, "post": post})

    def _get_validation_exclusions(self) -> set[str]:
        """The person is given by the page; constraints that name it are checked all the same."""
        return super()._get_validation_exclusions() - {"user", "is_second"}


def one_of_its_name(form: ModelForm[Any], siblings: QuerySet[Any], taken: str) -> str:
    """The name as it was typed; ValidationError ``taken`` when a sibling has it, in whatever spelling."""
    typed: str = form.cleaned_data["name"]
    others = siblings.exclude(pk=form.instance.pk).values_list("name", flat=True)
    if folding.name(typed) in {folding.name(other) for other in others}:
        raise ValidationError(taken)
    return typed


class StationForm(ModelForm[Station]):
    class Meta:
        model = Station
        fields = ["name", "towns"]
        widgets = {"towns": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        row_field(self, "towns").queryset = Town.objects.filter(
            county=self.instance.county_id, closed_on=None
        )

    def clean_name(self) -> str:
        others = Station.objects.filter(county=self.instance.county_id)
        return one_of_its_name(self, others, _("The county has a station of this name."))

    def _get_validation_exclusions(self) -> set[str]:
        """The county is given by the page; a name is one in its county all the same."""
        return super()._get_validation_exclusions() - {"county"}


class PostForm(ModelForm[Post]):
    numbers_belong = ("phone",)
    late_reason = LateReasonField()

    class Meta:
        model = Post
        fields = ["name", "kind", "phone", "opened_on"]
        widgets = {"opened_on": DayInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        without_late_reason(self)
        self.initial["opened_on"] = self.initial.get("opened_on") or timezone.localdate()

    def clean_name(self) -> str:
        others = Post.objects.filter(station=self.instance.station_id)
        return one_of_its_name(self, others, _("The station has a post of this name."))

    def _get_validation_exclusions(self) -> set[str]:
        """The station is given by the page; a name is one in its station all the same."""
        return super()._get_validation_exclusions() - {"station"}


class VillageOfPostForm(PlainForm):
    """A village that no post has, for one that takes it."""

    village = forms.ModelChoiceField(Village.objects.none(), label=gettext_lazy("village"))
    since = forms.DateField(label=gettext_lazy("from"), widget=DayInput())
    late_reason = LateReasonField()

    def __init__(self, *args: Any, county: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        without_late_reason(self)
        self.initial["since"] = timezone.localdate()
        taken = Village.objects.filter(open_on(timezone.localdate(), "memberships__"))
        free = Village.objects.existing().filter(town__county=county).exclude(pk__in=taken)
        row_field(self, "village").queryset = free.select_related("town")
        self.fields["village"].help_text = _("Villages without a post.")


class PostFileForm(ModelForm[PostFile]):
    """What was found at a post. The area is held to the rule by the action, which knows the county."""

    there = forms.MultipleChoiceField(
        label=gettext_lazy("what is there"),
        choices=PostFile.Item.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = PostFile
        fields = ["there", "signs_due_on", "network_due_on", "area", "small_reason", "checked_on"]
        widgets = {"signs_due_on": DayInput(), "network_due_on": DayInput(), "checked_on": DayInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        today = timezone.localdate()
        self.initial["checked_on"] = today
        self.fields["checked_on"].widget.attrs["max"] = today.isoformat()
        self.fields["signs_due_on"].help_text = _("Only while they are not there.")
        self.fields["network_due_on"].help_text = _("Only while it is not there.")
        self.helper.layout = Layout(
            Div("there", css_class="in-rows"),
            "signs_due_on",
            "network_due_on",
            "area",
            "small_reason",
            "checked_on",
        )

    def clean_checked_on(self) -> date:
        day: date = self.cleaned_data["checked_on"]
        if day > timezone.localdate():
            raise ValidationError(_("The day lies ahead."))
        return day


class VillageProfileForm(ModelForm[VillageProfile]):
    """The profile of a village; another day than the one shown begins another profile."""

    class Meta:
        model = VillageProfile
        fields = ["since", "phase", "terrain", "area", "people", "households", "groups"]
        widgets = {"since": DayInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.initial["since"] = self.initial.get("since") or timezone.localdate()
        self.fields["since"].help_text = _(
            "A later day begins another profile; the one before stays for its days."
        )
        self.fields["people"].help_text = _("As published; no person is named.")

    def clean_since(self) -> date:
        day: date = self.cleaned_data["since"]
        if day > timezone.localdate():
            raise ValidationError(_("The day lies ahead."))
        return day
