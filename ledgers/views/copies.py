"""Pages of sealed copies (ledgers/copies.py): photograph a page, show it, withdraw a wrong one.

A room gives the model, the verbs and the actions.
"""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import trail
from ledgers.copies import SealedCopy, may_take_away
from ledgers.views.base import BookPage, WritingPage
from ledgers.views.forms import RowConfirm
from pages import uploads
from pages.forms import ReasonForm
from pages.inputs import bare_helper
from pages.views.forms import FormPage

PICTURE_ONLY = "default-src 'none'; sandbox; frame-ancestors 'none'"


class CopyForm(forms.Form):
    """One photographed page."""

    picture = forms.FileField(
        label=_("Photograph of the page"),
        widget=forms.FileInput(
            {
                "accept": "image/jpeg,image/png,image/webp",
                "capture": "environment",
                "data-shrink": uploads.LONGEST_SIDE,
            }
        ),
        help_text=_("JPEG, PNG or WebP up to 8 MB. Place, time and device of the photograph are not kept."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()

    def clean_picture(self) -> bytes:
        return uploads.jpeg(self.cleaned_data["picture"])


class CopyFiling(WritingPage, FormPage):
    """File a photographed page with the row that the address names; ``act`` is the room's."""

    template = "ledgers/copy_form.html"
    button = _("Keep the page")
    message = _("The page is kept. Open it once to see whether it can be read.")

    def form(self, data: Any = None) -> CopyForm:
        return CopyForm(data, None if data is None else self.request.FILES)

    def back_url(self) -> str:
        return str(self.row.get_absolute_url())

    def record_read(self) -> None:
        trail.record("read", self.row, by=self.request.user)


class CopyShowing(BookPage):
    """The picture itself, under a Content-Security-Policy that allows nothing else; each read is on the trail."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        copy: Any = self.row
        if copy.withdrawn_on:
            raise Http404
        trail.record("read", copy, by=request.user)
        if not copy.jpeg:
            context = {"title": copy._meta.verbose_name, "back_url": copy.owner.get_absolute_url()}
            return render(request, "ledgers/copy_unreadable.html", context)
        name = f"{copy.owner.receipt}-{copy.pk}.jpg"
        return HttpResponse(
            copy.jpeg,
            content_type="image/jpeg",
            headers={
                "Content-Disposition": f'inline; filename="{name}"',
                "Content-Security-Policy": PICTURE_ONLY,
                "Cache-Control": "no-store",
            },
        )


class CopyWithdrawing(RowConfirm):
    """The picture is deleted for good; the line that it was filed, and the reason of the withdrawal, stay."""

    form_class = ReasonForm
    sentence = _("The picture is deleted for good; who kept it, when, and your reason stay.")
    button = _("Delete the picture")
    is_final = True
    message = _("The picture is deleted; your reason stands in its place.")

    def get_row(self) -> Any:
        copy: SealedCopy = super().get_row()
        if not may_take_away(copy, self.request.user):
            raise PermissionDenied
        if copy.withdrawn_on:
            raise Http404
        return copy

    def subject(self) -> str:
        return f"{self.row.owner.receipt} · {timezone.localtime(self.row.filed_at):%Y-%m-%d}"

    def back_url(self) -> str:
        return str(self.row.owner.get_absolute_url())
