"""What the county does with an import of divisions on its page: bring the files in, answer, take them over.

Each is atomic, asks for the right, and leaves an entry on the trail.
"""

import hashlib
import json
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import Stale, hold
from imports.divisions import importing, mapping_file, outcome, plans
from imports.divisions.files import DivisionFile, FaultyFiles
from imports.divisions.importing import Undecided
from imports.divisions.mapping_file import GIVEN_UP
from imports.divisions.models import DivisionImport
from imports.divisions.plans import Plan
from posts.models import County

State = DivisionImport.State
FAULTS_SHOWN = 20


def own_county(by: User) -> County:
    """The county whose divisions the person brings in. Raises PermissionDenied without the right."""
    key = scope.for_user(by).county_id
    if not may(by, "arrange_organisation") or key is None:
        raise PermissionDenied
    return County.objects.get(pk=key)


@transaction.atomic
def upload(
    files: tuple[DivisionFile, DivisionFile, DivisionFile], since: date, *, by: User
) -> DivisionImport:
    """Read the three files, of which the rows of the own county are kept. ValidationError names the faults."""
    county = own_county(by)
    try:
        sheets = importing.read(*files, county.code)
    except FaultyFiles as why:
        raise faulty(why) from why
    owner = DivisionImport.objects.create(
        by=by, county=county, since=since, divisions=DivisionImport.stored(sheets),
        file_names="、".join(file.name for file in files)[:200],
    )  # fmt: skip
    trail.record("upload_divisions", owner, by=by, since=str(since), rows=len(sheets[2].divisions))
    return owner


@transaction.atomic
def answer(
    owner: DivisionImport, decisions: dict[str, list[str]], *, by: User, mapping: DivisionFile | None = None
) -> DivisionImport:
    """Say under which codes old towns and villages go on; a mapping file is added to it, and outweighs it."""
    check_own(owner, by)
    held = hold(owner)
    _check_open(held)
    try:
        decided = decisions | (mapping_file.read(mapping) if mapping else {})
        plans.prepare(held.sheets, decided, held.since, before=held.decisions)
    except FaultyFiles as why:
        raise faulty(why, "mapping") from why
    held.decisions = held.decisions | decided
    held.save(update_fields=["decisions"])
    trail.record("answer_divisions", held, by=by, villages=len(decided))
    return held


@transaction.atomic
def take_over(
    owner: DivisionImport, *, by: User, shown: str = "", word: str = "", late_reason: str = ""
) -> DivisionImport:
    """All of it, as the page showed it (``shown``: its fingerprint). ``word``: typed where something is given up.

    ValidationError while something is not answered, or when a closed month refuses it.
    """
    check_own(owner, by)
    held = hold(owner)
    _check_open(held)
    plan = plan_of(held)
    if shown and shown != fingerprint(plan):
        raise Stale
    if not outcome.has_changes(plan):
        raise ValidationError(_("The files say what the registry has: nothing changes."))
    if given_up(plan) and word.strip() != GIVEN_UP:
        raise ValidationError(
            {"word": _("Type %(word)s: households lose their village.") % {"word": GIVEN_UP}}
        )
    try:
        plan = importing.take_over(
            held.sheets, since=held.since, before=held.decisions, by=by, late_reason=late_reason
        )
    except Undecided as why:
        raise ValidationError(str(why)) from why
    held.state, held.done_at = State.DONE, timezone.now()
    held.result = outcome.as_json(plan, is_saved=True)
    held.save(update_fields=["state", "done_at", "result"])
    trail.record("take_divisions_over", held, by=by, since=str(held.since))
    return held


def plan_of(owner: DivisionImport) -> Plan:
    """What it would do now."""
    return plans.prepare(owner.sheets, {}, owner.since, before=owner.decisions)


def given_up(plan: Plan) -> int:
    """Of how many villages households or open work would be left without a village."""
    ended = [line for line in plan.villages.ended if line.is_given_up]
    return sum(bool(plan.hanging[line.old.key].weight) for line in ended)


def fingerprint(plan: Plan) -> str:
    """Of what would change, without the numbers that people change while they work."""
    told = outcome.as_json(plan, is_saved=False)
    for one in (*told["changes"], *told["questions"], *told["proposals"]):
        one.pop("hanging", None)
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def check_own(owner: DivisionImport, by: User) -> None:
    """PermissionDenied unless it is of the person's county."""
    if own_county(by).pk != owner.county_id:
        raise PermissionDenied


def _check_open(owner: DivisionImport) -> None:
    if owner.state != State.OPEN:
        raise ValidationError(_("These files were taken over already."))


def faulty(why: FaultyFiles, field: str = "villages") -> ValidationError:
    """The faults beside the file's field, so many as are read."""
    told = [str(fault) for fault in why.faults[:FAULTS_SHOWN]]
    if len(why.faults) > FAULTS_SHOWN:
        told.append(_("... and %(count)s more.") % {"count": len(why.faults) - FAULTS_SHOWN})
    return ValidationError({field: told})
