"""The county's pages of an import of divisions: files, what became of each division, confirmation, what was done."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from access import scope
from access.pages import Page
from imports.divisions import actions, outcome, wording
from imports.divisions.files import DivisionFile
from imports.divisions.forms import AnswersForm, DivisionFilesForm, TakeOverForm
from imports.divisions.models import DivisionImport
from imports.divisions.plans import Plan
from pages.views.base import ShowPage
from pages.views.confirm import ConfirmPage
from pages.views.forms import FormPage

SHOWN = 50  # imports, the newest


class DivisionList(Page, ShowPage):
    """What was brought in, from which day it holds, and how far it is."""

    verb = "arrange_organisation"
    heading = _("Division codes")
    template = "imports/division_list.html"

    def context(self) -> dict[str, Any]:
        rows = DivisionImport.objects.filter(county=scope.for_user(self.request.user).county_id)
        return super().context() | {"imports": rows.select_related("by")[:SHOWN]}


class DivisionCreate(Page, FormPage):
    """Bring the three files in."""

    verb = "arrange_organisation"
    heading = _("Bring in division files")
    template = "imports/division_files.html"
    button = _("Compare with the registry")
    message = ""

    def form(self, data: Any = None) -> DivisionFilesForm:
        return DivisionFilesForm(data, None if data is None else self.request.FILES)

    def act(self, form: DivisionFilesForm) -> DivisionImport:
        given = form.cleaned_data
        files = tuple(
            DivisionFile(given[name].name, given[name].read()) for name in ("counties", "towns", "villages")
        )
        return actions.upload(files, given["since"], by=self.request.user)  # type: ignore[arg-type]  # three of them

    def done(self, result: DivisionImport) -> str:
        return result.get_absolute_url()

    def back_url(self) -> str:
        return reverse("imports:division-list")


class DivisionPage(Page):
    """A page about the import of the address; another county's does not exist: 404."""

    verb = "arrange_organisation"
    kwargs: dict[str, int]

    def get_row(self) -> DivisionImport:
        rows = DivisionImport.objects.filter(county=scope.for_user(self.request.user).county_id)
        found = rows.select_related("by").filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def plan(self) -> Plan:
        row: DivisionImport = self.row  # type: ignore[attr-defined]  # of the page that it is mixed into
        return actions.plan_of(row)


class DivisionDetail(DivisionPage, FormPage):
    """What would change, and an answer for everything that nobody has confirmed; later what was done."""

    template = "imports/division_detail.html"
    button = _("Save what they go on as")
    message = _("The answers are saved.")

    def title(self) -> str:
        return gettext("Divisions from %(day)s on") % {"day": f"{self.row.since:%Y-%m-%d}"}

    def form(self, data: Any = None) -> AnswersForm:
        return AnswersForm(data, None if data is None else self.request.FILES, plan=self.plan())

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(form=None) if self.is_done else super().get(request, **kwargs)

    @property
    def is_done(self) -> bool:
        return bool(self.row.state == DivisionImport.State.DONE)

    def context(self) -> dict[str, Any]:
        if self.is_done:
            return super().context() | {"is_done": True, "summary": done_in_words(self.row.result)}
        plan = self.plan()
        return (
            super().context()
            | {
                "is_ready": not plan.questions and not plan.proposals and outcome.has_changes(plan),
                "is_same": not outcome.has_changes(plan) and not plan.questions,
            }
            | changes_of(plan)
        )

    def act(self, form: AnswersForm) -> DivisionImport:
        file = form.cleaned_data.get("mapping")
        mapping = DivisionFile(file.name, file.read()) if file else None
        return actions.answer(self.row, form.decisions(), by=self.request.user, mapping=mapping)

    def done(self, result: DivisionImport) -> str:
        return result.get_absolute_url()

    def back_url(self) -> str:
        return reverse("imports:division-list")


class DivisionTakeOver(DivisionPage, ConfirmPage):
    """Everything that ends, is merged or split, with its numbers; then it is done."""

    template = "imports/division_take_over.html"
    heading = _("Take the divisions over")
    button = _("Take the divisions over")
    message = _("The divisions are taken over.")
    is_final = True

    def form(self, data: Any = None) -> TakeOverForm:
        return TakeOverForm(data, asks_word=bool(actions.given_up(self.plan())))

    def why_not(self) -> str:
        if self.row.state == DivisionImport.State.DONE:
            return gettext("These files were taken over already.")
        plan = self.plan()
        if plan.questions or plan.proposals:
            return gettext("Not everything is answered yet.")
        return (
            ""
            if outcome.has_changes(plan)
            else gettext("The files say what the registry has: nothing changes.")
        )

    def subject(self) -> str:
        return gettext("Divisions from %(day)s on") % {"day": f"{self.row.since:%Y-%m-%d}"}

    def context(self) -> dict[str, Any]:
        plan = self.plan()
        return super().context() | changes_of(plan) | {"shown": actions.fingerprint(plan)}

    def act(self, form: TakeOverForm) -> DivisionImport:
        given = form.cleaned_data
        return actions.take_over(
            self.row,
            by=self.request.user,
            shown=self.request.POST.get("shown", ""),
            word=given.get("word", ""),
            late_reason=given.get("late_reason", ""),
        )

    def back_url(self) -> str:
        return reverse("imports:division-detail", args=[self.kwargs["pk"]])


def changes_of(plan: Plan) -> dict[str, Any]:
    """Counts and changes in words: first what ends, is merged or split, with what hangs on it."""
    towns, villages = outcome.of_towns(plan), outcome.of_villages(plan)
    ending: list[dict[str, Any]] = []
    other: list[dict[str, Any]] = []
    for level, changes in (("town", towns), ("village", villages)):
        for kind, label in wording.KINDS.items():
            found = [
                {
                    "what": wording.fate_in_words(fate),
                    "hanging": wording.tail(plan.hanging.get(fate.key))
                    if level == "village" and fate.key
                    else "",
                }
                for fate in getattr(changes, kind)
            ]
            if found:
                group = {"label": label, "level": level, "places": found}
                (ending if kind in {"closed", "merged", "split", "kept"} else other).append(group)
    return {
        "counts": [wording.counted(gettext("Towns"), towns), wording.counted(gettext("Villages"), villages)],
        "ending": ending,
        "other": other,
    }


def done_in_words(result: dict[str, Any]) -> list[str]:
    """What was done, from what was stored when it was."""
    found = []
    for title, level in ((gettext("Towns"), "towns"), (gettext("Villages"), "villages")):
        counts = result.get(level, {})
        said = [f"{label} {counts[kind]}" for kind, label in wording.KINDS.items() if counts.get(kind)]
        found.append(f"{title} · {'，'.join(said) or '–'}")
    for one in result.get("changes", []):
        before, after = (f"{one[f'{when}code']} {one[f'{when}name']}".strip() for when in ("former_", ""))
        found.append(
            f"{wording.KINDS[one['kind']]} · " + " → ".join(filter(None, dict.fromkeys([before, after])))
        )
    return found
