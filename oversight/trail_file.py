"""The trail as a file, for the auditor: the own county's entries under the page's filters, as the page shows them."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access import scope
from access.job_scope import with_scope_of_requester
from access.rights import may
from audit import trail
from audit.models import Entry
from jobs import run
from jobs.models import Job
from jobs.run import Progress
from oversight.views.trail import filtered, seen_by
from pages import sheets
from pages.templatetags import trail_tags
from posts import job_files
from posts.models import Station

NAME = "oversight:trail-list"
MOST = 200_000  # entries; a file of a month of a county
CHUNK = 2_000
FILTERS = ("who", "action", "from", "to", "kind", "number", "station", "address")


@with_scope_of_requester
def write_trail(job: Job, *, progress: Progress) -> dict[str, Any]:
    """Write the file with the county of the auditor who asked; raises Refused without the right, or for too many."""
    by = job.by
    if by is None or not may(by, "read_trail"):
        raise run.Refused(_("Your role does not export this list."))
    query = QueryDict(job.params["query"])
    rows = filtered(seen_by(by), query).order_by("-pk")
    total = rows[: MOST + 1].count()
    if total > MOST:
        raise run.Refused(
            _("More than %(most)s entries: choose fewer days, a person or an action, and export again.")
            % {"most": MOST}
        )
    asked = "&".join(f"{name}={query[name]}" for name in FILTERS if query.get(name))
    content = sheets.write_csv(
        _("Trail"),
        headings(),
        _cells(rows, total, progress),
        lambda *counted: _manifest(job, asked, *counted),
    )
    title = _("Trail")
    name = f"{title}-{timezone.localtime():%Y%m%d-%H%M%S}.csv"
    file = run.attach(job, name, sheets.CSV, content, place=job_files.mark(by))
    trail.record(
        "export",
        None,
        by=by,
        book=Entry._meta.label_lower,
        rows=total,
        filter=asked[:300],
        sha256=file.sha256,
    )
    return {"rows": total}


def headings() -> list[str]:
    """The columns: those of the page, and the numbers by which an entry and an account are found again."""
    return [
        _("Number"), _("When"), _("Who"), _("Number of the account"), _("Action"), _("Subject"), _("Detail"),
        _("Station"), _("Address"), _("Transaction"),
    ]  # fmt: skip


def _cells(rows: QuerySet[Entry], total: int, progress: Progress) -> Iterator[list[Any]]:
    stations = dict(Station.objects.values_list("pk", "name"))
    for number, entry in enumerate(rows.iterator(chunk_size=CHUNK)):
        if number % CHUNK == 0:
            progress(number, total, ngettext("%(n)s entry", "%(n)s entries", number) % {"n": number})
        yield [
            entry.pk,
            f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}",
            entry.actor_name or _("The system"),
            entry.actor_id or "",
            trail_tags.verb(entry.action),
            trail_tags.subject(entry),
            _details_line(entry),
            stations.get(entry.station_id or 0, ""),
            entry.address or "",
            entry.tx,
        ]


def _details_line(entry: Entry) -> str:
    """The details of the entry in a line. Changed fields by name: before and after are on the entry's own page."""
    texts = [f"{name}：{value}" for name, value in trail_tags.details(entry)]
    changed = [str(name) for name, _before, _after in trail_tags.changes(entry)]
    return "；".join(
        [*texts, *([_("changed: %(fields)s") % {"fields": "、".join(changed)}] if changed else [])]
    )


def _manifest(job: Job, asked: str, count: int, digest: str) -> list[tuple[str, Any]]:
    return [
        (_("List"), _("Trail")),
        (_("Made by"), f"{job.by} · {scope.for_user(job.by).place}"),
        (_("Made at"), f"{timezone.localtime():%Y-%m-%d %H:%M:%S}"),
        (_("Filters"), trail_tags.filters_in_words(Entry._meta.label_lower, asked) or _("none")),
        (_("Rows"), count),
        (_("SHA-256 of the rows"), digest),
    ]
