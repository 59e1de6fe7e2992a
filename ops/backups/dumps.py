"""pg_dump and pg_restore of a whole database, and the archive of a running server (base backup, write-ahead log).

Passwords go by the environment: an argument could be read by every user of the machine.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from pyrage import x25519

from ops import postgres
from ops.backups import facts, files
from ops.backups.facts import Facts
from ops.trouble import Trouble, explain

JOBS = str(os.cpu_count() or 1)


def program(name: str) -> str:
    """That of the embedded server, else of the machine: it must not be older than the server."""
    own = postgres.WHEEL / "bin" / name
    found = str(own) if own.exists() else shutil.which(name)
    if not found:
        raise Trouble(f"There is no {name}; install PostgreSQL's client programs.")
    return found


def environment(url: str) -> dict[str, str]:
    """By which PostgreSQL's programs find the database of ``url``."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"} | postgres.variables(url)


def dump(owner_url: str, path: Path, about: dict[str, Any], to: list[x25519.Recipient]) -> Facts:
    """Write a dump of the whole database with the facts of the very moment that it shows."""
    with closing(facts.connect(owner_url)) as connection, connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        found = facts.read(cursor)
        command = [program("pg_dump"), "--format=custom", "--compress=1", f"--snapshot={snapshot}"]
        command += [f"--exclude-table-data={table}" for table in facts.LEFT_OUT]
        with complaints() as errors:
            child = subprocess.Popen(
                command, env=environment(owner_url), stdout=subprocess.PIPE, stderr=errors
            )
            _write(path, about | {"kind": "dump", "facts": found.as_dict()}, child, to, errors)
    return found


def base_backup(
    superuser_url: str, owner_url: str, path: Path, about: dict[str, Any], to: list[x25519.Recipient]
) -> Facts:
    """Write a base backup: the server's files as they are, from which its write-ahead log goes on to any moment."""
    with closing(facts.connect(owner_url)) as connection, connection.cursor() as cursor:
        found = facts.read(cursor)
    command = [
        program("pg_basebackup"),
        "--pgdata=-",
        "--format=tar",
        "--wal-method=fetch",
        "--checkpoint=fast",
    ]
    with complaints() as errors:
        child = subprocess.Popen(
            command, env=environment(superuser_url), stdout=subprocess.PIPE, stderr=errors
        )
        _write(path, about | {"kind": "base", "facts": found.as_dict()}, child, to, errors)
    return found


def _write(
    path: Path,
    manifest: dict[str, Any],
    child: "subprocess.Popen[bytes]",
    to: list[x25519.Recipient],
    errors: Any,
) -> None:
    assert child.stdout
    try:
        files.write(path, manifest, child.stdout, to, lambda: child.wait() == 0)
    except BaseException:
        child.kill()
        child.wait()
        if output := printed(errors):
            raise explain(output, "The backup was broken off:") from None
        raise


def restore(owner_url: str, content: Path) -> None:
    """Into an empty database; on Trouble a part of it may stand there, and the caller sets it aside."""
    found = environment(owner_url)
    database = f"--dbname={found['PGDATABASE']}"
    command = [program("pg_restore"), "--exit-on-error", f"--jobs={JOBS}", database, str(content)]
    done = subprocess.run(command, env=found, capture_output=True, text=True, errors="replace")
    if done.returncode != 0:
        raise explain(done.stderr, "The backup could not be restored:")


@contextmanager
def complaints() -> Iterator[Any]:
    with tempfile.TemporaryFile("w+", errors="replace") as errors:
        yield errors


def printed(errors: Any) -> str:
    errors.seek(0)
    return str(errors.read())
