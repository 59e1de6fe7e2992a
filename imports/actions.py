"""What is done with an import: bring it in, say what columns mean, check, confirm, take over, withdraw.

Pages, jobs and manage.py import_sheet call these. Each is atomic, asks for the role, and leaves an entry on the trail.
"""

import hashlib
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access import scope
from access.rights import MAY, may
from accounts.models import User
from audit import trail, versions
from imports import amounts, columns, kinds, staging, withdrawing
from imports.amounts import check_something, to_take
from imports.committing import hand_nothing_out
from imports.meaning import check_columns, check_since, fingerprint, headings_of
from imports.models import Import, ImportLine, Mapping
from imports.sheets import reading
from imports.sheets.faults import Unreadable
from jobs import run
from jobs.models import Job
from jobs.run import Progress
from posts.models import Assignment, Membership, Post, Village
from posts.querysets import open_on

State = Import.State
HandOut = kinds.HandOut
LONGEST_NAME = 120


def quietly(_step: int, _steps: int, _message: str) -> None:
    """Progress that nobody follows."""


@transaction.atomic
def upload(name: str, content: bytes, *, by: User) -> Import:
    """Read the file and store its lines, without what must not be stored; the columns are guessed.

    Raises PermissionDenied without the right, ValidationError with the true cause for a file that is not taken.
    """
    kind, where = kinds.for_person(by), scope.for_user(by)
    station, county = where.above
    if kind is None or (county := county or where.county_id) is None:
        raise PermissionDenied
    owner = Import.objects.create(
        by=by,
        kind=kind.code,
        station_id=station,
        post_id=where.post_id,
        county_id=county,
        file_name=name[-LONGEST_NAME:],
        sha256=hashlib.sha256(content).hexdigest(),
    )
    try:
        known = partial(columns.known, meanings=kind.meanings)
        staging.store(owner, reading.tables(content, known), kind.meanings)
    except Unreadable as why:
        raise ValidationError({"file": str(why)}) from why
    headings = headings_of(owner)
    _check_size(owner, kind)
    remembered = station and Mapping.objects.filter(station=station, headings=fingerprint(headings)).first()
    owner.columns = remembered.columns if remembered else columns.guessed(headings, kind.meanings)
    owner.columns = {name: code for name, code in owner.columns.items() if name not in owner.forbidden}
    owner.save()
    trail.record("upload_import", owner, by=by, rows=owner.rows, sha256=owner.sha256)
    return owner


def _check_size(owner: Import, kind: kinds.Kind) -> None:
    """What is taken over while the page waits has its bound."""
    most = int(rules.newest("import.rows_of_people_and_places"))
    if not kind.in_background and owner.rows > most:
        raise ValidationError(
            {"file": _("The sheet has more than %(n)s rows. Bring it in in parts.") % {"n": most}}
        )


def hold(owner: Import, *states: str) -> Import:
    """The import, locked until the transaction ends. ValidationError unless it is in one of the states.

    Raises Stale when it has changed since ``owner`` was read (audit/versions.py).
    """
    held = versions.hold(owner)
    if held.state not in states:
        raise ValidationError(
            _("The import is now: %(state)s. Load the page again.") % {"state": held.get_state_display()}
        )
    return held


def check_own(owner: Import, by: User) -> None:
    """PermissionDenied unless the person brought the import in and may import sheets of its kind."""
    if not may(by, kinds.of(owner).verb) or owner.by_id != by.pk:
        raise PermissionDenied


def may_withdraw(owner: Import, by: User) -> bool:
    """Who brought it in; once that person works there no more, whoever imports such sheets at its post, its station or,
    of one that lies at no station, in its county. Not the chief, who changes nothing of the register.
    """
    if not may(by, kinds.of(owner).verb):
        return False
    if owner.by_id == by.pk:
        return True
    where = scope.for_user(by)
    of_post = owner.post_id is not None and where.post_id == owner.post_id
    of_station = owner.station_id is not None and not where.post_id and where.station_id == owner.station_id
    of_county = owner.post_id is None and owner.station_id is None and where.county_id == owner.county_id
    there = (
        Q(post=owner.post_id) if owner.post_id
        else Q(station=owner.station_id) if owner.station_id
        else Q(county=owner.county_id, role__in=MAY[kinds.of(owner).verb])
    )  # fmt: skip
    at_work = Assignment.objects.at_work(timezone.localdate()).filter(there, user=owner.by_id)
    return (of_post or of_station or of_county) and not at_work.exists()


