"""Export a list: the rows that the person sees under these filters, all levels in columns, masked.

The job of an export (reports/tasks.py) calls ``write_list``.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.rights import may
from audit import trail
from encryption.fields import Ciphertext
from jobs import run
from jobs.models import Job
from jobs.run import Progress
from ledgers.book import Listing
from ledgers.filters import Chip
from ledgers.tables import SheetHead
from pages import sheets
from posts import job_files
from posts.models import Placed

CHUNK = 2_000
CACHED = 4_096  # values a column: every choice, place and day, and the names of a village


def write_list(listing: Listing, job: Job, *, progress: Progress) -> dict[str, Any]:
    """Write the file of a list with the scope of the person who asked; raises Refused without the right."""
    by = job.by
    if by is None or not may(by, "export") or not may(by, listing.verb):
        raise run.Refused(_("Your role does not export this list."))
    query = QueryDict(job.params["query"])
    found = listing.filtered(by, query)
    if not found.is_valid():
        raise run.Refused(_("The filters of the list are not valid any more. Open the list and try again."))
    order = listing.order(query.get("sort", ""))
    rows = order.applied(found.qs.select_related(None), backwards=False)
    columns = listing.table.sheet_columns()
    total = rows.count()
    write, content_type = sheets.WRITERS[job.params["format"]]
    title = str(listing.model._meta.verbose_name_plural)
    chips = "；".join(chip_text(chip) for chip in found.chips(query))
    content = write(
        title,
        [heading for heading, _path, _cell in columns],
        _cells(rows, columns, total, progress),
        lambda count, sha256: manifest(title, job, count, sha256, chips),
    )
    name = f"{title}-{timezone.localtime():%Y%m%d-%H%M%S}.{job.params['format']}"
    file = run.attach(job, name, content_type, content, place=job_files.mark(by))
    trail.record("export", None, by=by, book=listing.model._meta.label_lower, rows=total, sha256=file.sha256)
    return {"rows": total}


def chip_text(chip: Chip) -> str:
    """A filter as the manifest names it; the name that was searched for is not passed on with the file."""
    return f"{chip.label} {'***' if chip.name == 'q' else chip.value}".strip()


def manifest(title: str, job: Job, count: int, sha256: str, filters: str) -> list[tuple[str, Any]]:
    """Who made the file, when, from what: it travels with the figures."""
    return [
        (_("List"), title),
        (_("Made by"), f"{job.by} · {scope.for_user(job.by).place}"),
        (_("Made at"), f"{timezone.localtime():%Y-%m-%d %H:%M:%S}"),
        (_("Filters"), filters or _("none")),
        (_("Rows"), count),
        (_("Names and numbers"), _("masked")),
        (_("SHA-256 of the rows"), sha256),
    ]


def _cells(
    rows: QuerySet[Placed], columns: list[SheetHead], total: int, progress: Progress
) -> Iterator[list[Any]]:
    """Each row's cells. A column makes the same cell of the same value, so cells are cached."""
    paths = [path for _heading, path, _cell in columns]
    makers = [lru_cache(CACHED)(cell) for _heading, _path, cell in columns]
    for number, (pk, *row) in enumerate(rows.values_list("pk", *paths).iterator(chunk_size=CHUNK)):
        if number % CHUNK == 0:
            progress(number, total, _("%(done)s of %(total)s rows") % {"done": number, "total": total})
        yield [make(_opened(value, pk)) for make, value in zip(makers, row, strict=True)]


def _opened(value: Any, pk: int) -> Any:
    """What a column's cell is made of; an encrypted value opens with the key of its row."""
    return value.read(pk) if isinstance(value, Ciphertext) else value
