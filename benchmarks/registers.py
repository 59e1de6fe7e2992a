"""``python -m benchmarks.registers [ROWS]``: a register of 10,000 rows as PDF, through the job that people start.

Asked in the environment of a running registry, whose worker does the work, so that nothing is simulated:
``python3 -m ops exec -- python -m benchmarks.registers`` beside ``python3 -m ops run``. Prints the seconds until the
file is there, each step of the progress that the page shows, and the most memory that a worker and the process that
lays the pages out took. The job is that of the county's account of the demonstration; its file stays among its jobs.
"""

import os
import sys
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

ROWS, GOAL_SECONDS, GOAL_MEGABYTES = 10_000, 120, 600
LIST = "residents:visit-list"
LAYING_OUT, WORKING = "typst_process.py", "celery"
HERE = str(Path(__file__).parents[1])


@dataclass
class Peaks:
    """The most that each kind of process took so far, in MB of its own and shared memory (VmRSS)."""

    found: dict[str, float] = field(default_factory=dict)

    def look(self) -> None:
        """Of every process of this registry that is there now."""
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                kind = next((kind for kind in (LAYING_OUT, WORKING) if kind in command), "")
                if not kind or not os.readlink(folder / "cwd").startswith(HERE):
                    continue
                status = (folder / "status").read_text()
            except OSError:  # it has ended meanwhile, or is somebody else's
                continue
            taken = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
            self.found[kind] = max(self.found.get(kind, 0.0), int(taken[0]) / 1_000 if taken else 0.0)


def main() -> int:
    import django

    django.setup()
    from django.db import transaction

    from access import scope
    from accounts.models import User
    from demo.logins import SHOWN
    from policies.acting import HOUSEKEEPING, acting

    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with acting(HOUSEKEEPING), transaction.atomic():
        by = User.objects.get(username=next(name for name in SHOWN if name.startswith("county")))
        county = scope.acting_as(by)
    with acting(county):
        with transaction.atomic():
            query, rows = months_of(wanted)
        return measure(by, query, rows)


def months_of(wanted: int) -> tuple[str, int]:
    """The query of the fewest months until now in which the county has ``wanted`` visits, and how many these are."""
    from django.utils import timezone

    from calendars import calendar
    from residents.models import Visit

    month, rows = calendar.this_month(), 0
    first: date = Visit.objects.order_by("occurred_on").values_list("occurred_on", flat=True)[0]
    while rows < wanted and month >= first.replace(day=1):
        rows = Visit.objects.filter(occurred_on__gte=month, occurred_on__lte=timezone.localdate()).count()
        month = calendar.shift(month, -1)
    return f"from_month={calendar.shift(month, 1):%Y-%m}", rows


def measure(by: Any, query: str, rows: int) -> int:
    from django.core.cache import cache
    from django.db import transaction

    from jobs import run
    from jobs.models import Job
    from reports import tasks

    begun = time.monotonic()
    with transaction.atomic():
        job = run.start(tasks.write_list, by=by, title="benchmark", list=LIST, format="pdf", query=query)
    peaks, printed = Peaks(), ""
    while True:
        with transaction.atomic():
            state: Any = Job.objects.values("state", "error", "result").get(pk=job.pk)
        step = (cache.get(f"job:{job.pk}") or {}).get("message", "")
        if step != printed:
            print(f"{time.monotonic() - begun:6.1f} s  {step}", flush=True)
            printed = step
        peaks.look()
        if state["state"] in (Job.State.DONE, Job.State.FAILED):
            break
        time.sleep(0.2)
    seconds = time.monotonic() - begun
    print(f"{state['state']}: {rows:,} rows asked for, {state['result']} {state['error']}")
    for kind, taken in sorted(peaks.found.items()):
        print(f"{kind:20} {taken:5.0f} MB at most, of {GOAL_MEGABYTES}")
    print(f"{seconds:.1f} s of {GOAL_SECONDS}")
    is_met = seconds <= GOAL_SECONDS and max(peaks.found.values(), default=0) <= GOAL_MEGABYTES
    return 0 if is_met and state["state"] == Job.State.DONE else 1


if __name__ == "__main__":
    sys.exit(main())
