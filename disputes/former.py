"""The former agreements of a dispute: how each ended, and which photographed pages were filed while it stood.

Nothing of it is stored a second time: the change tables hold the moment at which an agreement was replaced, and the
trail whether the same transaction took the dispute up again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from audit import history, trail
from disputes.models import Agreement, AgreementCopy, Dispute, Duty


@dataclass
class Former:
    """One agreement that was replaced. ``is_taken_up``: the dispute was taken up again; else it was corrected."""

    agreement: Agreement
    ended_at: datetime | None
    is_taken_up: bool = False
    duties: list[Duty] = field(default_factory=list)
    copies: list[AgreementCopy] = field(default_factory=list)

    @property
    def is_broken(self) -> bool:
        """Was something not performed?"""
        return any(one.state != Duty.State.PERFORMED for one in self.duties)


def taken_up_at(dispute: Dispute) -> datetime | None:
    """When it was taken up again last; None where it never was."""
    found = trail.entries_for(dispute).filter(action="reopen_dispute").order_by("-pk")
    return found.values_list("at", flat=True).first()


def endings(dispute: Dispute, replaced: Iterable[Agreement]) -> list[Former]:
    """Each replaced agreement in order, with the moment and the kind of its end."""
    rows = list(replaced)
    if not rows:
        return []
    changes: Any = history.changes_model(Agreement)
    ended = {
        key: (at, tx)
        for key, at, tx in changes.objects.filter(pgh_obj__in=[one.pk for one in rows], replaced_on=None)
        .order_by("pgh_id")
        .values_list("pgh_obj", "pgh_created_at", "tx")
    }
    again = set(trail.entries_for(dispute).filter(action="reopen_dispute").values_list("tx", flat=True))
    found = []
    for one in rows:
        at, tx = ended.get(one.pk, (None, None))
        found.append(Former(one, at, tx is not None and tx in again))
    return found


def sort_copies(former: list[Former], copies: Iterable[AgreementCopy]) -> list[AgreementCopy]:
    """Lay each page under the agreement that stood when it was filed; those of the present one are left."""
    left: list[AgreementCopy] = []
    for copy in copies:
        stood = next((one for one in former if one.ended_at and copy.filed_at <= one.ended_at), None)
        (stood.copies if stood else left).append(copy)
    return left
