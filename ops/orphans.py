"""Pool processes die with the process that forked them, even when that one was killed without a word.

Otherwise they would go on serving requests, or a long task, beside the next start's own.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)
MASTER = os.getpid()  # of the process that imported this before it forked


def follow_parent(number: int, parent: int) -> None:
    """Ask the kernel to send this process a signal when `parent` dies; Linux only."""
    if sys.platform == "linux":
        LIBC.prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:  # it died in the moment before
            os.kill(os.getpid(), signal.SIGKILL)


def follow_master(**_: object) -> None:
    follow_parent(signal.SIGKILL, MASTER)
