"""The page on which the grant administrator decides on the roles of a sheet of accounts, all lines together."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from access import scope
from access.pages import Page
from administration import proposals
from administration.models import Proposal
from pages import addresses
from pages.forms import PlainForm
from pages.inputs import LateReasonField, without_late_reason
from pages.views.forms import FormPage


def waiting(county: int) -> Any:
    """Proposals of the county that wait to be decided."""
    return Proposal.objects.filter(county=county, state=Proposal.State.WAITING)


class ProposalForm(PlainForm):
    """The lines are ticked in the table of the page."""

    late_reason = LateReasonField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_late_reason(self)


class ProposalDetail(Page, FormPage):
    """Every line with its tick; saved, the ticked ones are assignments and the others are left out."""

    verb = "assign_roles"
    template = "administration/proposal.html"
    form_class = ProposalForm
    button = _("Grant the ticked roles")
    is_kept = False

    def get_row(self) -> Proposal:
        county = scope.for_user(self.request.user).county_id or 0
        found = Proposal.objects.select_related("proposed_by", "decided_by").filter(county=county)
        proposal = found.filter(pk=self.kwargs["pk"]).first()
        if proposal is None:
            raise Http404
        return proposal

    def title(self) -> str:
        return str(_("Proposed roles: %(sheet)s") % {"sheet": self.row.source})

    def act(self, form: ProposalForm) -> int:
        ticked = [key for one in self.request.POST.getlist("line") if (key := addresses.number(one))]
        late = form.cleaned_data.get("late_reason", "")
        count = proposals.decide(self.row, ticked, by=self.request.user, late_reason=late)
        text = ngettext("%(n)s role was granted.", "%(n)s roles were granted.", count) % {"n": count}
        if left := self.row.lines.filter(is_granted=False).count():
            out = ngettext("%(n)s was left out", "%(n)s were left out", left) % {"n": left}
            text += " " + gettext("%(out)s: it can be granted on the same page.") % {"out": out}
        self.message = text
        return count

    def context(self) -> dict[str, Any]:
        lines = self.row.lines.select_related("user", "post__station", "station")
        is_new = self.row.state == Proposal.State.WAITING
        sent = self.request.POST.getlist("line") if self.request.method == "POST" else None
        return super().context() | {
            "lines": [(line, is_new if sent is None else str(line.pk) in sent) for line in lines],
            "is_open": is_new
            or (self.row.state == Proposal.State.DECIDED and any(not one.is_granted for one in lines)),
        }

    def back_url(self) -> str:
        return reverse("administration:list")
