"""Folders of throw-away instances, below `var/test/`: made, held while they are in use, deleted afterwards."""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ops import cluster
from ops.instance import VAR, Instance
from ops.processes import clear_leftovers

FOLDERS = VAR / "test"


@contextmanager
def new_instance() -> Iterator[Instance]:
    """An instance of our own, next to no other; its folder is deleted when the block ends."""
    FOLDERS.mkdir(parents=True, exist_ok=True)
    clear_abandoned()
    with ExitStack() as held:
        with creation_lock():  # a folder that nobody holds yet would be taken for abandoned by another run
            folder = Path(tempfile.mkdtemp(prefix="run-", dir=FOLDERS))
            folder.chmod(0o755)
            instance = Instance(folder, throwaway=True)
            held.enter_context(instance.held())
        try:
            yield instance
        finally:
            remove(instance)


def clear_abandoned() -> None:
    """Delete the folders of runs that were killed, and end what those left running."""
    with creation_lock():
        for folder in FOLDERS.glob("run-*"):
            instance = Instance(folder, throwaway=True)
            with instance.held() as free:
                if free:
                    clear_leftovers(instance)
                    remove(instance)


@contextmanager
def creation_lock() -> Iterator[None]:
    with (FOLDERS / "creation.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def remove(instance: Instance) -> None:
    cluster.remove_outside(instance)
    shutil.rmtree(instance.folder, ignore_errors=True)
