"""The rules as they hold in the person's county: read by everybody who works, set by the county."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.pages import Page
from access.requests import SignedInRequest
from access.rights import may
from administration.county_rules import actions
from administration.county_rules.forms import RuleForm
from rules.declared import BY_CODE, SETTING, Declared, Group, Value, valid_on
from rules.models import DatedValue


@dataclass(frozen=True)
class RuleInForce:
    """One rule as it holds on a day: the declared default, or the value ``row`` that was set."""

    rule: Declared
    row: DatedValue | None

    @property
    def value(self) -> Value:
        return self.row.value if self.row else self.rule.value

    @property
    def source(self) -> str:
        return (self.row.source or str(SETTING)) if self.row else str(self.rule.source)

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
    found = {}
    for code in BY_CODE:
        rule = valid_on(code, day)
        found[code] = RuleInForce(rule, running.get(code) if rule.by_county else None)
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


class RuleDetail(Page):
    """One rule: what holds today, all that was set, and for the county a form."""

    verb = "read_rules"

    def get(self, request: SignedInRequest, code: str) -> HttpResponse:
        rule = self.rule(code)
        return self.show(rule, RuleForm(rule=rule))

    def post(self, request: SignedInRequest, code: str) -> HttpResponse:
        rule = self.rule(code)
        if not may(request.user, "set_rules") or not rule.by_county:
            raise PermissionDenied
        form = RuleForm(request.POST, rule=rule)
        if form.is_valid():
            try:
                actions.set_rule(rule, **form.cleaned_data, by=request.user)
            except ValidationError as fault:
                form.add_error(None, fault)
            else:
                messages.success(request, _("Saved."))
                return HttpResponseRedirect(reverse("rules:rule-detail", args=[code]))
        return self.show(rule, form, status=422)

    def rule(self, code: str) -> Declared:
        if code not in BY_CODE:
            raise Http404
        return valid_on(code, timezone.localdate())

    def show(self, rule: Declared, form: RuleForm, status: int = 200) -> HttpResponse:
        county, today = scope.for_user(self.request.user).county, timezone.localdate()
        context: dict[str, Any] = {
            "title": rule.name,
            "standing": rules_in_force(county, today)[rule.code],
            "form": form if rule.by_county and may(self.request.user, "set_rules") else None,
            "history": set_values(county).filter(code=rule.code),
            "defaults": reversed(BY_CODE[rule.code]),
            "setting": SETTING,
        }
        return render(self.request, "administration/rule_detail.html", context, status=status)
