"""Pages of requests about own data: receive, answer, and the extract that is handed over on paper."""

from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.roles import may
from audit import trail
from ledgers.views.base import BookPage
from ledgers.views.details import BookDetail, fact_of
from ledgers.views.form_pages import FormPage, RowConfirm
from ledgers.views.lists import BookList
from pages.keyset import Order
from residents.choosing import chosen_home
from residents.models import DataRequest, Household, PriorityVisit, Resident
from residents.priority.views import for_whom
from residents.rights import actions
from residents.rights.forms import DataRequestForm, GrantForm
from residents.rights.tables import DataRequestFilterSet, DataRequestTable
from residents.views import identities

HOUSEHOLD_TOLD = (
    "number",
    "householder",
    "phone",
    "members",
    "children_under_14",
    "is_hardship",
    "note",
    "opened_on",
)
RESIDENT_TOLD = ("name", "residence", "birth_year", "phone", "entered_on")


class DataRequestPage(BookPage):
    verb = "see_data_requests"
    model = DataRequest
    book = "residents:data-request"
    related = ("household", "resident", "village__town", "post", "station", "received_by", "answered_by")


class DataRequestList(DataRequestPage, BookList):
    """Those that are due first on top."""

    table_class = DataRequestTable
    filterset_class = DataRequestFilterSet
    orders = {"due_on": Order("due_on")}
    default_order = "due_on"

    def context(self, request: HttpRequest, *args: Any) -> dict[str, Any]:
        return super().context(request, *args) | {"export_name": ""}


class DataRequestDetail(DataRequestPage, BookDetail):
    facts = (
        "household", "resident", "village", "kind", "asker", "is_identity_checked", "channel", "wish", "asked_on",
        "due_on", "received_by", "answer", "answered_on", "answered_by",
    )  # fmt: skip
    template = "residents/data_request_detail.html"

    def context(self, request: HttpRequest, row: DataRequest) -> dict[str, Any]:
        subject = row.subject
        names = {field.name: field.verbose_name for field in subject._meta.fields} if subject else {}
        changed = [names.get(name, name) for name in actions.changed_since(row)]
        shown = super().context(request, row) | {"changed": changed, "subject": subject}
        for_whom(shown["facts"], _("Of whom"), row)
        return shown

    def buttons(self, user: Any, row: DataRequest) -> list[dict[str, Any]]:
        found = []
        if row.has_extract:
            found.append(
                {"url": self.url("extract", row.pk), "label": _("The copy to print"), "style": "quiet"}
            )
        if row.state != row.State.RECEIVED:
            return found
        if may(user, "edit_residents") and row.kind == row.Kind.CORRECT and row.subject:
            edit = row.subject.get_absolute_url() + "edit/"
            found.append({"url": edit, "label": _("Correct the register"), "style": "quiet"})
        if may(user, "answer_data_request"):
            found.insert(0, {"url": self.url("grant", row.pk), "label": _("Answer"), "style": "primary"})
        if may(user, "refuse_data_request"):
            found.append(
                {
                    "url": self.url("refuse", row.pk),
                    "label": _("Do not grant it, and say why"),
                    "style": "quiet",
                }
            )
        return found


class DataRequestCreate(DataRequestPage, FormPage):
    verb = "receive_data_request"
    form_class = DataRequestForm
    heading = gettext_lazy("Somebody asks about their own data")
    template = "residents/data_request_form.html"

    def shows(self, row: Any) -> Household | None:
        return chosen_home(self.request)

    def context(self, row: Any) -> dict[str, Any]:
        home = chosen_home(self.request)
        back = home.get_absolute_url() if home else self.url("list")
        return super().context(row) | {"home": home, "back_url": back, "form_name": ""}

    def act(self, form: DataRequestForm) -> DataRequest:
        asked = actions.receive(form.save(commit=False), by=self.request.user)
        self.told = _("Noted. The answer is due within %(n)s days.") % {
            "n": (asked.due_on - asked.asked_on).days
        }
        return asked


class DataRequestGrant(DataRequestPage, RowConfirm):
    verb = "answer_data_request"
    heading = gettext_lazy("Answer the request about own data")
    button = gettext_lazy("The person got the answer")
    told = gettext_lazy("The answer is noted; the request is closed.")
    SENTENCES = {
        DataRequest.Kind.COPY: gettext_lazy("Print the copy first and hand it over."),
        DataRequest.Kind.CORRECT: gettext_lazy("Correct the register first; what was changed is noted."),
        DataRequest.Kind.DELETE: gettext_lazy(
            "A person's entry is deleted as a whole. Of a household its phone, its note and the words of its visits, "
            "requests and priority visits are erased at once; its people's own entries stay until they ask "
            "themselves. Nothing brings back what is erased."
        ),
        DataRequest.Kind.EXPLAIN: gettext_lazy(
            "The notice of the post tells the rules: hand it over and explain it."
        ),
    }

    @property
    def sentence(self) -> Any:
        return self.SENTENCES[self.get_row().kind]

    def form(self, data: Any = None) -> GrantForm:
        return GrantForm(data, initial={"is_identity_checked": self.get_row().is_identity_checked})

    def act(self, row: DataRequest, cleaned: dict[str, Any]) -> None:
        checked = cleaned["is_identity_checked"]
        actions.grant(row, cleaned["answer"], checked=checked, by=self.request.user)


class DataRequestRefuse(DataRequestPage, RowConfirm):
    verb = "refuse_data_request"
    action = actions.refuse
    heading = gettext_lazy("Refuse the request")
    sentence = gettext_lazy("Tell the person the reason, and that a court can be asked.")
    button = gettext_lazy("Do not grant it, and say why")
    told = gettext_lazy("Refused. Tell the person the reason and what can be done against it.")
    needs_reason = True


class DataRequestExtract(DataRequestPage):
    """What the registry holds of the person, on paper. Other people of the household ask for themselves."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.get_row()
        if not row.has_extract:
            raise Http404
        trail.record("read_extract", row, by=request.user)
        return render(request, "residents/data_request_extract.html", extract(row, request.user))


def extract(row: DataRequest, user: Any) -> dict[str, Any]:
    """Facts, calls, requests, who looked; the words of others and what would betray a protected person stay out.

    Numbers are shortened on paper too: the sheet may be left lying about, and the person knows them. Whoever wants to
    compare is shown theirs (residents/views/reveals.py).
    """
    subject = row.subject
    told = RESIDENT_TOLD if row.is_of_person else HOUSEHOLD_TOLD
    home = row.household
    helped = home.priority_visits.filter(
        resident=row.resident, is_of_person=row.is_of_person, state="approved"
    )
    facts = [fact_of(subject, name, user) for name in told]
    if isinstance(subject, Resident):
        facts.append(identities.fact_about(subject, user))
    reads = trail.of(subject).filter(action="read")
    return {
        "title": _("Copy of personal data"),
        "row": row,
        "facts": facts,
        "has_shortened": any(one["is_sealed"] for one in facts),
        "visits": [] if row.is_of_person else home.visits.counted().select_related("recorded_by"),
        "requests": [] if row.is_of_person else home.requests.counted(),
        "pairings": [] if row.is_of_person else home.pairings.select_related("officer"),
        "helped": helped.exclude(purpose=PriorityVisit.Purpose.VIOLENCE),
        "reads": reads.aggregate(times=Count("pk"), people=Count("actor_id", distinct=True)),
    }
