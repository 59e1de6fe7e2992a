"""Supervises the system's programs: one that ends is started again, after a pause that grows with its failures.

One that runs and does nothing is ended first: it stands still, or gives no answer to its probe (probes.py). So is a
child of it that stands still, whose place the program then fills itself. Called by ops/run.py.
"""

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field

from ops import probes
from ops.instance import Instance
from ops.processes import Process
from ops.trouble import explain

LONGEST_PAUSE = 5.0
STEADY_AFTER = 5.0  # seconds of running after which earlier failures are forgotten
ENOUGH_FAILURES = 4  # before the system has been healthy once
LONGEST_ROUND = 5.0  # seconds between two rounds; after more the supervisor itself stood still
CHECKED_EVERY = 2.0  # seconds: processes that stand still, the size of logs


@dataclass
class Watched:
    process: Process
    failures: int = 0
    started_at: float = field(default_factory=time.monotonic)
    start_at: float | None = None
    asked: probes.Asked | None = None
    stopped: probes.StoppedProcesses = field(default_factory=probes.StoppedProcesses)

    def __post_init__(self) -> None:
        self.ask_anew()

    def ask_anew(self) -> None:
        """Of a process that has begun."""
        self.end_asking()
        self.asked = probes.Asked(self.process.probe) if self.process.probe else None
        self.stopped = probes.StoppedProcesses()

    def end_asking(self) -> None:
        if self.asked:
            self.asked.is_over.set()

    def forgive(self) -> None:
        self.stopped.forgive()
        if self.asked:
            self.asked.forgive()

    @property
    def pause(self) -> float:
        return 0.0 if self.failures == 0 else min(LONGEST_PAUSE, 0.25 * 2**self.failures)


class Supervisor:
    def __init__(self, instance: Instance, stores: list[Process]) -> None:
        self.instance = instance
        self.programs: list[Process] = []
        self.watched = [Watched(process) for process in stores]
        self.was_healthy = False
        self.looked_at = self.checked_at = time.monotonic()

    def add(self, process: Process) -> None:
        self.programs.append(process)
        process.start(self.instance)
        self.watched.append(Watched(process))

    def look_after(self) -> None:
        """One round; called a few times a second."""
        now = time.monotonic()
        if now - self.looked_at > LONGEST_ROUND:
            for watched in self.watched:
                watched.forgive()
        self.looked_at = now
        if now - self.checked_at > CHECKED_EVERY:
            self.checked_at = now
            self.check()
        for watched in self.watched:
            if watched.process.is_running:
                if now - watched.started_at > STEADY_AFTER:
                    watched.failures = 0
            elif watched.start_at is None:
                self.notice_end(watched, now)
            elif now >= watched.start_at:
                self.start_again(watched, now)

    def check(self) -> None:
        self.instance.rotate_logs()
        for watched in self.watched:
            if watched.process.is_running:
                self.end_idle(watched)

    def end_idle(self, watched: Watched) -> None:
        """End a program that does nothing, and children of it that stand still."""
        process = watched.process
        main = process.popen.pid if process.popen else 0
        for pid in watched.stopped.longer_than(probes.STOPPED_FOR, probes.family(main)):
            log(f"{process.name}: process {pid} stands still; ending it")
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        if watched.asked and watched.asked.is_silent(process.silent_for):
            log(f"{process.name} does not answer; ending it")
            watched.forgive()
            process.kill()

    def notice_end(self, watched: Watched, now: float) -> None:
        process = watched.process
        watched.end_asking()
        process.clear_group()
        if not self.was_healthy and watched.failures >= ENOUGH_FAILURES:
            raise explain(self.instance.log_tail(process.name), f"{process.name} does not stay up. Its log:")
        log(f"{process.name} {ending(process)}; starting it again{in_seconds(watched.pause)}")
        watched.start_at = now + watched.pause
        watched.failures += 1

    def start_again(self, watched: Watched, now: float) -> None:
        try:
            watched.process.start(self.instance)
            watched.started_at, watched.start_at = now, None
            watched.ask_anew()
        except OSError as error:  # a full disk, no memory: what still runs goes on, and this is tried again
            log(f"{watched.process.name} could not be started: {error.strerror}")
            watched.start_at = now + LONGEST_PAUSE

    def stop(self) -> None:
        """The web first, so that nothing new comes in; the stores are stopped by whoever started them."""
        for watched in self.watched:
            watched.end_asking()
        for process in self.programs:
            process.ask_to_stop()
        for process in self.programs:
            process.wait_until_stopped()


def ending(process: Process) -> str:
    code = process.popen.returncode if process.popen else 0
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"


def in_seconds(pause: float) -> str:
    return f" in {pause:g} s (the reason is in its log)" if pause else ""


def log(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)
