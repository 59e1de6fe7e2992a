"""Photographs of a hazard: keep one, show it, withdraw a wrong one."""

from django.utils.translation import gettext_lazy as _

from hazards.actions import hazards, rectifying
from hazards.models import HazardPicture
from hazards.views.hazards import HazardPage
from ledgers.views.base import BookPage
from ledgers.views.copies import CopyFiling, CopyForm, CopyShowing, CopyWithdrawing


class PictureFile(HazardPage, CopyFiling):
    """Keep a photograph with the hazard."""

    verb = "record_hazard"
    template = "hazards/picture_form.html"
    heading = _("Photograph the hazard")
    button = _("Keep the photograph")
    message = _("The photograph is kept.")

    def check_state(self) -> None:
        hazards.check_living(self.row)

    def act(self, form: CopyForm) -> None:
        rectifying.file_picture(self.row, form.cleaned_data["picture"], by=self.request.user)


class PicturePage(BookPage):
    model, book = HazardPicture, "hazards:picture"
    related = ("hazard", "filed_by")


class PictureShow(PicturePage, CopyShowing):
    verb = "see_hazard_picture"


class PictureWithdraw(PicturePage, CopyWithdrawing):
    verb = "withdraw_hazard_picture"
    action = rectifying.withdraw_picture
    heading = _("Withdraw a photograph of the hazard")
