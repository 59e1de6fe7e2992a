"""The slips with activation codes of a sheet of accounts: shown once, and made anew for all who still need one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from imports import slips
from imports.models import Import
from imports.views.base import ImportPage
from pages.views.confirm import ConfirmPage

PAGE_OF_SLIPS = _("Slips with activation codes")
SHOWN_ONCE = _(
    "The activation codes were shown once. If you have not got the slips, make new ones on this page."
)


class SlipsPage(ImportPage, ConfirmPage):
    """A page whose answer may be slips; what ``hand_out`` was given is stored nowhere."""

    def setup(self, *args: Any, **kwargs: Any) -> None:
        super().setup(*args, **kwargs)
        self.slips: list[dict[str, Any]] = []

    def hand_out(self, person: User, code: str, place: str) -> None:
        self.slips.append({"person": person, "password": code, "place": place})

    def answer(self, result: Any) -> HttpResponse:
        """The slips, shown this once, where there are some; else on to the import."""
        if not self.slips:
            return super().answer(result)
        context = {"title": PAGE_OF_SLIPS, "slips": self.slips, "back_url": self.done(result)}
        answer = render(self.request, "imports/slips.html", context)
        answer["Cache-Control"] = "no-store"
        return answer


class ImportSlips(SlipsPage):
    """New codes for everybody of the sheet who has not chosen a password yet."""

    verb = "manage_accounts"
    heading = _("New activation codes")
    shown_once = SHOWN_ONCE
    is_retried = True  # by no other window: its codes would make the printed ones worthless
    sentence = _(
        "Everybody of the sheet who has not chosen a password gets a new code; the former ones open nothing any more. "
        "The slips are shown right afterwards, this once: have a printer ready."
    )

    def subject(self) -> str:
        number = slips.without_password(self.row)
        return ngettext("%(n)s person", "%(n)s people", number) % {"n": number}

    def context(self) -> dict[str, Any]:
        words = {"n": slips.without_password(self.row)}
        return super().context() | {"button": gettext("New codes for %(n)s people") % words}

    def act(self, form: Any) -> Import:
        slips.hand_out_again(self.row, by=self.request.user, hand_out=self.hand_out)
        return self.row  # type: ignore[no-any-return]  # BasePage.row is of any model

    def done(self, result: Import) -> str:
        return str(result.get_absolute_url())
