"""What may be typed to open an emergency view, to grant a stand-in and to judge an unusual look-up."""

from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from audit.reasons import no_number
from oversight.models import Outlier, StandIn
from pages.forms import ModelForm, PlainForm, row_field
from pages.inputs import DayInput, bare_helper
from posts.forms import in_order
from posts.models import Assignment, Post


class TickForm(PlainForm):
    """The verdict on an unusual look-up."""

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


class StandInForm(ModelForm[StandIn]):
    class Meta:
        model = StandIn
        fields = ["user", "starts_on", "ends_on"]
        widgets = {"starts_on": DayInput(), "ends_on": DayInput()}

    def __init__(self, *args: Any, candidates: QuerySet[Assignment], longest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.initial.setdefault("starts_on", timezone.localdate())
        row_field(self, "user").queryset = User.objects.filter(pk__in=candidates.values("user"))
        places = {one.user_id: f"{one.user} · {one.place}" for one in candidates}
        person: Any = self.fields["user"]  # a method of this one field is replaced
        person.label_from_instance = lambda user: places.get(user.pk, str(user))
        self.fields["ends_on"].help_text = _("At most %(n)s days, both inside.") % {"n": longest}

    def clean(self) -> dict[str, Any]:
        return in_order(self, super().clean() or self.cleaned_data)


class EmergencyForm(PlainForm):
    """Which other post has to be seen at once, and why."""

    post = forms.ModelChoiceField(Post.objects.none(), label=gettext_lazy("Post"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        validators=[no_number],
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, posts: QuerySet[Post], shortest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason: Any = self.fields["reason"]
        reason.validators.append(MinLengthValidator(shortest))
        reason.widget.attrs["minlength"] = shortest
        reason.help_text = _(
            "What has happened, in at least %(n)s characters. Both chiefs and the auditor read it."
        ) % {"n": shortest}
        self.helper = bare_helper()
        row_field(self, "post").queryset = posts
        post: Any = self.fields["post"]  # a method of this one field is replaced
        post.label_from_instance = lambda row: f"{row.station} · {row}"
