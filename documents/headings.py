"""The five duties and the five diligences of village police work, and where the rows of each book belong.

One table: the printed work book (documents/workbook.py) and the monthly report (reports/monthly.py) are grouped by it.
Nobody types a heading.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import pgettext_lazy


class Duty(models.TextChoices):
    """The five duties (五项职责), in the order in which the sources name them."""

    INFORMATION = "information", pgettext_lazy("duty", "Collecting information")
    POPULATION = "population", pgettext_lazy("duty", "Population")
    ORDER = "order", pgettext_lazy("duty", "Public order")
    PREVENTION = "prevention", pgettext_lazy("duty", "Prevention")
    SERVICE = "service", pgettext_lazy("duty", "Serving the people")


class Diligence(models.TextChoices):
    """The five diligences (五勤)."""

    WALK = "walk", pgettext_lazy("diligence", "Walk")
    LOOK = "look", pgettext_lazy("diligence", "Look")
    ASK = "ask", pgettext_lazy("diligence", "Ask")
    NOTE = "note", pgettext_lazy("diligence", "Note")
    DO = "do", pgettext_lazy("diligence", "Do")


@dataclass(frozen=True)
class Heading:
    duty: Duty
    diligence: Diligence


# By the stem of the book; each book whose rows have a receipt stands here.
OF_BOOK: dict[str, Heading] = {
    "duty:duty": Heading(Duty.INFORMATION, Diligence.WALK),
    "meetings:meeting": Heading(Duty.INFORMATION, Diligence.NOTE),
    "disputes:check-round": Heading(Duty.INFORMATION, Diligence.ASK),
    "training:training": Heading(Duty.PREVENTION, Diligence.DO),
    "referrals:referral": Heading(Duty.SERVICE, Diligence.DO),
    "residents:visit": Heading(Duty.POPULATION, Diligence.WALK),
    "patrols:patrol": Heading(Duty.ORDER, Diligence.LOOK),
    "patrols:walk": Heading(Duty.ORDER, Diligence.LOOK),
    "patrols:partner": Heading(Duty.ORDER, Diligence.LOOK),
    "disputes:dispute": Heading(Duty.ORDER, Diligence.DO),
    "hazards:hazard": Heading(Duty.PREVENTION, Diligence.LOOK),
    "residents:household": Heading(Duty.POPULATION, Diligence.NOTE),
    "residents:resident": Heading(Duty.POPULATION, Diligence.NOTE),
    "residents:pairing": Heading(Duty.SERVICE, Diligence.DO),
    "teams:team": Heading(Duty.PREVENTION, Diligence.DO),
    "teams:member": Heading(Duty.PREVENTION, Diligence.DO),
    "teams:group": Heading(Duty.PREVENTION, Diligence.DO),
    "residents:request": Heading(Duty.SERVICE, Diligence.ASK),
    "residents:service": Heading(Duty.SERVICE, Diligence.DO),
}


def of_url(url_name: str) -> Heading | None:
    """The heading of the book with this list, by the name of its url; None for what is no book's list."""
    return OF_BOOK.get(url_name.removesuffix("-list"))
