"""Pages of requests about own data: receive, answer, and the extract and the notice that are handed over on paper."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access import scope
from access.pages import Page
from access.rights import may, rights_of
from accounts.models import User
from audit import trail
from ledgers.people import with_names
from ledgers.views.base import BookPage
from ledgers.views.details import BookDetail
from ledgers.views.forms import RowConfirm
from ledgers.views.lists import BookList
from pages.facts import fact_of
from pages.forms import ReasonForm
from posts.models import Post
from posts.views.organisation import stations_of
from residents import family
from residents.book import DATA_REQUESTS
from residents.choosing import chosen_household
from residents.data_requests import actions
from residents.data_requests.forms import DataRequestForm, GrantForm
from residents.models import (
    DataRequest,
    Household,
    Pairing,
    PriorityVisit,
    Request,
    Resident,
    Visit,
)
from residents.priority.views import for_whom
from residents.views import identities, looks
from residents.views.about_household import AboutHousehold
from retention.table import table as kept_for

HOUSEHOLD_EXTRACT = (
    "number",
    "householder",
    "phone",
    "members",
    "children_under_14",
    "is_hardship",
    "note",
    "opened_on",
)
RESIDENT_EXTRACT = ("name", "residence", "birth_year", "phone", "entered_on")


class DataRequestPage(BookPage):
    verb = DATA_REQUESTS.listing.verb
    model = DataRequest
    book = DATA_REQUESTS.stem
    related = DATA_REQUESTS.related


class DataRequestList(BookList):
    """Those that are due first on top."""

    book = DATA_REQUESTS


class DataRequestDetail(DataRequestPage, BookDetail):
    facts = (
        "household", "resident", "village", "kind", "asker", "is_identity_checked", "channel", "wish", "asked_on",
        "due_on", "received_by", "answer", "answered_on", "answered_by",
    )  # fmt: skip
    linked = ("household",)
    template = "residents/data_request_detail.html"

    def context(self) -> dict[str, Any]:
        subject = self.row.subject
        names = {field.name: field.verbose_name for field in subject._meta.fields} if subject else {}
        changed = [names.get(name, name) for name in actions.changed_since(self.row)]
        shown = super().context() | {"changed": changed, "subject": subject}
        for_whom(shown["facts"], _("Of whom"), self.row)
        return shown

    def buttons(self) -> list[dict[str, Any]]:
        user, row, found = self.request.user, self.row, []
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
            waits_for_identity = not row.is_identity_checked and row.kind != row.Kind.EXPLAIN
            if row.kind != row.Kind.COPY or row.is_identity_checked:
                style = "quiet" if waits_for_identity else "primary"
                found.insert(0, {"url": self.url("grant", row.pk), "label": _("Answer"), "style": style})
            if waits_for_identity:
                step = {
                    "url": self.url("identity", row.pk),
                    "label": _("Identity checked"),
                    "style": "primary",
                }
                found.insert(0, step)
        if may(user, "refuse_data_request"):
            found.append(
                {
                    "url": self.url("refuse", row.pk),
                    "label": _("Do not grant it, and say why"),
                    "style": "quiet",
                }
            )
        return found


class DataRequestCreate(DataRequestPage, AboutHousehold):
    verb = DATA_REQUESTS.records
    form_class = DataRequestForm
    heading = gettext_lazy("Somebody asks about their own data")
    template = "residents/data_request_form.html"

    def back_url(self) -> str:
        household = chosen_household(self.request)
        return household.get_absolute_url() if household else self.url("list")

    def context(self) -> dict[str, Any]:
        return super().context() | {"household": chosen_household(self.request)}

    def act(self, form: DataRequestForm) -> DataRequest:
        asked = actions.receive(form.save(commit=False), by=self.request.user)
        self.message = _("Noted. The answer is due within %(n)s days.") % {
            "n": (asked.due_on - asked.asked_on).days
        }
        return asked


class DataRequestGrant(DataRequestPage, RowConfirm):
    verb = "answer_data_request"
    heading = gettext_lazy("Answer the request about own data")
    button = gettext_lazy("The person got the answer")
    message = gettext_lazy("The answer is noted; the request is closed.")
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

    def check_state(self) -> None:
        actions.check_can_answer(self.row)

    @property
    def sentence(self) -> Any:
        return self.SENTENCES[self.row.kind]

    def form(self, data: Any = None) -> GrantForm:
        return GrantForm(data, initial={"is_identity_checked": self.row.is_identity_checked})

    def act(self, form: GrantForm) -> None:
        given = form.cleaned_data
        checked = given["is_identity_checked"]
        actions.grant(self.row, given["answer"], checked=checked, by=self.request.user)


class DataRequestRefuse(DataRequestPage, RowConfirm):
    verb = "refuse_data_request"
    action = actions.refuse
    form_class = ReasonForm
    heading = gettext_lazy("Refuse the request")
    sentence = gettext_lazy("Tell the person the reason, and that a court can be asked.")
    button = gettext_lazy("Do not grant it, and say why")
    message = gettext_lazy("Refused. Tell the person the reason and what can be done against it.")

    def check_state(self) -> None:
        actions.check_waits(self.row)


class DataRequestIdentity(DataRequestPage, RowConfirm):
    """Who asks was looked at: a step of its own, for a copy is printed after it and before the answer is noted."""

    verb = "answer_data_request"
    action = actions.check_identity
    heading = gettext_lazy("The identity has been checked")
    sentence = gettext_lazy(
        "You have looked at a document of the person who asks, and it is this person or somebody entitled. Note no "
        "number of it. That you checked it, and when, stands on the trail."
    )
    button = gettext_lazy("I have checked it")
    message = gettext_lazy("Noted. Go on with the request.")

    def check_state(self) -> None:
        actions.check_unknown(self.row)


class DataRequestExtract(DataRequestPage):
    """What the registry holds of the person, on paper. Other people of the household ask for themselves."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row: DataRequest = self.get_row()
        subject = row.subject
        if subject is None or not row.has_extract:
            raise Http404
        trail.record("read_extract", row, by=request.user)
        return render(
            request, "residents/data_request_extract.html", extract(row, subject, self.request.user)
        )


