"""The columns of the list of referrals."""

from typing import Any

from django.db.models import Case, F, Q, TextField, Value, When
from django.db.models.functions import Coalesce, Left
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ledgers.tables import BookTable, VillageColumn
from pages.columns import Column, Link, Reader
from pages.row_history import HIDDEN
from referrals.models import Referral

ASKED_SHOWN = 40  # characters of a line


def asked(reader: Reader) -> Any:
    """The county reads of posts that they passed something on; the words of what it sent or got itself."""
    shown = Left("asked", ASKED_SHOWN)
    if reader.may("see_names"):
        return shown
    its_own = Q(subject_kind=Referral.Subject.TASK) | Q(receiver=Referral.Receiver.COUNTY)
    return Case(When(its_own, then=shown), default=Value(HIDDEN))


def sender() -> Any:
    county = When(subject_kind=Referral.Subject.TASK, then=Value(str(Referral.Receiver.COUNTY.label)))
    return Case(county, default=F("post__name"), output_field=TextField())


def receiver() -> Any:
    inside = Coalesce("body__name", "to_post__name", "to_station__name")
    county = When(receiver=Referral.Receiver.COUNTY, then=Value(str(Referral.Receiver.COUNTY.label)))
    return Case(county, default=inside, output_field=TextField())


class ReferralTable(BookTable):
    model = Referral
    sent_on = Column(link=Link())
    sender = Column(lambda reader: sender(), pgettext_lazy("referral", "From"))
    receiver = Column(lambda reader: receiver(), _("Passed on to"))
    village = VillageColumn()
    subject_kind = Column()
    asked = Column(asked, _("What is to be done"), in_file=False)
    urgency = Column()
    due_on = Column()
    state = Column(label=_("State"), is_marked=True)
    outcome = Column(empty="–")
    told_back_on = Column(empty=_("not yet"))
