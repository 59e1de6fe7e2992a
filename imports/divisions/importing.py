"""Taking over the national division codes: counties, towns and villages, again and again.

A division that goes on under another code, name or town stays one row; what the files say about it is worked out in
``divisions.plans`` and saved by ``divisions.saving``. Called by manage.py import_divisions and the county's page.
"""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from imports.divisions import files, outcome, plans, saving
from imports.divisions.files import DivisionFile, FaultyFiles, Sheet
from imports.divisions.outcome import Changes
from imports.divisions.plans import Plan
from posts.models import County

__all__ = ["Changes", "FaultyFiles", "Undecided", "import_divisions", "take_over"]


class Undecided(Exception):
    """Nothing was saved: villages with households have no successor yet, or nobody has confirmed the proposals."""

    def __init__(self, plan: Plan):
        asked = len(plan.questions)
        text = (
            _("%(n)s villages have no successor yet, or several that fit; nothing was saved.") % {"n": asked}
            if asked
            else _("%(n)s successors are proposed; confirm or correct them. Nothing was saved.")
            % {"n": len(plan.proposals)}
        )
        super().__init__(text)
        self.plan = plan


def import_divisions(
    counties: DivisionFile,
    towns: DivisionFile,
    villages: DivisionFile,
    *,
    since: date,
    county: str = "",
    decisions: dict[str, list[str]] | None = None,
    is_confirmed: bool = False,
    by: User | None = None,
    dry_run: bool = False,
    late_reason: str = "",
) -> Plan:
    """Bring counties, towns and villages to the state of the files, from ``since`` on; all of it or nothing.

    ``county`` limits the import to one county of larger files. ``decisions``: old code -> new codes or words
    (divisions.mapping_file); ``is_confirmed``: the proposals hold. ``dry_run`` works everything out, then undoes it.
    ``by`` None is the command line. Raises FaultyFiles with every fault of the files, Undecided, and ValidationError
    when a village is closed or opened again within a closed month (``late_reason``: why, of a published one).
    """
    return take_over(
        read(counties, towns, villages, county), since=since, decisions=decisions, is_confirmed=is_confirmed, by=by,
        dry_run=dry_run, late_reason=late_reason,
    )  # fmt: skip


def read(
    counties: DivisionFile, towns: DivisionFile, villages: DivisionFile, county: str = ""
) -> list[Sheet]:
    """The three files, or those of one county of them. Raises FaultyFiles with every fault."""
    sheets = [
        files.read(counties, files.COUNTIES, county=county),
        files.read(towns, files.TOWNS, county=county),
        files.read(villages, files.VILLAGES, county=county),
    ]
    files.check_parents(sheets[1], sheets[0], files.TOWNS)
    files.check_parents(sheets[2], sheets[1], files.VILLAGES)
    if county and not sheets[0].lines and not sheets[0].faults:
        wrong = _("The county %(code)s is not in the file.") % {"code": county}
        sheets[0].fault(1, "code", wrong, _("Check the code, or import without choosing a county."))
    if faults := [fault for sheet in sheets for fault in sheet.faults]:
        raise FaultyFiles(faults)
    return sheets


def take_over(
    sheets: list[Sheet],
    *,
    since: date,
    decisions: dict[str, list[str]] | None = None,
    before: dict[str, list[str]] | None = None,
    is_confirmed: bool = False,
    by: User | None = None,
    dry_run: bool = False,
    late_reason: str = "",
) -> Plan:
    """See ``import_divisions``; of files that were read before. ``before``: answers that may be out of date."""
    if by is not None and not may(by, "arrange_organisation"):
        raise PermissionDenied
    with transaction.atomic():
        # One import at a time: two would both find the same villages missing.
        list(
            County.objects.filter(code__in=sheets[0].divisions).order_by("pk").select_for_update(no_key=True)
        )
        plan = plans.prepare(sheets, decisions or {}, since, before=before)
        is_undecided = bool(plan.questions or (plan.proposals and not is_confirmed))
        if is_undecided and not dry_run:
            raise Undecided(plan)
        if not plan.questions:
            saving.save(plan, by=by, late_reason=late_reason)
            _record(plan, by)
        transaction.set_rollback(dry_run)
    return plan


def _record(plan: Plan, by: User | None) -> None:
    towns, villages = outcome.of_towns(plan), outcome.of_villages(plan)
    codes = [row.code for row in plan.counties]
    for county in County.objects.filter(code__in=codes).order_by("code"):
        trail.record(
            "import_divisions",
            county,
            by=by,
            since=str(plan.since),
            towns=towns.counts(county.code),
            villages=villages.counts(county.code),
        )
