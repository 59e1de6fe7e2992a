"""The rules as they hold in the person's county: read by everybody who works, set by the county."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from access import scope
from access.pages import Page
from access.requests import SignedInRequest
from access.rights import may
from administration.county_rules import actions
from administration.county_rules.forms import RuleForm
from pages import addresses
from pages.submissions import VERSION
from pages.views.forms import FormPage
from rules.declared import BY_CODE, SETTING, Declared, Group, Value, valid_on
from rules.models import DatedValue


@dataclass(frozen=True)
class RuleInForce:
    """One rule as it holds on a day: the declared default, or the value ``row`` that was set."""

    rule: Declared
    row: DatedValue | None
    like: "RuleInForce | None" = None  # whose value it has while nobody sets it

    @property
    def value(self) -> Value:
        if self.row:
            found: Value = self.row.value
            return found
        return self.like.value if self.like else self.rule.value

    @property
    def source(self) -> str:
        if self.row:
            return self.row.source or str(SETTING)
        return _("as on the plain") if self.like else str(self.rule.source)

    @property
    def since(self) -> date | None:
        return self.row.valid_from if self.row else self.rule.since

    @property
    def until(self) -> date | None:
        return self.row.valid_until if self.row else None


def set_values(county: str) -> QuerySet[DatedValue]:
    """What was set in the county, or for all of them; a county's own value goes before one for all."""
    return DatedValue.objects.filter(county__in=["", county]).order_by("-county", "-valid_from")


def rules_in_force(county: str, day: date) -> dict[str, RuleInForce]:
    """Code -> the rule as it holds on ``day``, in the order of the declaration."""
    running: dict[str, DatedValue] = {}
    for row in set_values(county).filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day):
        running.setdefault(row.code, row)
    found: dict[str, RuleInForce] = {}
    for code in BY_CODE:
        rule = valid_on(code, day)
        like = found.get(rule.like)
        found[code] = RuleInForce(rule, running.get(code) if rule.by_county else None, like)
    return found


class RuleList(Page):
    verb = "read_rules"

    def get(self, request: SignedInRequest) -> HttpResponse:
        found = rules_in_force(scope.for_user(request.user).county, timezone.localdate()).values()
        groups = [(group.label, [one for one in found if one.rule.group == group]) for group in Group]
        context = {
            "title": _("Rules and limits"),
            "groups": groups,
            "may_set": may(request.user, "set_rules"),
        }
        return render(request, "administration/rule_list.html", context)


class RuleDetail(Page, FormPage):
    """One rule: what holds today, all that was set, and for the county a form."""

    verb = "read_rules"
    template = "administration/rule_detail.html"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.may_set:
            raise PermissionDenied
        return super().post(request, **kwargs)

    @cached_property
    def rule(self) -> Declared:
        if self.kwargs["code"] not in BY_CODE:
            raise Http404
        return valid_on(self.kwargs["code"], timezone.localdate())

    @property
    def may_set(self) -> bool:
        return self.rule.by_county and may(self.request.user, "set_rules")

    @property
    def county(self) -> str:
        return scope.for_user(self.request.user).county

    def title(self) -> str:
        return str(self.rule.name)

    def version(self) -> str:
        return str(actions.newest_of(self.rule.code, self.county))

    def form(self, data: Any = None) -> RuleForm:
        shown = rules_in_force(self.county, timezone.localdate())[self.rule.code].value
        found = RuleForm(data, rule=self.rule, shown=shown if self.rule.is_list else None)
        if not self.rule.is_list and (asked := addresses.number(self.request.GET.get("value"))) is not None:
            found.initial["value"] = asked
        return found

    def act(self, form: RuleForm) -> DatedValue:
        shown = addresses.number(self.request.POST.get(VERSION))
        shown = actions.NOT_SHOWN if shown is None else shown
        return actions.set_rule(self.rule, **form.cleaned_data, by=self.request.user, shown=shown)

    def back_url(self) -> str:
        return reverse("rules:rule-detail", args=[self.rule.code])

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        """Without the form for those who only read."""
        return super().show(status, **more | {"form": more["form"] if self.may_set else None})

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "standing": rules_in_force(self.county, timezone.localdate())[self.rule.code],
            "history": set_values(self.county).filter(code=self.rule.code),
            "defaults": reversed(BY_CODE[self.rule.code]),
            "setting": SETTING,
        }
