"""What was last built from what, so that a repeated start skips work whose sources did not change."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ops.instance import VAR

STAMPS = VAR / "stamps"
NOT_SOURCE = {".git", ".venv", "node_modules", "var", "__pycache__", "tests", "docs"}


def digest(paths: Iterable[Path], *more: str) -> str:
    """Of names and contents: times of files lie after a checkout or a copy."""
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{path}\0".encode())
        total.update(path.read_bytes())
    total.update("\0".join(more).encode())
    return total.hexdigest()


def files_below(folder: Path, suffixes: tuple[str, ...] = ()) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in NOT_SOURCE)
        yield from (Path(place, name) for name in sorted(names) if not suffixes or name.endswith(suffixes))


def unchanged(name: str, now: str) -> bool:
    path = STAMPS / name
    return path.exists() and path.read_text() == now


def remember(name: str, now: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(now)


def forget(name: str) -> None:
    (STAMPS / name).unlink(missing_ok=True)