def extract(row: DataRequest, subject: Household | Resident, user: User) -> dict[str, Any]:
    """Context of the extract: facts, visits, requests, how often it was looked at. Texts of others and visits after a
    domestic violence warning are left out.

    Numbers are shortened on paper too: the sheet may be left lying about, and the person knows them. Whoever wants to
    compare them is shown their own (residents/views/reveals.py).
    """
    names = RESIDENT_EXTRACT if row.is_of_person else HOUSEHOLD_EXTRACT
    household = row.household
    entries = family.entries(household)
    helped = PriorityVisit.objects.filter(
        household__in=entries, resident=row.resident, is_of_person=row.is_of_person, state="approved"
    )
    facts = [fact_of(subject, name, rights_of(user)) for name in names]
    if isinstance(subject, Resident):
        facts.append(identities.fact_about(subject, user))
    return {
        "title": _("Copy of personal data"),
        "row": row,
        "facts": facts,
        "has_shortened": any(one["is_sealed"] for one in facts),
        **(
            {"visits": [], "requests": [], "pairings": []}
            if row.is_of_person
            else of_household(entries, user)
        ),
        "helped": helped.exclude(purpose=PriorityVisit.Purpose.VIOLENCE),
        "looks": looks.of_subject(subject),
    }


def of_household(entries: list[int], user: User) -> dict[str, Any]:
    """What is held of a household, under whichever of its entries, as far as the post sees it."""
    about = {"household__in": entries}
    return {
        "visits": with_names(Visit.objects.visible_to(user).counted().filter(**about)),
        "requests": Request.objects.visible_to(user).counted().filter(**about),
        "pairings": Pairing.objects.visible_to(user).filter(**about).select_related("officer"),
    }


class PrivacyNotice(Page):
    """The notice (告知书) that a post displays and hands over: who stores which data, why, how long, and whom to ask.

    个人信息保护法 art. 17 and 35 want it; its table of periods is the registry's own (retention/periods.py).
    """

    verb = "see_organisation"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        posts = Post.objects.filter(station__in=stations_of(self.request.user), closed_on=None)
        context = {
            "title": _("How your personal information is handled"),
            "post": get_object_or_404(posts.select_related("station"), pk=pk),
            "lines": [line for line in kept_for() if line.is_of_villagers],
            "days": actions.answer_within(
                scope.for_user(self.request.user).county, timezone.localdate()
            ).days,
        }
        return render(request, "residents/privacy_notice.html", context)
