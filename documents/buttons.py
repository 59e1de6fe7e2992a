"""The way from the page of a dispute, a hazard, a village, a team, a member, a training, a meeting, a plan or a
checkpoint to its papers.
"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.rights import may
from disputes.models import Dispute
from documents.catalogue import FILE_TITLES
from hazards.models import Hazard
from hazards.of_village import open_at
from leaders.years import Board, LeaderYear
from meetings.models import Meeting
from officers.years import OfficerYear
from patrols.models import Checkpoint, PatrolPlan
from posts.models import Village
from residents import completeness
from residents.models import Household
from teams.models import Member, Team
from training.models import Training

# Of each kind of row: the pages that print its papers.
PAPERS: dict[type, tuple[tuple[str, Any], ...]] = {
    Team: (
        ("documents:team-print", gettext_lazy("Print the roster")),
        ("documents:team-consent", gettext_lazy("Print a form of consent")),
    ),
    Member: (("documents:member-print", gettext_lazy("Print the form of consent")),),
    PatrolPlan: (("documents:plan-print", gettext_lazy("Print the duty plan of the month")),),
    Checkpoint: (("documents:checkpoint-print", gettext_lazy("Print the labels of the village")),),
    Training: (("documents:training-print", gettext_lazy("Print the sign-in sheet")),),
    Meeting: (("documents:meeting-print", gettext_lazy("Print the minutes")),),
}


def of(row: Any, user: Any) -> list[dict[str, Any]]:
    """The buttons of a dispute, a hazard, and each kind of ``PAPERS``."""
    if type(row) in PAPERS:
        return _of_team(row, user)
    if isinstance(row, Household):
        return _of_household(row, user)
    if isinstance(row, LeaderYear | Board):
        return _of_leaders(row, user)
    if isinstance(row, OfficerYear):
        return _of_officer(row)
    return _of_hazard(row, user) if isinstance(row, Hazard) else _of_dispute(row, user)


def _of_leaders(row: LeaderYear | Board, user: Any) -> list[dict[str, Any]]:
    """The ledger of one leader for those who see it; the board of all for those who arrange contact points."""
    if isinstance(row, LeaderYear):
        labels = {"pdf": _("Print the ledger"), "docx": "DOCX"}
        urls = {kind: reverse("documents:leader-print", args=[row.leader.pk, kind]) for kind in labels}
    elif row.leaders and may(user, "arrange_contacts"):
        labels = {"pdf": _("Print"), "docx": "DOCX", "xlsx": "XLSX"}
        urls = {kind: reverse("documents:leaders-file", args=[kind]) for kind in labels}
    else:
        return []
    return [
        {"url": f"{urls[kind]}?year={row.year}", "label": label, "style": "quiet"}
        for kind, label in labels.items()
    ]


def _of_officer(row: OfficerYear) -> list[dict[str, Any]]:
    """For whoever sees the year."""
    labels = {"pdf": _("Print"), "docx": "DOCX", "xlsx": "XLSX"}
    return [
        {
            "url": reverse("documents:officer-print", args=[row.person.pk, kind]) + f"?year={row.year}",
            "label": label,
            "style": "quiet",
        }
        for kind, label in labels.items()
    ]


def _of_hazard(row: Hazard, user: Any) -> list[dict[str, Any]]:
    """The notice while it is not put right, for those who print."""
    if not row.is_open or row.rectified_on or not may(user, "print_papers"):
        return []
    labels = {"pdf": _("Notice (PDF)"), "docx": _("Notice (DOCX)")}
    return [
        {"url": reverse("documents:hazard-print", args=[row.pk, kind]), "label": label, "style": "quiet"}
        for kind, label in labels.items()
    ]


def of_village(village: Village, user: Any) -> list[dict[str, Any]]:
    """The papers of a village that the person serves; those of lists where there is something to print."""
    served = Village.objects.served_by(user).filter(pk=village.pk)
    if not may(user, "print_papers") or village.is_abolished or not served.exists():
        return []
    lines: list[dict[str, Any]] = []
    if open_at(village, user).exists():
        lines += _lines(
            "documents:village-problems", village, _("Problem list: open hazards"), ("pdf", "docx")
        )
    lines += _lines("documents:privacy-notice", village, _("Notice about personal data"), ("pdf", "docx"))
    households = Household.objects.visible_to(user).filter(village=village.pk, closed_on=None)
    if households.exists():
        lines += _lines("documents:door-labels", village, _("Labels for doors"), ("pdf",))
    if completeness.incomplete(households).exists():
        label = _("Households not entered whole")
        lines += _lines("documents:incomplete", village, label, ("pdf", "docx"))
    return [{"title": _("Papers"), "lines": lines}]


def _lines(page: str, village: Village, name: str, kinds: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {
            "url": reverse(page, args=[village.pk, kind]),
            "name": name,
            "why": "",
            "mark": kind.upper(),
            "style": "quiet",
        }
        for kind in kinds
    ]


def _of_dispute(row: Any, user: Any) -> list[dict[str, Any]]:
    """The button of a dispute for those who print; nothing once its text was erased, of a protected one, and of one
    that is not mediated here."""
    if not isinstance(row, Dispute) or row.erased_on or row.is_protected or not may(user, "print_papers"):
        return []
    if row.procedure not in FILE_TITLES:
        return []
    return [
        {"url": reverse("documents:dispute-papers", args=[row.pk]), "label": _("Papers"), "style": "quiet"}
    ]


def _of_household(row: Household, user: Any) -> list[dict[str, Any]]:
    """The label for its door while it is registered."""
    if row.closed_on or row.erased_on or not may(user, "print_papers"):
        return []
    url = reverse("documents:door-labels", args=[row.village_id, "pdf"])
    return [
        {"url": f"{url}?household={row.pk}", "label": _("Print the label for the door"), "style": "quiet"}
    ]


def _of_team(row: Any, user: Any) -> list[dict[str, Any]]:
    """The papers of one of ``PAPERS``; of one whose words are erased none."""
    if not may(user, "print_papers") or getattr(row, "erased_on", None):
        return []
    return [
        {"url": reverse(page, args=[row.pk, "pdf"]), "label": label, "style": "quiet"}
        for page, label in PAPERS[type(row)]
    ]
