"""Failures that a person can put right: printed as a sentence, never as a traceback.

Read by Python 3.6 as well, see environment.py.
"""

import errno
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

MEGABYTE = 1024 * 1024
DISK_FULL = "The disk is full. Free some space and run the command again; nothing has to be repaired by hand."


class Trouble(Exception):
    """What is wrong and what to do about it; the text is the whole message."""


@contextmanager
def report_trouble() -> Iterator[None]:
    """Turn what a person can put right into one sentence and exit code 1."""
    try:
        yield
    except Trouble as trouble:
        sys.exit("\n{}".format(trouble))
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            sys.exit("\n" + DISK_FULL)
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            sys.exit("\nThis user may not write or open {}. Check who owns it.".format(error.filename))
        raise


def need_space(folder: Path, megabytes: int, purpose: str) -> None:
    """Raise Trouble before starting when the disk has too little room, instead of failing halfway."""
    free = shutil.disk_usage(str(folder)).free // MEGABYTE
    if free < megabytes:
        raise Trouble(
            "Only {} MB are free on the disk of {}, and {} needs about {} MB.".format(
                free, folder, purpose, megabytes
            )
        )


def explain(output: str, otherwise: str) -> Trouble:
    """The trouble behind a failed program's output: a full disk when the output names one, else the given sentence."""
    if "No space left on device" in output or "Disk quota exceeded" in output:
        return Trouble(DISK_FULL)
    last = "\n".join("  " + line for line in output.strip().splitlines()[-15:])
    return Trouble("{}\n{}".format(otherwise, last) if last else otherwise)
