"""Export a list: the rows that the person sees under these filters, all levels in columns, masked.

The job of an export (reports/tasks.py) calls ``write_list``.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.rights import may, rights_of
from audit import looks, trail
from jobs import run
from jobs.models import Job
from jobs.run import Progress
from ledgers import kept_files
from ledgers.book import Listing
from ledgers.filters import Chip, PlaceFilterSet
from pages import sheets
from pages.columns import Reader, of_file
from pages.files import ListFile
from pages.views.lists import without_names
from posts import job_files


def write_list(listing: Listing, job: Job, *, progress: Progress) -> dict[str, Any]:
    """Write the file of a list with the scope of the person who asked; raises Refused without the right."""
    by = job.by
    if by is None or not may(by, "export") or not may(by, listing.verb):
        raise run.Refused(_("Your role does not export this list."))
    query = QueryDict(job.params["query"])
    found = listing.filtered(by, query)
    if not found.is_valid():
        raise run.Refused(_("The filters of the list are not valid any more. Open the list and try again."))
    reader = of_file(rights_of(by))
    rows, form = in_order(listing, found, query, reader), job.params["format"]
    total, before = rows.count(), kept_files.keys_of(listing, rows)
    if form == "xlsx" and total > sheets.MOST_ROWS:
        raise run.Refused(
            _("A worksheet takes %(most)s rows and these are %(total)s: narrow the list, or export CSV.")
            % {"most": sheets.MOST_ROWS, "total": total}
        )
    title = str(listing.model._meta.verbose_name_plural)
    chips = "；".join(chip_text(chip) for chip in found.chips(query))

    def report(done: int) -> None:
        done = min(done, total)
        progress(done, total, _("%(done)s of %(total)s rows") % {"done": done, "total": total})

    content = ListFile(title, listing.table, rows, reader).write(
        form, lambda count, sha256: manifest(title, job, count, sha256, chips, str(listing.left_out)), report
    )
    name = f"{title}-{timezone.localtime():%Y%m%d-%H%M%S}.{form}"
    file = run.attach(job, name, sheets.CONTENT_TYPES[form], content, place=job_files.mark(by))
    book, asked = listing.model._meta.label_lower, without_names(query)
    seen = looks.keys_in(rows)
    trail.record("export", None, by=by, seen=seen, book=book, rows=total, filter=asked, sha256=file.sha256)
    return {"rows": total, **kept_files.held(listing, before, kept_files.keys_of(listing, rows))}


def in_order(listing: Listing, found: PlaceFilterSet, query: QueryDict, reader: Reader) -> QuerySet[Any]:
    """The rows as the file has them. It is passed on: a column that it masks does not sort it, whoever asks."""
    order = listing.order(query.get("sort", ""), reader)
    rows: QuerySet[Any] = order.applied(listing.of_file(found.qs), backwards=False)
    return rows


def chip_text(chip: Chip) -> str:
    """A filter as the manifest names it; the name that was searched for is not passed on with the file."""
    return f"{chip.label} {'***' if chip.name == 'q' else chip.value}".strip()


def manifest(
    title: str, job: Job, count: int, sha256: str, filters: str, left_out: str
) -> list[tuple[str, Any]]:
    """Who made the file, when, from what, and what is in no file: it travels with the figures."""
    return [
        (_("List"), title),
        (_("Made by"), f"{job.by} · {scope.for_user(job.by).place}"),
        (_("Made at"), f"{timezone.localtime():%Y-%m-%d %H:%M:%S}"),
        (_("Filters"), filters or _("none")),
        (_("Rows"), count),
        *([(_("Left out"), left_out)] if left_out else ()),
        (_("Names and numbers"), _("masked")),
        (_("SHA-256 of the rows"), sha256),
    ]
