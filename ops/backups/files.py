"""A backup file: encrypted by age, first a line of JSON (the manifest), then what pg_dump or pg_basebackup wrote.

Nothing of it ever lies on the disk in clear while it is written; while it is read the content goes into a folder that
only its owner opens. Beside each file lies `FILE.sha256` in the form of `sha256sum`, so that a copy can be checked
without the key.
"""

import hashlib
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pyrage
from pyrage import x25519

from ops.trouble import Trouble

FORMAT = 1
BLOCK = 1024 * 1024
LONGEST_MANIFEST = 4 * BLOCK


class _Joined(io.RawIOBase):
    """The manifest, then the output of a program, as one stream to read from."""

    def __init__(self, head: bytes, source: IO[bytes]) -> None:
        self.head, self.source = io.BytesIO(head), source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.head.read(len(buffer)) or self.source.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Parted(io.RawIOBase):
    """Takes a stream: the first line is stored, the rest goes to ``target`` (nowhere when None)."""

    def __init__(self, target: IO[bytes] | None) -> None:
        self.line, self.is_complete, self.target = b"", False, target

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        block = bytes(data)
        rest = block
        if not self.is_complete:
            begin, newline, rest = block.partition(b"\n")
            self.line += begin
            self.is_complete = bool(newline)
            if len(self.line) > LONGEST_MANIFEST:
                raise OSError("no manifest")
        if rest and self.target:
            self.target.write(rest)
        return len(block)


def write(
    path: Path,
    manifest: dict[str, Any],
    source: IO[bytes],
    to: list[x25519.Recipient],
    is_whole: Callable[[], bool],
) -> None:
    """Encrypt manifest and ``source`` into ``path``, which has its name only when ``is_whole`` is true afterwards.

    ``is_whole`` says whether the program that writes ``source`` has ended well.
    """
    draft = path.with_name(f".{path.name}.part")
    head = json.dumps(manifest | {"format": FORMAT}, ensure_ascii=False).encode() + b"\n"
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
            pyrage.encrypt_io(io.BufferedReader(_Joined(head, source), BLOCK), target, to)
            target.flush()
            os.fsync(target.fileno())
        if not is_whole():
            raise Trouble("The backup was broken off; nothing was written.")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    path.with_name(f"{path.name}.sha256").write_text(f"{digest(path)}  {path.name}\n")


def read(path: Path, keys: list[x25519.Identity], content: Path | None) -> dict[str, Any]:
    """The manifest; the content is written to ``content``. Raises Trouble for a wrong key and for a damaged file."""
    check_digest(path)
    target = open(os.open(content, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") if content else None  # noqa: SIM115 - closed below
    parted = _Parted(target)
    try:
        with path.open("rb") as source:
            pyrage.decrypt_io(source, parted, keys)
    except (pyrage.DecryptError, OSError) as error:
        raise Trouble(
            f"{path} can not be opened with this identity file, or it is damaged: {error}"
        ) from error
    finally:
        if target:
            target.close()
    manifest: dict[str, Any] = json.loads(parted.line)
    if manifest.get("format") != FORMAT:
        raise Trouble(
            f"{path} was written by another version of this code (format {manifest.get('format')})."
        )
    return manifest


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_digest(path: Path) -> None:
    """Where the checksum lies beside the file it has to agree."""
    if not path.exists():
        raise Trouble(f"There is no file {path}.")
    beside = path.with_name(f"{path.name}.sha256")
    if beside.exists() and beside.read_text().split()[0] != digest(path):
        raise Trouble(f"{path} is not the file that was written: its checksum differs from {beside.name}.")