@transaction.atomic
def choose_columns(
    owner: Import,
    chosen: dict[str, str],
    *,
    by: User,
    since: date | None,
    all_are_14: bool = False,
    village: Village | None = None,
) -> Import:
    """Say what the columns mean; the station's next sheet with these headings is read in the same way.

    ``chosen``: heading -> code of imports/columns.py. Raises ValidationError for a choice with which no household can
    be found, and for a day that lies in a closed month.
    """
    check_own(owner, by)
    given_up = [State.CHECKING, State.COMMITTING] if has_failed(owner) else []
    held = hold(owner, State.UPLOADED, State.MAPPED, State.CHECKED, *given_up)
    held.columns = {name: code for name, code in chosen.items() if code and name not in held.forbidden}
    check_columns(held)
    if kinds.of(held).in_background:
        check_since(held, since)
    held.households_since, held.all_are_14 = since, all_are_14
    held.for_village = village.pk if village else None
    held.state = State.MAPPED
    held.save()
    if held.station:
        Mapping.objects.update_or_create(
            station=held.station,
            headings=fingerprint(headings_of(held)),
            defaults={"columns": held.columns},
        )
    trail.record("choose_columns", held, by=by, columns=sorted(set(held.columns.values())))
    return held


def is_checked_at_once(owner: Import) -> bool:
    """Has the file so few rows that its person waits for the check on the page?"""
    return not kinds.of(owner).in_background or owner.rows <= int(rules.newest("import.rows_at_once"))


@transaction.atomic
def start_check(owner: Import, *, by: User, task: Any) -> Job:
    """Promise the check of a large file to a worker."""
    check_own(owner, by)
    held = hold(owner, State.MAPPED)
    title = _("Check %(rows)s rows of a sheet") % {"rows": held.rows}
    held.state, held.job = State.CHECKING, run.start(task, by=by, title=title, owner=held.pk)
    held.save(update_fields=["state", "job"])
    trail.record("start_check", held, by=by, rows=held.rows)
    return held.job


def has_failed(owner: Import) -> bool:
    """Did the worker give the check or the commit up? Then the columns may be chosen, and the lines checked, again."""
    running = owner.state in {State.CHECKING, State.COMMITTING}
    return running and (owner.job is None or owner.job.state == Job.State.FAILED)


@transaction.atomic
def check(owner: Import, *, by: User, progress: Progress = quietly) -> Import:
    """Work out what each line would become; nothing of the register changes. Again after a commit that failed."""
    check_own(owner, by)
    given_up = [State.COMMITTING] if has_failed(owner) else []
    held = hold(owner, State.MAPPED, State.CHECKING, State.CHECKED, *given_up)
    held.counts = kinds.of(held).check(held, by, progress)
    held.state, held.confirmed_by = State.CHECKED, None
    held.save()
    trail.record("check_import", held, by=by, **amounts.by_state(held.counts))
    return held


@transaction.atomic
def tick(owner: Import, lines: list[int], *, by: User) -> int:
    """Take these doubtful lines over with the good ones, and no other doubtful one. Returns how many are ticked."""
    check_own(owner, by)
    held = hold(owner, State.CHECKED)
    doubtful = held.lines.filter(state=ImportLine.State.DOUBTFUL)
    doubtful.update(is_ticked=False)
    ticked = doubtful.filter(pk__in=lines).update(is_ticked=True)
    held.confirmed_by = None
    held.save(update_fields=["confirmed_by"])
    trail.record("tick_import", held, by=by, rows=ticked)
    return ticked


