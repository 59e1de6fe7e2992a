"""Supervises the system's programs: one that ends is started again, after a pause that grows with its failures.

Called by ops/run.py.
"""

import signal
import time
from dataclasses import dataclass, field

from ops.instance import Instance
from ops.processes import Process
from ops.trouble import explain

LONGEST_PAUSE = 5.0
STEADY_AFTER = 5.0  # seconds of running after which earlier failures are forgotten
ENOUGH_FAILURES = 4  # before the system has been healthy once


@dataclass
class Watched:
    process: Process
    failures: int = 0
    started_at: float = field(default_factory=time.monotonic)
    start_at: float | None = None

    @property
    def pause(self) -> float:
        return 0.0 if self.failures == 0 else min(LONGEST_PAUSE, 0.25 * 2**self.failures)


class Supervisor:
    def __init__(self, instance: Instance, stores: list[Process]) -> None:
        self.instance = instance
        self.programs: list[Process] = []
        self.watched = [Watched(process) for process in stores]
        self.was_healthy = False

    def add(self, process: Process) -> None:
        self.programs.append(process)
        process.start(self.instance)
        self.watched.append(Watched(process))

    def look_after(self) -> None:
        """One round; called a few times a second."""
        now = time.monotonic()
        for watched in self.watched:
            if watched.process.is_running:
                if now - watched.started_at > STEADY_AFTER:
                    watched.failures = 0
            elif watched.start_at is None:
                self.notice_end(watched, now)
            elif now >= watched.start_at:
                self.start_again(watched, now)

    def notice_end(self, watched: Watched, now: float) -> None:
        process = watched.process
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
        except OSError as error:  # a full disk, no memory: what still runs goes on, and this is tried again
            log(f"{watched.process.name} could not be started: {error.strerror}")
            watched.start_at = now + LONGEST_PAUSE

    def stop(self) -> None:
        """The web first, so that nothing new comes in; the stores are stopped by whoever started them."""
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
