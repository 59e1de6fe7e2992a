"""How the trail is sealed, and how an exported trail is verified: ``python blocks.py EXPORT KEYFILE [ANCHOR]``.

This file needs nothing but Python's standard library, so that anybody can take it away with an export and the key.

An export is JSON lines: a head; what was disposed of; then for each block its seal and its rows, in order. A row's
line is the very text that was sealed: table, transaction, number, then the columns that the seal's ``shape`` names.
A seal's ``mac`` is HMAC-SHA-256 over everything else in it, among it the Merkle root of the rows and the mac of the
seal before. ``rows`` repeats each row's place and the beginning of its hash, to tell which one is broken.
"""

import hashlib
import hmac
import itertools
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

KEPT = timedelta(days=180)  # Cybersecurity Law art. 21: network logs are kept for six months at least
SHORT = 32  # hexadecimal digits of a row's hash that its seal repeats
BEGINNING = "0" * 64  # the first seal has none before it


class Finding(NamedTuple):
    """What is wrong: ``block`` is the seal's number (0: the export as a whole), ``kind`` one word of KINDS."""

    block: int
    kind: str
    what: str


KINDS = (
    "unreadable", "head changed", "disposal changed", "seal changed", "seal removed", "window changed", "truncated",
    "changed", "deleted", "inserted", "reordered", "root changed",
)  # fmt: skip


def dumps(value: Any) -> str:
    """JSON that is written in one way only."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def mac(fields: dict[str, Any], key: bytes) -> str:
    """The seal of a seal: over all its fields but ``mac`` itself."""
    said = dumps({name: value for name, value in fields.items() if name != "mac"})
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()


def leaf(text: str) -> bytes:
    return hashlib.sha256(b"\0" + text.encode()).digest()


def root(leaves: list[bytes]) -> str:
    """The Merkle root; an odd one out goes up as it is."""
    level = leaves or [hashlib.sha256(b"").digest()]
    while len(level) > 1:
        pairs = itertools.zip_longest(level[::2], level[1::2])
        level = [hashlib.sha256(b"\1" + a + b).digest() if b else a for a, b in pairs]
    return level[0].hex()


def place(text: str) -> list[Any]:
    """Table, transaction and number of a row's line."""
    return list(json.loads(text)[:3])


def order(where: list[Any]) -> tuple[Any, ...]:
    table, tx, number = where
    return tx, table, number


def anchor_of(seal: dict[str, Any]) -> str:
    """What to write down outside the machine: everything up to this seal can be held against it later."""
    return f"{seal['block']}:{seal['mac']}"


def verify(lines: Iterable[str], key: bytes, anchor: str = "") -> Iterator[Finding]:
    """Everything that is wrong with an export, first block first. Never raises, whatever the lines hold."""
    reader = enumerate(lines)
    head, previous, count = None, None, 0
    disposed: dict[int, str] = {}
    forgotten: set[tuple[Any, ...]] = set()
    seals: dict[int, str] = {}
    rows: list[str] = []
    disposals = 0
    seal: dict[str, Any] | None = None
    for number, line in reader:
        told = _read(line)
        if told is None:
            yield Finding(seal["block"] if seal else 0, "unreadable", f"line {number + 1}")
        elif isinstance(told, list):
            if seal is None:
                yield Finding(0, "inserted", f"a row before the first seal: {line[:80]}")
            rows.append(line)
        elif number == 0:
            head = told
            if not _is_ours(told, key) or "trail" not in told:
                yield Finding(0, "head changed", "the first line")
        elif "disposed" in told:
            disposals += 1
            yield from _disposal(told, key, disposed, forgotten)
        elif "block" in told:
            if seal is not None:
                yield from _block(seal, rows, key, disposed, forgotten)
            yield from _follows(previous, told)
            seal, previous, rows, count = told, told, [], count + 1
            seals[told["block"]] = str(told.get("mac"))
        else:
            yield Finding(0, "unreadable", f"line {number + 1} is neither head, seal nor row")
    if seal is not None:
        yield from _block(seal, rows, key, disposed, forgotten)
    yield from _whole(head, count, disposals, previous)
    if anchor:
        block, _colon, wanted = anchor.partition(":")
        if not block.isdigit() or seals.get(int(block)) != wanted:
            yield Finding(0, "truncated", f"the seal that was noted as {anchor} is not there")


def _read(line: str) -> Any:
    """A line's value: an object with sound types, or a row; None for anything else."""
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if isinstance(told, list):
        sound = len(told) >= 3 and isinstance(told[0], str) and all(type(one) is int for one in told[1:3])
        return told if sound else None
    if not isinstance(told, dict):
        return None
    numbers = [told[name] for name in ("block", "from", "to", "count") if name in told]
    return told if all(type(one) is int for one in numbers) else None


