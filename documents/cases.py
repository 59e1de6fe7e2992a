"""A dispute with everything that papers print of it, read once: only what the person may see."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from typing import Any

from access.rights import may
from accounts.models import User
from audit import history
from disputes.models import Agreement, Dispute, Duty, FollowUp, Mediator, Party, Session
from encryption.masks import UNREADABLE
from residents.models import Resident

SIDES = dict(zip("ABCDEF", "甲乙丙丁戊己", strict=True))
Host = Dispute.Host
# What the body is called that hosts; of a committee with a place before it, the place is for the pen.
COMMITTEES: dict[str, str] = {
    Host.VILLAGE: "{village}人民调解委员会",
    Host.NEIGHBOURHOOD: "{village}人民调解委员会",
    Host.TOWN: "{town}人民调解委员会",
    Host.SUBDISTRICT: "{town}人民调解委员会",
    Host.ENTERPRISE: "",
    Host.SOCIETY: "",
    Host.POLICE: "{station}",
}


@dataclass
class Case:
    """``by``: who prints. Rows that the person does not see are not there; who sees no names sees none of its parts."""

    dispute: Dispute
    by: User
    sessions: list[Session] = field(default_factory=list)

    @classmethod
    def of(cls, dispute: Dispute, by: User) -> "Case":
        return cls(dispute, by, list(_visible(Session, dispute, by)))

    @cached_property
    def parties(self) -> list[Party]:
        return list(_visible(Party, self.dispute, self.by))

    @cached_property
    def mediators(self) -> list[Mediator]:
        return list(_visible(Mediator, self.dispute, self.by).select_related("user"))

    @cached_property
    def agreement(self) -> Agreement | None:
        """The one that holds now."""
        found: Agreement | None = _visible(Agreement, self.dispute, self.by).filter(replaced_on=None).first()
        return found

    @cached_property
    def former(self) -> list[Agreement]:
        """Those that held once: corrected since, or ended as the dispute was taken up again. No drafts."""
        rows = _visible(Agreement, self.dispute, self.by)
        return list(rows.filter(is_final=True, replaced_on__isnull=False))

    def duties_of(self, agreement: Agreement) -> list[Duty]:
        """What was promised in it; of a corrected one also the duties that went over to the next, as they were."""
        rows = list(_visible(Duty, self.dispute, self.by).select_related("who"))
        found = [one for one in rows if one.agreement_id == agreement.pk]
        if agreement.replaced_on:
            found += _before(agreement, [one for one in rows if one.agreement_id != agreement.pk])
        return sorted(found, key=lambda one: (one.due_on, one.pk))

    @cached_property
    def houses(self) -> dict[int, str]:
        """Key of a resident -> village and house number, of the parties that are in the register."""
        keys = [one.resident_id for one in self.parties if one.resident_id]
        rows = Resident.objects.visible_to(self.by).filter(pk__in=keys) if keys else Resident.objects.none()
        return {one.pk: _house(one) for one in rows.select_related("household__village__town")}

    @cached_property
    def follow_ups(self) -> list[FollowUp]:
        """Those that were made."""
        rows = _visible(FollowUp, self.dispute, self.by).filter(made_on__isnull=False)
        return list(rows.select_related("made_by"))

    @cached_property
    def body(self) -> str:
        """The body that mediates; empty where the registry does not know its name."""
        dispute = self.dispute
        village = dispute.village
        return COMMITTEES[dispute.host].format(village=village, town=village.town, station=dispute.station)

    @property
    def is_withdrawn(self) -> bool:
        return self.dispute.state == Dispute.State.WITHDRAWN


def _house(resident: Resident) -> str:
    """石桥镇东门村12号; nothing where the number is erased."""
    home = resident.household
    return f"{home.village.town}{home.village}{home.number}" if home.number else ""


def _before(agreement: Agreement, moved: list[Duty]) -> list[Duty]:
    """The duties that belong to a later agreement now, as they stood when they left this one."""
    rows = history.changes_model(Duty).objects.filter(
        agreement_id=agreement.pk, pgh_obj_id__in=[one.pk for one in moved]
    )
    last = {row.pgh_obj_id: row for row in rows.order_by("pgh_id")}
    names = ("what", "amount", "due_on", "state", "settled_on", "proof")
    return [
        Duty(pk=one.pk, who=one.who, **{name: getattr(last[one.pk], name) for name in names})
        for one in moved
        if one.pk in last
    ]


def _visible(model: Any, dispute: Dispute, by: User) -> Any:
    found = model.objects.visible_to(by).filter(dispute=dispute)
    return found if may(by, "see_names") else found.none()


def plain(value: Any) -> str:
    """A text as it is stored; nothing for what is empty or can not be read any more."""
    return "" if value is None or value is UNREADABLE else str(value)


def day(value: date | None) -> str:
    """2026年3月5日; nothing without one."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def clock(value: time | None) -> str:
    return f"{value.hour}时{value.minute:02d}分" if value else ""


def named(names: Iterable[str]) -> str:
    return "、".join(name for name in names if name)
