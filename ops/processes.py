"""Child processes that never outlive their parent, and the traces by which left-overs are found again."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ops.environment import ROOT
from ops.instance import Instance

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


@dataclass
class Process:
    """A program that has to be running: how it is started, asked to stop, and stopped if its parent dies."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    stop_signal: int = signal.SIGTERM
    orphan_signal: int = signal.SIGTERM
    patience: float = 20
    user: pwd.struct_passwd | None = None
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


def stopped_with_its_parent(orphan_signal: int) -> Callable[[], None]:
    """Run in the child, after it has changed its user: the kernel signals it when the parent dies."""
    parent = os.getpid()

    def ask_the_kernel() -> None:
        if sys.platform == "linux":
            LIBC.prctl(PR_SET_PDEATHSIG, orphan_signal)
            if os.getppid() != parent:
                os.kill(os.getpid(), signal.SIGKILL)

    return ask_the_kernel


def as_user(user: pwd.struct_passwd | None) -> dict[str, Any]:
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def since(pid: int) -> str:
    """When a process started, in the kernel's ticks: it tells apart a number that was given out again."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def clear_leftovers(instance: Instance) -> None:
    """End what a killed start left running; normally the kernel has done so already."""
    leftovers = {
        name: process["pid"]
        for name, process in instance.runtime().get("processes", {}).items()
        if process["since"] and since(process["pid"]) == process["since"]
    }
    # PostgreSQL and Valkey are on their way down in good order and get a moment for it.
    deadline = time.monotonic() + 10
    for name, pid in sorted(leftovers.items(), key=lambda item: item[0] in ("postgres", "valkey")):
        stores = name in ("postgres", "valkey")
        if stores:
            send(pid, signal.SIGINT)
        else:
            os.killpg(pid, signal.SIGKILL)
        while is_alive(pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        if is_alive(pid):
            send(pid, signal.SIGQUIT if name == "postgres" else signal.SIGKILL)


def send(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state not in "ZX"
