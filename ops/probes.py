"""Whether a program that runs also does anything: what the supervisor asks each of its programs.

A probe returns True for any sign of activity, an error of the program included, and False for silence. It is asked in a
thread of its own, so that a program that does not answer holds up nobody.
"""

import os
import signal
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from ops.ports import LOOPBACK

Probe = Callable[[], bool]
PATIENCE = 4  # seconds that one question waits for its answer
EVERY = 2.0  # seconds between two questions
SILENT_FOR = 16.0  # seconds without an answer after which a program is replaced
STOPPED_FOR = 10.0  # seconds that one process may stand still (state T)
STARTS_WITHIN = 90.0  # seconds until a program that has begun answers for the first time
PING = b"PING\r\n"
SSL_REQUEST = struct.pack("!ii", 8, 80877103)  # PostgreSQL's frontend/backend protocol, "SSLRequest"


def http(port: int) -> Probe:
    """Some answer of a web server; which one it is, monitoring asks."""
    return lambda: speaks(LOOPBACK, port, b"GET /health/live/ HTTP/1.0\r\n\r\n") is not False


def valkey(port: int) -> Probe:
    """Some answer; without a password it is an error. While nobody listens there, it starts."""
    return lambda: speaks(LOOPBACK, port, PING) is not False


def postgres(port: int) -> Probe:
    """Whether TLS is offered: the answer comes from a session that the main process had to begin, and is not logged."""
    return lambda: speaks(LOOPBACK, port, SSL_REQUEST) is not False


def with_broker(url: str, probe: Probe) -> Probe:
    """``probe`` of a program that needs its broker: while that one is silent or away, it passes."""
    place = urlsplit(url)

    def answers() -> bool:
        return probe() or speaks(place.hostname or LOOPBACK, place.port or 6379, PING) is not True

    return answers


def touched(path: Path) -> Probe:
    """The program touched its file since the last question; the time on the clock does not matter."""
    last: list[int] = []

    def is_newer() -> bool:
        try:
            now = path.stat().st_mtime_ns
        except FileNotFoundError:
            return False
        is_new = last != [now]
        last[:] = [now]
        return is_new

    return is_newer


def speaks(host: str, port: int, question: bytes) -> bool | None:
    """True when the program there answers, False when it is silent, None when nobody listens or the link broke."""
    try:
        with socket.create_connection((host, port), timeout=PATIENCE) as link:
            link.sendall(question)
            return True if link.recv(1) else None
    except TimeoutError:
        return False
    except OSError:
        return None


class Asked:
    """Asks a probe again and again in a thread, until ``is_over``; by monotonic time."""

    def __init__(self, probe: Probe, every: float = EVERY) -> None:
        self.probe, self.every = probe, every
        self.answered_at = time.monotonic()
        self.has_answered = False
        self.is_over = threading.Event()
        threading.Thread(target=self._ask, daemon=True, name="probe").start()

    def is_silent(self, seconds: float) -> bool:
        """For so long; a program that has only begun gets more time."""
        limit = seconds if self.has_answered else max(seconds, STARTS_WITHIN)
        return time.monotonic() - self.answered_at > limit

    def forgive(self) -> None:
        self.answered_at = time.monotonic()

    def _ask(self) -> None:
        while not self.is_over.wait(self.every):
            with suppress(Exception):  # a question that breaks is no answer
                if self.probe():
                    self.answered_at, self.has_answered = time.monotonic(), True


class StoppedProcesses:
    """Which processes stand still (SIGSTOP), and since when by the monotonic clock."""

    def __init__(self) -> None:
        self.since: dict[int, float] = {}

    def longer_than(self, seconds: float, pids: Iterator[int]) -> list[int]:
        now = time.monotonic()
        still = {pid for pid in pids if state(pid) == "T"}
        self.since = {pid: self.since.get(pid, now) for pid in still}
        return [pid for pid, since in self.since.items() if now - since >= seconds]

    def forgive(self) -> None:
        self.since.clear()


def family(pid: int) -> Iterator[int]:
    """A process and its children: workers of the web, the pool of the worker, sessions of PostgreSQL."""
    yield pid
    for entry in Path("/proc").glob("[0-9]*"):
        if parent(int(entry.name)) == pid:
            yield int(entry.name)


def in_folder(folder: Path) -> list[int]:
    """Processes that work in ``folder``: those that a killed PostgreSQL left there."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if Path(os.readlink(entry / "cwd")) == folder and b"postgres" in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    return found


def clear_folder(folder: Path) -> None:
    """End what a killed PostgreSQL left behind: as long as one of its sessions is there, no new server starts."""
    for pid in in_folder(folder):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def state(pid: int) -> str:
    return (_stat(pid) or [""])[0]


def parent(pid: int) -> int:
    fields = _stat(pid)
    return int(fields[1]) if fields else 0


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name; empty when the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
