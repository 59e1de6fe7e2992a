"""The archive of the write-ahead log: what a base backup needs so that any later moment can be restored.

``WAL_ARCHIVE=FOLDER make run`` receives the log while the registry runs. A slot of the server holds back what
the receiver has not written yet, up to 8 GB (ops/postgres.py). The folder is as secret as the database and belongs on
another disk.
"""

import os
import signal
from pathlib import Path

from ops.backups import dumps
from ops.instance import Instance
from ops.processes import Process
from ops.steps import Step

FOLDER = "WAL_ARCHIVE"
SLOT = "registry_archive"


def receiver(superuser_url: str, folder: Path) -> Process:
    """pg_receivewal, which writes and flushes each record of the log as it comes; makes its slot at the first start."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    environment = dumps.environment(superuser_url)
    program = dumps.program("pg_receivewal")
    slot = [program, "--slot", SLOT]
    Step("slot", [*slot, "--create-slot", "--if-not-exists"], environment).finish("The archive has no slot:")
    return Process(
        "archive",
        [*slot, "--directory", str(folder), "--synchronous", "--no-password"],
        environment,
        stop_signal=signal.SIGINT,
        orphan_signal=signal.SIGINT,
    )


def wanted() -> Path | None:
    """The folder that the operator named."""
    return Path(os.environ[FOLDER]) if os.environ.get(FOLDER) else None


def superuser_url(instance: Instance, owner_url: str) -> str:
    """Of our own server."""
    return f"postgresql://postgres:{instance.secrets()['superuser']}@{owner_url.rpartition('@')[2]}"