def _is_ours(told: dict[str, Any], key: bytes) -> bool:
    return hmac.compare_digest(str(told.get("mac")).encode(), mac(told, key).encode())


def _disposal(
    told: dict[str, Any], key: bytes, disposed: dict[int, str], forgotten: set[tuple[Any, ...]]
) -> Iterator[Finding]:
    """Blocks whose time was over, or single changes that the law made us forget."""
    if not _is_ours(told, key):
        yield Finding(0, "disposal changed", dumps(told)[:80])
        return
    first, last = told["disposed"]
    for block in range(first, last + 1):
        disposed[block] = told["at"]
    forgotten.update(tuple(where) for where in told["rows"])


def _follows(previous: dict[str, Any] | None, seal: dict[str, Any]) -> Iterator[Finding]:
    """Does the seal go on where the one before ended?"""
    expected = previous["block"] + 1 if previous else 1
    if seal["block"] != expected:
        yield Finding(seal["block"], "seal removed", f"expected number {expected}")
    elif seal.get("previous") != (previous.get("mac") if previous else BEGINNING):
        yield Finding(seal["block"], "seal removed", "the seal before it is another one")
    elif seal.get("from") != (previous.get("to") if previous else 0):
        yield Finding(seal["block"], "window changed", "it does not begin where the one before ends")


def _block(
    seal: dict[str, Any],
    lines: list[str],
    key: bytes,
    disposed: dict[int, str],
    forgotten: set[tuple[Any, ...]],
) -> Iterator[Finding]:
    """One block: its seal, then its rows."""
    block = seal["block"]
    if not _is_ours(seal, key):
        yield Finding(block, "seal changed", "its mac does not fit")
        return
    if block in disposed:
        if not may_be_disposed(seal["sealed_at"], disposed[block]):
            yield Finding(block, "deleted", "it was disposed of before its time")
        for line in lines:
            yield Finding(block, "inserted", f"{line[:80]} in a block that was disposed of")
        return
    gone = forgotten & {tuple(where) for *where, _digest in seal["rows"]}
    found = list(_rows(seal, lines, gone))
    for kind, what in found:
        yield Finding(block, kind, what)
    if not found and not gone and root([leaf(line) for line in lines]) != seal["root"]:
        yield Finding(block, "root changed", "the rows do not give the sealed root")


def _rows(seal: dict[str, Any], lines: list[str], gone: set[tuple[Any, ...]]) -> Iterator[tuple[str, str]]:
    """Kind and place of every row that is not as it was sealed."""
    sealed = {tuple(where): digest for *where, digest in seal["rows"]}
    there = [(tuple(place(line)), leaf(line).hex()[:SHORT]) for line in lines]
    seen = Counter(where for where, _digest in there)
    for where, digest in there:
        if where not in sealed or seen[where] > 1:
            yield "inserted", dumps(where)
        elif sealed[where] != digest:
            yield "changed", dumps(where)
    for where in sealed:
        if where not in seen and where not in gone:
            yield "deleted", dumps(where)
    places = [where for where, _digest in there]
    if places != sorted(places, key=order):  # type: ignore[arg-type]  # places of one block, all of one shape
        yield "reordered", "the rows do not stand in the order in which they were sealed"


def _whole(head: Any, count: int, disposals: int, last: dict[str, Any] | None) -> Iterator[Finding]:
    """Is the export as long as its head says?"""
    if head is None:
        yield Finding(0, "head changed", "there is none")
        return
    told = (head.get("blocks"), head.get("disposals"), head.get("last"))
    if told != (count, disposals, last.get("mac") if last else BEGINNING):
        yield Finding(0, "truncated", f"the head promises {told[0]} blocks and {told[1]} disposals")


def may_be_disposed(sealed_at: str, at: str) -> bool:
    """Was the block old enough on the day of its disposal?"""
    return datetime.fromisoformat(at) - datetime.fromisoformat(sealed_at) >= KEPT


def main() -> int:
    if len(sys.argv) not in (3, 4):
        print(__doc__, file=sys.stderr)
        return 2
    with open(sys.argv[2], encoding="utf-8") as file:
        key = file.read().strip().encode()
    findings = 0
    with open(sys.argv[1], encoding="utf-8", newline="\n") as export:
        lines = (line.rstrip("\n") for line in export)
        for finding in verify(lines, key, sys.argv[3] if len(sys.argv) == 4 else ""):
            findings += 1
            print(f"block {finding.block}: {finding.kind}: {finding.what}")
    print("The trail is broken." if findings else "The trail is whole.")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
