"""Files of a list that were made before one of their rows went out of all files: they are fetched by nobody any more.

Of a list with rows that are in no file (``Listing.in_files``) the job remembers which rows its file has, by their keys.
A row that is protected later, or moves to where the person does not see it, stops the file; config/urls.py asks here.
"""

from typing import Any

from accounts.models import User
from jobs.models import Job, JobFile
from ledgers import books
from ledgers.book import Listing
from posts import job_files

HELD = "held"  # in the result of a job


def held(listing: Listing, *parts: set[int]) -> dict[str, list[int]]:
    """For the result of the job: the keys of the rows in its file; nothing of a list whose rows are all in files."""
    keys = sorted(set().union(*parts))
    return {HELD: keys} if keys and listing.in_files is not None else {}


def keys_of(listing: Listing, rows: Any) -> set[int]:
    """Asked before a file is written and after it: what is entered meanwhile may be in it, too."""
    return set() if listing.in_files is None else set(rows.order_by().values_list("pk", flat=True))


def may_fetch(user: User, file: JobFile) -> bool:
    """At the same place alone (posts/job_files.py), and while the person may still take away every row of it."""
    return job_files.may_fetch(user, file) and _is_still_open(user, file.job)


def _is_still_open(user: User, job: Job) -> bool:
    keys = job.result.get(HELD)
    if not keys:
        return True
    book = books.of_list(job.params["list"])
    rows = book.listing.of_file(book.listing.rows(user))
    return bool(rows.filter(pk__in=keys).count() == len(keys))
