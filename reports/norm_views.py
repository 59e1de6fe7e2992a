"""The norms of the work by class of posts, those of single posts, and who would have met another one."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import rules
from access import scope
from access.pages import Page
from access.requests import SignedInRequest
from access.rights import may
from accounts.models import User
from administration.county_rules import actions
from audit.reasons import no_number
from pages import addresses
from pages.forms import PlainForm
from pages.inputs import DayInput, bare_helper
from pages.submissions import VERSION
from pages.views.forms import FormPage
from posts.classes import classes_of
from posts.models import Post, VillageProfile
from reports import norm_preview
from rules import norms
from rules.declared import Declared
from rules.models import DatedValue

TERRAINS = dict(VillageProfile.Terrain.choices)


def norm_named(code: str) -> Declared:
    """The norm of the plain with this code, or Http404."""
    if code not in norms.NORMS:
        raise Http404
    return norms.NORMS[code]


def posts_of(user: User) -> list[Post]:
    """The open posts of the person's station or county."""
    where = scope.for_user(user)
    own = {"station": where.station_id} if where.station_id else {"station__county": where.county_id or 0}
    found = Post.objects.open().filter(**own, opened_on__lte=timezone.localdate())
    return list(found.select_related("station__county").order_by("station", "name"))


class NormList(Page):
    """The norms of today by class, and the posts: their class and the norms that they have of their own."""

    verb = "see_board"

    def get(self, request: SignedInRequest) -> HttpResponse:
        county, today = scope.for_user(request.user).county or "", timezone.localdate()
        posts = posts_of(request.user)
        classes = classes_of([one.pk for one in posts], today)
        lines = [
            {
                "norm": norm,
                "values": [
                    {
                        "code": norms.code_of(code, terrain),
                        "terrain": terrain,
                        "value": rules.whole(norms.code_of(code, terrain), on=today, county=county),
                    }
                    for terrain in norms.CLASSES
                ],
            }
            for code, norm in norms.NORMS.items()
        ]
        context = {
            "title": _("Norms"),
            "classes": [TERRAINS[terrain] for terrain in norms.CLASSES],
            "lines": lines,
            "posts": [
                {"post": one, "terrain": TERRAINS[classes[one.pk]], "own": own_norms(one, county)}
                for one in posts
            ],
            "may_set": may(request.user, "set_rules"),
        }
        return render(request, "reports/norms.html", context)


def own_norms(post: Post, county: str) -> list[dict[str, Any]]:
    """The norms that the post has of its own today."""
    today = timezone.localdate()
    found = [
        {"norm": norm, "value": norms.own_norm(code, post.pk, on=today, county=county)}
        for code, norm in norms.NORMS.items()
    ]
    return [one for one in found if one["value"] is not None]


class NormTry(Page):
    """Which posts would have met the norm with another value in the last closed month."""

    verb = "set_rules"

    def get(self, request: SignedInRequest, code: str) -> HttpResponse:
        rule = norm_named(code)
        terrain = request.GET.get("class", norms.PLAIN)
        if terrain not in norms.CLASSES:
            raise Http404
        of_class = norms.code_of(code, terrain)
        now = rules.whole(of_class, on=timezone.localdate(), county=scope.for_user(request.user).county or "")
        asked = addresses.number(request.GET.get("value"))
        lowest, highest = rules.lowest(code), rules.highest(code)
        value = now if asked is None else min(max(asked, lowest), highest)
        context = {
            "title": _("Try a norm: %(name)s") % {"name": rule.name},
            "norm": rule,
            "code": of_class,
            "now": now,
            "value": value,
            "lowest": lowest,
            "highest": highest,
            "terrain": terrain,
            "terrains": [(one, TERRAINS[one]) for one in norms.CLASSES],
            "preview": norm_preview.preview(request.user, rule, value, terrain=terrain),
        }
        return render(request, "reports/norm_preview.html", context)


class PostNormForm(PlainForm):
    """A norm of one post, from which day on, and why; without a value it has that of its class again."""

    value = forms.IntegerField(label=gettext_lazy("Norm of this post"), required=False)
    since = forms.DateField(label=gettext_lazy("from"), widget=DayInput())
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, validators=[no_number])

    def __init__(self, *args: Any, norm: Declared, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.initial.setdefault("since", timezone.localdate())
        self.fields["value"].help_text = _(
            "%(unit)s, between %(lowest)s and %(highest)s. Empty: the norm of its class."
        ) % {"unit": norm.unit.label, "lowest": norm.lowest, "highest": norm.highest}
        self.fields["since"].help_text = _("Today or later; past days keep their value.")


class PostNormEdit(Page, FormPage):
    """The county gives one post a norm of its own, or takes it back."""

    verb = "set_rules"
    template = "reports/post_norm.html"

    @cached_property
    def norm(self) -> Declared:
        return norm_named(self.kwargs["code"])

    @cached_property
    def post_of(self) -> Post:
        posts = Post.objects.filter(station__county=scope.for_user(self.request.user).county_id or 0)
        return get_object_or_404(posts.select_related("station__county"), pk=self.kwargs["pk"])

    def title(self) -> str:
        return _("%(post)s: %(norm)s") % {"post": self.post_of.name, "norm": self.norm.name}

    @property
    def county(self) -> str:
        return self.post_of.station.county.code

    def version(self) -> str:
        return str(actions.newest_of(norms.own_code(self.norm.code, self.post_of.pk), self.county))

    def form(self, data: Any = None) -> PostNormForm:
        found = PostNormForm(data, norm=self.norm)
        if (asked := addresses.number(self.request.GET.get("value"))) is not None:
            found.initial["value"] = asked
        return found

    def act(self, form: PostNormForm) -> Any:
        shown = addresses.number(self.request.POST.get(VERSION))
        shown = actions.NOT_SHOWN if shown is None else shown
        return actions.set_post_norm(
            self.norm, self.post_of, **form.cleaned_data, by=self.request.user, shown=shown
        )

    def back_url(self) -> str:
        return reverse("reports:norms")

    def context(self) -> dict[str, Any]:
        today = timezone.localdate()
        terrain = classes_of([self.post_of.pk], today)[self.post_of.pk]
        return super().context() | {
            "list_title": _("Norms"),
            "norm": self.norm,
            "post": self.post_of,
            "own": norms.own_norm(self.norm.code, self.post_of.pk, on=today, county=self.county),
            "of_class": norms.of_post(self.norm.code, on=today, county=self.county, terrain=terrain),
            "terrain": TERRAINS[terrain],
            "values": DatedValue.objects.of(norms.own_code(self.norm.code, self.post_of.pk), self.county),
            **self._tried(),
        }

    def _tried(self) -> dict[str, Any]:
        """The post in the last closed month beside the norm that is tried (``?value=``)."""
        asked = addresses.number(self.request.GET.get("value"))
        if asked is None:
            return {}
        value = min(max(asked, rules.lowest(self.norm.code)), rules.highest(self.norm.code))
        key = self.post_of.pk
        found = norm_preview.preview(self.request.user, self.norm, value, terrain=norms.PLAIN, post=key)
        return {"value": value, "preview": found}
