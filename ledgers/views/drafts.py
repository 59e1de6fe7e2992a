"""Drafts: what is typed into a form of a book is stored until it is saved. The form posts to these views."""

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from access import scope
from access.requests import SignedInRequest
from audit import trail
from ledgers import books, drafts, unfinished
from ledgers.book import Book
from ledgers.models import Draft
from pages import submissions

DRAFT_SIZE = 20_000
# The token, what was only searched for, and what the draft is stored under. The key stays: what it has saved comes back
# as a receipt, not as a draft.
NOT_TYPED = ("csrfmiddlewaretoken", "q", submissions.AT_POST, drafts.SUBJECT)


class DraftPage(View):
    """Open to people with an assignment; not during an emergency view of another post, which only reads."""

    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        where = scope.for_user(request.user)
        if not where.role or where.emergency:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class DraftSave(DraftPage):
    """Store what is being typed. The response is the time, or the reason why nothing was stored.

    Where another household was chosen meanwhile, the draft moves with what was typed.
    """

    def post(self, request: HttpRequest, form: str) -> HttpResponse:
        book = books.drafted_as(form)
        if book is None:
            raise Http404
        opened = drafts.as_subject(request.POST.get(drafts.SUBJECT, ""))
        typed = {name: [value.replace("\0", "") for value in values] for name, values in request.POST.lists()}
        data = {name: values if len(values) > 1 else values[0] for name, values in typed.items()}
        for name in NOT_TYPED:
            data.pop(name, None)
        if submissions.find(submissions.as_key(data.get(submissions.KEY)), self.request.user):
            return HttpResponse(words_of_saved(book, opened))  # typed last, and arrived after the form itself
        if len(json.dumps(data)) > DRAFT_SIZE:
            return HttpResponse(_("Too long for a draft; save the row."), status=413)
        subject = drafts.subject_now(book, opened, request.POST)
        own = Draft.objects.of(self.request.user).filter(form=form)
        if book.withholds and (why := book.withholds(data, self.request.user)):
            own.filter(subject__in=(opened, subject)).delete()
            return HttpResponse(why)
        if subject != opened:
            own.filter(subject=opened).delete()
        content = {"content": Draft.packed(data)}
        here = {"user": self.request.user, "post_id": scope.for_user(self.request.user).post_id}
        own.update_or_create(
            subject=subject,
            defaults=content,
            create_defaults={"form": form, "subject": subject} | here | content,
        )
        return HttpResponse(_("Draft saved %(time)s") % {"time": f"{timezone.localtime():%H:%M:%S}"})


def words_of_saved(book: Book, opened: str) -> str:
    """Why nothing is stored: the new row is saved; or two tabs had one draft of a change, and one of them saved it."""
    if drafts.is_new_row(book, opened):
        return _("Saved already.")
    return _("Changed from another tab meanwhile: no draft any more. Save it here to see both.")


class DraftText(DraftPage):
    """The words of a draft whose form does not open any more: to be read, copied, and thrown away."""

    def get(self, request: HttpRequest, form: str) -> HttpResponse:
        subject = drafts.as_subject(request.GET.get(drafts.SUBJECT, ""))
        draft = Draft.objects.of(self.request.user).filter(form=form, subject=subject).first()
        book = books.drafted_as(form)
        line = unfinished.line(draft, self.request.user) if draft else None
        context: dict[str, Any] = {
            "title": _("Words that were not saved"),
            "line": line,
            "back_url": first_page(),
        }
        if draft and book and line:
            trail.record("list", None, by=self.request.user, book=form, filter="form")
            context["words"] = unfinished.words(draft, book, self.request.user)
        return render(request, "ledgers/draft_text.html", context)


def first_page() -> str:
    return resolve_url(settings.LOGIN_REDIRECT_URL)


class DraftDiscard(DraftPage):
    """Throw a draft away: the one with which the form began, which starts anew, or another one that it offered.

    From the page of its words it leads to the first page.
    """

    def post(self, request: HttpRequest, form: str) -> HttpResponse:
        subject = drafts.as_subject(request.POST.get(drafts.SUBJECT, ""))
        Draft.objects.of(self.request.user).filter(form=form, subject=subject).delete()
        if "leave" in request.POST:
            return HttpResponse(headers={"HX-Redirect": first_page()})
        return HttpResponse(headers={"HX-Refresh": "true"} if "restored" in request.POST else {})
