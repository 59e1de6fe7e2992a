"""What may be typed when a village moves to another post."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.reasons import no_number
from pages.forms import PlainForm, row_field
from pages.inputs import DayInput, LateReasonField, bare_helper, without_late_reason
from pages.plausible import ask
from posts import effects
from posts.models import Membership, Post, Village


class MoveForm(PlainForm):
    """Another post for a village that has one, from which day, and why; asks once, showing what it means."""

    post = forms.ModelChoiceField(Post.objects.none(), label=gettext_lazy("new post"))
    since = forms.DateField(label=gettext_lazy("from"), widget=DayInput())
    reason = forms.CharField(label=gettext_lazy("why"), max_length=200, validators=[no_number])
    late_reason = LateReasonField()

    def __init__(
        self,
        *args: Any,
        village: Village,
        county: int,
        now: Membership | None,
        plan: Membership | None,
        **kwargs: Any,
    ) -> None:
        """``now``: the membership of today; ``plan``: the one ahead, which this one takes the place of."""
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        without_late_reason(self)
        self.village, self.now = village, now
        posts = Post.objects.filter(station__county=county, closed_on=None)
        others = posts.exclude(pk=now.post_id) if now else posts
        row_field(self, "post").queryset = others.select_related("station").order_by("station", "pk")
        self.fields["since"].help_text = _("Until that day everything stays as it is.")
        self.fields["reason"].help_text = _("Both posts read it.")
        self.initial["since"] = timezone.localdate()
        if plan is not None:
            self.initial.update(post=plan.post_id, since=plan.starts_on, reason=plan.reason)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.now and not self.errors:
            self._ask(self.now.post, cleaned["post"], cleaned["since"])
        return cleaned

    def _ask(self, former: Post, post: Post, day: date) -> None:
        """Once: the key names what the page showed, so that another post, day or number of households asks anew."""
        self.sides = effects.of_move(self.village, former, post, day)
        shown = [str(number) for side in self.sides for number in (*side.villages, *side.households)]
        words = {"village": self.village, "from": former, "to": post, "day": f"{day:%Y-%m-%d}"}
        question = _("%(village)s goes from %(from)s to %(to)s on %(day)s, as shown above.") % words
        ask(
            self,
            "-".join([str(post.pk), str(day), *shown]),
            question,
            why=_("Look at what moves and what it means for both posts, and tick it."),
        )
