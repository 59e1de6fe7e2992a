"""One running system: its folder, its secrets, and what others may know about it while it runs.

The project has one lasting instance in `var/`; test runs have throw-away ones (ops/throwaway.py).
"""

import base64
import fcntl
import json
import os
import secrets
import shutil
import string
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ops.environment import ROOT
from ops.trouble import Trouble

VAR = ROOT / "var"
LOG_BYTES = 5_000_000
LOG_COPIES = 3


@dataclass(frozen=True)
class Instance:
    folder: Path
    throwaway: bool = False

    @property
    def runtime_file(self) -> Path:
        return self.folder / "runtime.json"

    @property
    def logs(self) -> Path:
        return self.folder / "log"

    @property
    def in_use_file(self) -> Path:
        """Locked shared by every command that works with services which another one started."""
        return self.folder / "in-use.lock"

    def make_home(self) -> None:
        # Readable for all, so that PostgreSQL's own user gets through; secrets below are closed one by one.
        self.folder.mkdir(parents=True, exist_ok=True)
        self.logs.mkdir(mode=0o700, exist_ok=True)

    @contextmanager
    def held(self) -> Iterator[bool]:
        """True for the one process that may start services in this folder; the kernel lets go when it dies."""
        self.make_home()
        with (self.folder / "instance.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    def runtime(self) -> dict[str, Any]:
        """What the running (or the last, badly ended) start wrote down: addresses and processes."""
        try:
            return dict(json.loads(self.runtime_file.read_text()))
        except (FileNotFoundError, ValueError):
            return {}

    def note(self, **facts: Any) -> None:
        write_private(self.runtime_file, json.dumps(self.runtime() | facts, indent=1))

    def secrets(self) -> dict[str, str]:
        """Passwords made at the first start; a new name gets its value when it first appears."""
        path = self.folder / "secrets.json"
        known = read_secrets(path) if path.exists() else {}
        made = {
            name: secrets.token_urlsafe(32)
            for name in ("superuser", "owner", "app", "valkey", "django", "trail")
        }
        made |= {"instance": secrets.token_hex(8), "demo": readable_password()}
        made["publication"] = base64.b64encode(secrets.token_bytes(32)).decode()
        made["field_keys"] = f"1:{base64.b64encode(secrets.token_bytes(32)).decode()}"
        if made.keys() - known.keys():
            write_private(path, json.dumps(made | known, indent=1))
        return made | known

    def log(self, name: str) -> IO[bytes]:
        return (self.logs / f"{name}.log").open("ab")

    def log_tail(self, name: str, lines: int = 12) -> str:
        text = (self.logs / f"{name}.log").read_text(errors="replace")
        return "\n".join(text.splitlines()[-lines:])

    def rotate_logs(self) -> None:
        """By size, while programs go on writing at the end of the same file: it is copied, then emptied."""
        for log in self.logs.glob("*.log"):
            if log.stat().st_size > LOG_BYTES:
                for copy in range(LOG_COPIES - 1, 0, -1):
                    older = log.with_suffix(f".log.{copy}")
                    if older.exists():
                        older.rename(log.with_suffix(f".log.{copy + 1}"))
                try:
                    shutil.copyfile(log, log.with_suffix(".log.1"))
                except OSError:  # a full disk: the old lines go, the new ones need the room
                    log.with_suffix(".log.1").unlink(missing_ok=True)
                os.truncate(log, 0)


LASTING = Instance(VAR)


def write_private(path: Path, text: str) -> None:
    """Replace a file as a whole, never readable for others, not even for a moment."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)


def read_secrets(path: Path) -> dict[str, str]:
    """Trouble for a damaged file; no new one is made, because the old one opens the database and encrypted fields."""
    try:
        known = json.loads(path.read_text())
    except ValueError:
        known = None
    if not isinstance(known, dict):
        raise Trouble(
            f"{path} is damaged. Put it back from a copy; to begin with an empty registry, move the folder "
            f"{path.parent} aside."
        )
    return known


def readable_password() -> str:
    """Three groups that can be read out and typed, without letters that are easily confused."""
    groups = ("abcdefghjkmnpqrstuvwxyz", string.digits[2:], "ABCDEFGHJKLMNPQRSTUVWXYZ")
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for letters in groups)
