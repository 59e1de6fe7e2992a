"""How the trail is sealed, and how an exported trail is verified: ``python blocks.py EXPORT KEYFILE [ANCHOR]``.

This file needs nothing but Python's standard library, so that anybody can take it away with an export and the key.

An export is JSON lines: a head; what was disposed of; then for each block its seal and its rows, in order. A row's
line is the very text that was sealed: table, transaction, number, then the columns that the seal's ``shape`` names.
A seal's ``mac`` is HMAC-SHA-256 over everything else in it, among it the Merkle root of the rows and the mac of the
seal before. ``rows`` repeats each row's place and the beginning of its hash, to show which one is broken: for each
table a text of three words a row, the transaction and the number counted on from the row before, and the hash.
``shape`` names the columns of tables that have others than in the seals before.
"""

import base64
import hashlib
import hmac
import itertools
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

LEAST_PERIOD = timedelta(days=184)  # 网络安全法 23(3): network logs are stored for six months at least
SHORT = (
    12  # bytes of a row's hash that its seal repeats; a seal of what was cleaned by law relies on them alone
)
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
    text = dumps({name: value for name, value in fields.items() if name != "mac"})
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def leaf(text: str) -> bytes:
    return hashlib.sha256(b"\0" + text.encode()).digest()


def short(text: str) -> str:
    """The beginning of a row's hash as its seal repeats it, in base64."""
    return base64.b64encode(leaf(text)[:SHORT]).decode()


def packed(rows: Iterable[tuple[str, int, int, str]], start: int) -> dict[str, str]:
    """``rows`` of a seal that begins with the transaction ``start``: table, transaction, number and text of each."""
    words: dict[str, list[str]] = {}
    last: dict[str, tuple[int, int]] = {}
    for table, tx, number, text in rows:
        tx_before, number_before = last.get(table, (start, 0))
        words.setdefault(table, []).append(f"{tx - tx_before} {number - number_before} {short(text)}")
        last[table] = tx, number
    return {table: " ".join(some) for table, some in words.items()}


def unpacked(seal: dict[str, Any]) -> Iterator[tuple[tuple[str, int, int], str]]:
    """Place and hash of each row of a seal whose mac is right."""
    for table, text in seal["rows"].items():
        tx, number, words = seal["from"], 0, text.split(" ")
        for at in range(0, len(words), 3):
            tx, number = tx + int(words[at]), number + int(words[at + 1])
            yield (table, tx, number), words[at + 2]


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
    forgotten: dict[tuple[Any, ...], str] = {}
    seals: dict[int, str] = {}
    rows: list[str] = []
    disposals = 0
    seal: dict[str, Any] | None = None
    for number, line in reader:
        entry = _read(line)
        if entry is None:
            yield Finding(seal["block"] if seal else 0, "unreadable", f"line {number + 1}")
        elif isinstance(entry, list):
            if seal is None:
                yield Finding(0, "inserted", f"a row before the first seal: {line[:80]}")
            rows.append(line)
        elif number == 0:
            head = entry
            if not _is_ours(entry, key) or "trail" not in entry:
                yield Finding(0, "head changed", "the first line")
        elif "disposed" in entry or "removed" in entry:
            disposals += 1
            yield from _disposal(entry, key, disposed, forgotten)
        elif "block" in entry:
            if seal is not None:
                yield from _block(seal, rows, key, disposed, forgotten)
            yield from _follows(previous, entry)
            seal, previous, rows, count = entry, entry, [], count + 1
            seals[entry["block"]] = str(entry.get("mac"))
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
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if isinstance(entry, list):
        sound = len(entry) >= 3 and isinstance(entry[0], str) and all(type(one) is int for one in entry[1:3])
        return entry if sound else None
    if not isinstance(entry, dict):
        return None
    numbers = [entry[name] for name in ("block", "from", "to", "count") if name in entry]
    return entry if all(type(one) is int for one in numbers) else None


def _is_ours(entry: dict[str, Any], key: bytes) -> bool:
    return hmac.compare_digest(str(entry.get("mac")).encode(), mac(entry, key).encode())


def _disposal(
    entry: dict[str, Any], key: bytes, disposed: dict[int, str], forgotten: dict[tuple[Any, ...], str]
) -> Iterator[Finding]:
    """Blocks past their period, or changes of a table that had to be deleted, or cleaned of words, by law.

    A cleaned one has the beginning of the hash that it has from then on; it is cleaned, or deleted, again later.
    """
    if not _is_ours(entry, key):
        yield Finding(0, "disposal changed", dumps(entry)[:80])
        return
    if "removed" in entry:
        for tx, number, *digest in entry["rows"]:
            forgotten[entry["removed"], tx, number] = digest[0] if digest else ""
        return
    first, last = entry["disposed"]
    for block in range(first, last + 1):
        disposed[block] = entry["at"]


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
    forgotten: dict[tuple[Any, ...], str],
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
    places = {where for where, _digest in unpacked(seal)}
    gone = {where: digest for where, digest in forgotten.items() if where in places}
    found = list(_rows(seal, lines, gone))
    for kind, what in found:
        yield Finding(block, kind, what)
    if not found and not gone and root([leaf(line) for line in lines]) != seal["root"]:
        yield Finding(block, "root changed", "the rows do not give the sealed root")


def _rows(
    seal: dict[str, Any], lines: list[str], gone: dict[tuple[Any, ...], str]
) -> Iterator[tuple[str, str]]:
    """Kind and place of every row that is not as it was sealed."""
    sealed: dict[tuple[Any, ...], str] = dict(unpacked(seal))
    present = [(tuple(place(line)), short(line)) for line in lines]
    seen = Counter(where for where, _digest in present)
    for where, digest in present:
        if where not in sealed or seen[where] > 1:
            yield "inserted", dumps(where)
        elif gone.get(where, sealed[where]) != digest:
            yield "changed", dumps(where)
    for where in sealed:
        if where not in seen and gone.get(where) != "":
            yield "deleted", dumps(where)
    places = [where for where, _digest in present]
    if places != sorted(places, key=order):  # type: ignore[arg-type]  # places of one block, all of one shape
        yield "reordered", "the rows are not in the order in which they were sealed"


def _whole(head: Any, count: int, disposals: int, last: dict[str, Any] | None) -> Iterator[Finding]:
    """Is the export as long as its head promises?"""
    if head is None:
        yield Finding(0, "head changed", "there is none")
        return
    promised = (head.get("blocks"), head.get("disposals"), head.get("last"))
    if promised != (count, disposals, last.get("mac") if last else BEGINNING):
        yield Finding(0, "truncated", f"the head promises {promised[0]} blocks and {promised[1]} disposals")


def may_be_disposed(sealed_at: str, at: str) -> bool:
    """Was the block old enough on the day of its disposal?"""
    return datetime.fromisoformat(at) - datetime.fromisoformat(sealed_at) >= LEAST_PERIOD


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
