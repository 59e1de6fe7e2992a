"""The legal rows as a table, for the lawyer and the county: to read, to print, to sign."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access import scope
from access.pages import Page
from access.requests import SignedInRequest
from administration.county_rules.views import RuleInForce, rules_in_force
from pages import addresses
from rules import law
from rules.declared import SETTING
from rules.law import Effect, Item, LegalRow, Quantity

SECTIONS = (  # what the ids begin with
    (("pm.",), gettext_lazy("People's mediation")),
    (("jc.",), gettext_lazy("Judicial confirmation")),
    (("po.",), gettext_lazy("Police mediation")),
    (("dv.",), gettext_lazy("Domestic violence")),
    (("da.", "xf.", "vc.", "rc.", "aux", "vol"), gettext_lazy("Data, logs, bodies")),
    (("ho.",), gettext_lazy("Public holidays")),
)


@dataclass(frozen=True)
class Line:
    """A row of the law, with the county's own value where no article gives one."""

    row: LegalRow
    setting: RuleInForce | None

    @property
    def since(self) -> date | None:
        return self.row.since or (self.setting.since if self.setting else None)

    @property
    def effects(self) -> tuple[Effect, ...]:
        """What the row does as surely as it was read: what would stop unread warns."""
        shown = [
            Effect.WARN if one == Effect.STOP and not self.row.stops else one for one in self.row.effects
        ]
        return tuple(dict.fromkeys(shown))

    @property
    def numbers(self) -> str:
        return _(", ").join(str(one) for one in self.row.value if isinstance(one, Quantity))

    @property
    def lists(self) -> list[tuple[Item, ...]]:
        """The items, list by list."""
        kinds = dict.fromkeys(one.kind for one in self.row.items())
        return [self.row.items(kind) for kind in kinds]

    @property
    def is_over(self) -> bool:
        return self.row.until is not None and self.row.until < timezone.localdate()


class LawTable(Page):
    """All versions, or with ``?on=`` those of one day."""

    verb = "read_rules"

    def get(self, request: SignedInRequest) -> HttpResponse:
        county = scope.for_user(request.user).county
        day = addresses.day(request.GET.get("on"))
        shown = law.LEGAL if day is None else law.rows(on=day, county=county)
        in_force = rules_in_force(county, day or timezone.localdate())
        sections = [
            (title, [Line(one, in_force.get(one.setting)) for one in shown if one.id.startswith(begins)])
            for begins, title in SECTIONS
        ]
        context = {
            "title": _("Legal rules"),
            "sections": sections,
            "day": day,
            "count": len(shown),
            "setting": SETTING,
        }
        return render(request, "administration/law_table.html", context)
