"""Pages of the county's regulations, and the page of reading after a sign-in."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.pages import Page
from access.rights import may
from library import actions, asking, readers
from library.forms import EditionForm, ReadForm, RegulationForm
from library.models import Edition, EditionFile, Regulation
from pages import addresses
from pages.landing import landing_url
from pages.views.base import BasePage, ShowPage
from pages.views.confirm import ConfirmPage
from pages.views.forms import FormPage


class RegulationList(Page, ShowPage):
    """The regulations in force; what the person has not read first. Chief and county read n of m."""

    verb = "read_regulations"
    heading = gettext_lazy("Rules and procedures")
    template = "library/regulation_list.html"

    def context(self) -> dict[str, Any]:
        user = self.request.user
        rows = Edition.objects.visible_to(user).current().select_related("regulation")
        editions: list[Any] = list(rows.with_reading_by(user).order_by("-issued_on", "-pk"))
        if may(user, "confirm_reading"):
            editions.sort(key=lambda one: one.read_at is not None)
        people = readers.of_place(user) if may(user, "see_readers") else []
        read = readers.counts(user, editions, people)
        for one in editions:
            one.read_by = read.get(one.pk, 0)
        return super().context() | {
            "editions": editions,
            "people": len(people),
            "confirms": may(user, "confirm_reading"),
            "issues": may(user, "issue_regulations"),
        }


class RegulationPage(Page, BasePage):
    """A page on one regulation of the person's county."""

    def get_row(self) -> Regulation:
        return get_object_or_404(Regulation.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    def back_url(self) -> str:
        return str(self.row.get_absolute_url())

    @cached_property
    def newest(self) -> Any:
        rows = Edition.objects.visible_to(self.request.user).with_reading_by(self.request.user)
        return rows.select_related("issued_by").get(regulation=self.row, number=self.row.newest)


class RegulationDetail(RegulationPage, ShowPage):
    """The text, earlier editions (``?edition=``), and who has not read it."""

    verb = "read_regulations"
    template = "library/regulation_detail.html"

    def title(self) -> str:
        return str(self.row)

    def context(self) -> dict[str, Any]:
        user, row = self.request.user, self.row
        editions = list(row.editions.visible_to(user).select_related("issued_by"))
        asked = addresses.number(self.request.GET.get("edition"))
        shown = next((one for one in editions if one.number == asked), self.newest)
        people = readers.of_place(user) if may(user, "see_readers") and row.ended_on is None else []
        missing = readers.without(user, self.newest, people) if people else []
        return super().context() | {
            "edition": shown,
            "newest": self.newest,
            "editions": editions,
            "people": len(people),
            "read_by": len(people) - len(missing),
            "missing": missing,
            "can_confirm": may(user, "confirm_reading")
            and self.newest.read_at is None
            and row.ended_on is None,
            "issues": may(user, "issue_regulations") and row.ended_on is None,
        }


class EditionDownload(RegulationPage):
    """The file of an edition (``number``)."""

    verb = "read_regulations"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rows = EditionFile.objects.visible_to(request.user).select_related("edition")
        found = get_object_or_404(rows, edition__regulation=self.row, edition__number=self.kwargs["number"])
        name = f"regulation-{self.row.pk}-{found.edition.number}.pdf"
        return HttpResponse(
            bytes(found.content),
            content_type="application/pdf",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Content-Security-Policy": "default-src 'none'; sandbox",
            },
        )


class RegulationCreate(Page, FormPage):
    verb = "issue_regulations"
    heading = gettext_lazy("Issue a regulation")
    button = gettext_lazy("Issue")

    def form(self, data: Any = None) -> RegulationForm:
        return RegulationForm(data, None if data is None else self.request.FILES)

    def act(self, form: RegulationForm) -> Regulation:
        regulation = Regulation(title=form.cleaned_data["title"])
        return actions.issue(regulation, form.save(commit=False), by=self.request.user, content=form.content)

    def back_url(self) -> str:
        return reverse("library:regulation-list")

    def done(self, result: Regulation) -> str:
        return result.get_absolute_url()


class OfIssuer(RegulationPage):
    verb = "issue_regulations"

    def check_state(self) -> None:
        actions.check_in_force(self.row)

    def done(self, result: Regulation) -> str:
        return result.get_absolute_url()


class RegulationReissue(OfIssuer, FormPage):
    heading = gettext_lazy("Issue a new edition")
    button = gettext_lazy("Issue")

    def form(self, data: Any = None) -> EditionForm:
        initial = {"text": self.newest.text, "must_read": self.newest.must_read}
        return EditionForm(data, None if data is None else self.request.FILES, initial=initial)

    def act(self, form: EditionForm) -> Regulation:
        return actions.reissue(self.row, form.save(commit=False), by=self.request.user, content=form.content)


class RegulationEnd(OfIssuer, ConfirmPage):
    heading = gettext_lazy("End the regulation")
    sentence = gettext_lazy(
        "It leaves the list, and nobody is asked to read it. Its text and who read it stay."
    )
    button = gettext_lazy("End it")

    def act(self, form: Any) -> Regulation:
        return actions.end(self.row, by=self.request.user)

    def done(self, result: Regulation) -> str:
        return reverse("library:regulation-list")


class RegulationRead(RegulationPage, ConfirmPage):
    """Confirm one regulation, from its own page."""

    verb = "confirm_reading"
    heading = gettext_lazy("Confirm that you have read it")
    button = gettext_lazy("I have read it")
    sentence = gettext_lazy("The chief and the county see that you have read this edition, and when.")
    message = gettext_lazy("Confirmed.")

    def check_state(self) -> None:
        actions.check_unread(self.newest, self.request.user)

    def act(self, form: Any) -> None:
        actions.confirm([self.newest], by=self.request.user)
        _ask_no_more(self.request)


class ToRead(Page, FormPage):
    """What everybody has to read, with a box to tick below each text; then on to where the person was going."""

    verb = "confirm_reading"
    heading = gettext_lazy("To be read first")
    template = "library/to_read.html"
    button = gettext_lazy("I have read them")
    message = gettext_lazy("Confirmed.")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.editions:
            _ask_no_more(request)
            return HttpResponseRedirect(self.back_url())
        return super().get(request, **kwargs)

    @cached_property
    def editions(self) -> list[Edition]:
        return list(readers.to_read(self.request.user))

    def form(self, data: Any = None) -> ReadForm:
        return ReadForm(data, editions=self.editions)

    def context(self) -> dict[str, Any]:
        form = self.form(self.request.POST or None)
        boxes = [(one, form[f"edition_{one.pk}"]) for one in self.editions]
        return super().context() | {
            "boxes": boxes,
            "heading_note": _("Confirm once; a new edition asks again."),
        }

    def act(self, form: ReadForm) -> None:
        actions.confirm(self.editions, by=self.request.user)
        _ask_no_more(self.request)

    def back_url(self) -> str:
        asked = self.request.GET.get("next", "")
        is_here = url_has_allowed_host_and_scheme(
            asked, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )
        return asked if is_here and asked.startswith("/") else landing_url()


def _ask_no_more(request: Any) -> None:
    """Once nothing is left to read, the session leads nowhere any more."""
    if asking.IN_SESSION in request.session and not readers.to_read(request.user).exists():
        del request.session[asking.IN_SESSION]