def needs_confirmation(owner: Import) -> bool:
    """More rows than somebody may bring in without the chief?"""
    limit = rules.whole("import.rows_alone", on=timezone.localdate(), county=owner.county.code)
    return kinds.of(owner).in_background and owner.rows > limit and owner.confirmed_by_id is None


@transaction.atomic
def confirm(owner: Import, *, by: User) -> Import:
    """The chief lets a large import of somebody else's in."""
    if not may(by, "confirm_import") or scope.for_user(by).station_id != owner.station_id:
        raise PermissionDenied
    held = hold(owner, State.CHECKED)
    if held.by_id == by.pk:
        raise ValidationError(_("You brought this sheet in yourself; somebody else confirms it."))
    held.confirmed_by = by
    held.save(update_fields=["confirmed_by"])
    trail.record("confirm_import", held, by=by, rows=held.rows)
    return held


@transaction.atomic
def start_commit(owner: Import, *, by: User, task: Any) -> Job:
    """Promise the commit to a worker. ValidationError while the chief has not confirmed a large import."""
    check_own(owner, by)
    held = hold(owner, State.CHECKED)
    if needs_confirmation(held):
        raise ValidationError(_("The import has so many rows that the chief confirms it first."))
    check_something(held)
    title = _("Take over %(rows)s rows of a sheet") % {"rows": to_take(held)}
    held.state, held.job = State.COMMITTING, run.start(task, by=by, title=title, owner=held.pk)
    held.save(update_fields=["state", "job"])
    trail.record("start_import", held, by=by, rows=held.rows)
    return held.job


@transaction.atomic
def commit(
    owner: Import, *, by: User, progress: Progress = quietly, hand_out: HandOut = hand_nothing_out
) -> dict[str, int]:
    """Take the good and the ticked lines over, all or nothing; returns how many rows were made and changed.

    ``hand_out`` is given each new account with its activation code, which is stored nowhere.
    """
    check_own(owner, by)
    held = hold(owner, State.CHECKED, State.COMMITTING)
    if needs_confirmation(held):
        raise ValidationError(_("The import has so many rows that the chief confirms it first."))
    check_something(held)
    rows = to_take(held)
    made = kinds.of(held).commit(held, by, progress, hand_out)
    held.counts |= {f"made_{name}": number for name, number in made.items()} | {"taken": rows}
    held.state, held.done_at = State.DONE, timezone.now()
    held.save()
    for place in _read_at(held):
        trail.record_at(place, "commit_import", held, by=by, **made)
    return made


def _read_at(owner: Import) -> list[Post | None]:
    """Where the entry of the trail is read to which the histories of the rows point: one for each of their posts."""
    villages = owner.lines.filter(state=ImportLine.State.COMMITTED, household__isnull=False)
    here = Membership.objects.filter(
        open_on(timezone.localdate()), village__in=villages.order_by().values("village").distinct()
    )
    posts = Post.objects.filter(pk__in=here.values("post")).select_related("station").order_by("pk")
    return list(posts) or [None]


@transaction.atomic
def withdraw(owner: Import, *, by: User) -> dict[str, int]:
    """Take the import back whole, within the days of the rule; returns how many rows left or are as before.

    ValidationError names the rows that were changed or used since.
    """
    if not may_withdraw(owner, by):
        raise PermissionDenied
    held = hold(owner, State.DONE)
    withdrawn = kinds.of(held).withdraw
    if withdrawn is None:
        raise ValidationError(
            _("Villages are moved to another post, one by one; the sheet is not withdrawn.")
        )
    days = rules.days("import.withdraw_days", on=timezone.localdate(), county=held.county.code)
    if not withdrawing.until(held, days):
        raise ValidationError(_("The import is older than %(n)s days and stays.") % {"n": days.days})
    gone = withdrawn(held, by)
    held.state, held.withdrawn_at = State.WITHDRAWN, timezone.now()
    held.save(update_fields=["state", "withdrawn_at"])
    for place in _read_at(held):
        trail.record_at(place, "withdraw_import", held, by=by, **gone)
    return gone
