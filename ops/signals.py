"""Being asked to stop, by Ctrl-C, by `kill` or by a closed terminal, runs every clean-up exactly once."""

import os
import signal
from types import FrameType

from ops.orphans import follow_parent

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Raised where the program happens to be; not an Exception, so that nothing swallows it."""


def stop_on_signals() -> None:
    for number in STOPPING:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, raise_stopped)


def raise_stopped(number: int, frame: FrameType | None) -> None:
    ignore_signals()  # the clean-up that follows is not to be broken off by a second Ctrl-C
    raise Stopped


def ignore_signals() -> None:
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)


def stop_with_make() -> None:
    """Killing `make` is meant for what it runs: the kernel then asks this process to stop as well."""
    if os.environ.get("MAKELEVEL"):
        follow_parent(signal.SIGTERM, os.getppid())
