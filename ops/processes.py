"""Child processes that never outlive their parent, and the traces by which left-overs are found again."""

import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from ops.environment import ROOT
from ops.instance import Instance
from ops.orphans import follow_parent
from ops.probes import SILENT_FOR, Probe, clear_folder

STORES = {"postgres", "valkey"}


@dataclass
class Process:
    """A program that has to be running: how it is started, asked to stop, and stopped if its parent dies."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    stop_signal: int = signal.SIGTERM
    orphan_signal: int = signal.SIGTERM
    end_signal: int = signal.SIGKILL  # when nothing that it holds is needed any more
    patience: float = 20
    user: pwd.struct_passwd | None = None
    inherits: tuple[int, ...] = ()  # file descriptors that it gets under the same numbers
    probe: Probe | None = None  # whether it does anything
    silent_for: float = SILENT_FOR  # seconds without an answer to the probe, after which it is replaced
    data: Path | None = None  # of PostgreSQL: what works in there goes with it
    popen: subprocess.Popen[bytes] | None = None

    def start(self, instance: Instance) -> None:
        with instance.log(self.name) as log:
            self.popen = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment,
                cwd="/" if self.user else ROOT,
                pass_fds=self.inherits,
                start_new_session=True,  # Ctrl-C in the terminal reaches the supervisor alone
                preexec_fn=stopped_with_its_parent(self.orphan_signal),
                **as_user(self.user),
            )
        processes = instance.runtime().get("processes", {})
        processes[self.name] = {"pid": self.popen.pid, "since": since(self.popen.pid)}
        instance.note(processes=processes)

    @property
    def is_running(self) -> bool:
        return self.popen is not None and self.popen.poll() is None

    def ask_to_stop(self) -> None:
        if self.popen is not None and self.is_running:
            self.popen.send_signal(self.stop_signal)

    def wait_until_stopped(self) -> None:
        if self.popen is None:
            return
        try:
            self.popen.wait(self.patience)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()
        self.clear_group()

    def clear_group(self) -> None:
        """A killed program's own children (pool workers, backends) have nothing left to do."""
        if self.popen is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.popen.pid, signal.SIGKILL)
        if self.data is not None:  # each session of PostgreSQL has a group of its own
            clear_folder(self.data)

    def kill(self) -> None:
        if self.popen is not None:
            self.popen.kill()


def stopped_with_its_parent(orphan_signal: int) -> Callable[[], None]:
    """To be run in the child, after it has changed its user: that would undo it."""
    return partial(follow_parent, orphan_signal, os.getpid())


def as_user(user: pwd.struct_passwd | None) -> dict[str, Any]:
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def since(pid: int) -> str:
    """When a process started, in the kernel's ticks: with the number, which is reused, it identifies a process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def clear_leftovers(instance: Instance) -> None:
    """End what a killed start left running; normally the kernel has done so already."""
    leftovers = instance.runtime().get("processes", {})
    for name in sorted(leftovers.keys() - STORES):
        for pid in session_of(leftovers[name]):
            send(pid, signal.SIGKILL)
    # PostgreSQL and Valkey are on their way down in good order and get a moment for it.
    deadline = time.monotonic() + 10
    for name in sorted(leftovers.keys() & STORES):
        ours, pid = leftovers[name], leftovers[name]["pid"]
        if since(pid) != ours["since"]:
            continue
        send(pid, signal.SIGINT)
        while is_alive(pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        if is_alive(pid):
            send(pid, signal.SIGQUIT if name == "postgres" else signal.SIGKILL)


def session_of(started: dict[str, Any]) -> list[int]:
    """A program of ours and the children that may have outlived it: all are in the session it opened."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        pid = int(entry.name)
        with suppress(OSError):
            if os.getsid(pid) == started["pid"] and Path(os.readlink(entry / "cwd")) == ROOT:
                found.append(pid)
    return found


def send(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state not in "ZX"
