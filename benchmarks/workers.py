"""``python -m benchmarks.workers [--rounds N] [--scale county]``: which web processes and threads serve a crowd best.

Sixty-four people at once, as in ``--only crowd``, on three pages: today of an officer, a list, the board of a station.
Each round asks every setting in another order than the round before; what is printed are medians of the rounds, and for
each setting the pages a second over those of the shipped one in the same round. On a machine that does other work look
at the processor's time for a page: it says what an idle one would reach. The memory is what the processes of the
server take together (PSS, a page that several share counted once). The ports, the database and the people are those of
``python -m benchmarks``.
"""

import argparse
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks import database
from benchmarks.scales import SCALES

CORES = os.cpu_count() or 1
PAGES = (("officer", "reports:home"), ("officer", "residents:visit-list"), ("chief", "reports:home"))


@dataclass(frozen=True)
class Setting:
    kind: str  # of gunicorn's workers: "sync" closes each connection after its page
    workers: int
    threads: int = 1

    def __str__(self) -> str:
        return f"{self.kind} {self.workers}" + (f" x {self.threads}" if self.kind == "gthread" else "")


SHIPPED = Setting("gthread", CORES + 1, 4)
SETTINGS = tuple(
    dict.fromkeys(
        (
            SHIPPED,
            Setting("sync", CORES + 1),
            Setting("sync", 2 * CORES + 1),
            Setting("gthread", 1, 8),
            Setting("gthread", CORES, 2),
            Setting("gthread", CORES, 4),
            Setting("gthread", CORES, 8),
            Setting("gthread", CORES + 1, 2),
            Setting("gthread", 2 * CORES + 1, 4),
        )
    )
)


@dataclass
class Found:
    """What a setting reached, a value a round: pages a second and slowest twentieth (seconds) of each page; bytes."""

    a_second: list[list[float]] = field(default_factory=list)
    slowest: list[list[float]] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)  # seconds of the server's processes for a page


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.workers", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", choices=SCALES, default="trial")
    given = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    with database.own_database():
        measure(given.scale, given.rounds)
    return 0


def measure(scale: str, rounds: int) -> None:
    import django

    django.setup()
    from django.db import connections

    from benchmarks import filling
    from benchmarks.cast import people

    try:
        filling.fill(SCALES[scale])
        cast = people(SCALES[scale])
        found = {setting: Found() for setting in SETTINGS}
        for number in range(rounds):
            turn = number % len(SETTINGS)
            for setting in SETTINGS[turn:] + SETTINGS[:turn]:
                ask(setting, found[setting], cast)
        table(found)
    finally:
        connections.close_all()


def ask(setting: Setting, found: Found, cast: dict) -> None:
    from django.urls import reverse

    from benchmarks.goals.crowd import rush
    from benchmarks.goals.pages import server, signed_in

    options = ("--worker-class", setting.kind, "--threads", str(setting.threads))
    rushes, spent = [], []
    with server(setting.workers, *options) as running:
        for person, name in PAGES:
            cookie = signed_in(cast[person]).cookies.output(header="", sep=";").strip()
            rush(running.port, reverse(name), cookie)  # the first one warms up
            before = cpu_of(running.pid)
            rushes.append(rush(running.port, reverse(name), cookie))
            spent.append((cpu_of(running.pid) - before) / rushes[-1].pages)
        found.cpu.append(sum(spent) / len(spent))
        found.memory.append(memory_of(running.pid))
    found.a_second.append([one.a_second for one in rushes])
    found.slowest.append([one.slowest for one in rushes])


def processes(pid: int) -> list[str]:
    return [str(pid), *Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def cpu_of(pid: int) -> float:
    """Seconds of processor that a process and its children have had."""
    ticks = 0
    for one in processes(pid):
        numbers = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(numbers[11]) + int(numbers[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_of(pid: int) -> int:
    """Bytes of a process and its children."""
    return sum(shared_out(one) for one in processes(pid))


def shared_out(pid: str) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def table(found: dict[Setting, Found]) -> None:
    heads = [f"{person} {name.partition(':')[2]}" for person, name in PAGES]
    print(
        "setting".ljust(16),
        *(f"{head:>26}" for head in heads),
        "   over the shipped  CPU a page  memory  connections",
    )
    shipped = [sum(one) for one in found[SHIPPED].a_second]
    for setting, one in found.items():
        pages = [
            f"{median(a):8.0f} a second, {median(s) * 1000:4.0f} ms"
            for a, s in zip(zip(*one.a_second, strict=True), zip(*one.slowest, strict=True), strict=True)
        ]
        over = [sum(mine) / other for mine, other in zip(one.a_second, shipped, strict=True)]
        print(
            f"{setting!s:16}", *(f"{page:>26}" for page in pages),
            f"{median(over):8.2f} ({min(over):.2f}-{max(over):.2f})", f"{median(one.cpu) * 1000:9.1f} ms",
            f"{median(one.memory) / 1e6:6.0f} MB",
            f"{setting.workers * setting.threads:10}",
        )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
