"""Random falsifications of an exported trail, and how many of them the verifier finds.

``python -m benchmarks.mutations [--number 10000] [--seed 1]``: no database; exits with 1 when one was not found.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

from audit import blocks

KEY = b"a-key-for-trails-that-never-happened"
Lines = list[str]


def trail(random: Random, number: int = 12) -> Lines:
    """An export of ``number`` blocks with made-up rows."""
    tx, entry, previous, lines = 100, 0, blocks.BEGINNING, []
    for block in range(1, number + 1):
        start, rows = (0 if block == 1 else tx), []
        for _row in range(random.randint(1, 9)):
            tx, entry = tx + random.randint(0, 2), entry + 1
            table = random.choice(["audit_entry", "residents_visitchange"])
            values = [
                f"2026-03-20T01:{block:02d}:00+00:00",
                random.randint(1, 99),
                "met",
                {"reason": "补记"},
                None,
            ]
            rows.append(blocks.dumps([table, tx, entry, *values]))
        rows.sort(key=lambda text: blocks.order(blocks.place(text)))
        tx += 1
        seal = {
            "block": block, "from": start, "to": tx, "count": len(rows), "previous": previous,
            "root": blocks.root([blocks.leaf(text) for text in rows]),
            "rows": blocks.packed(((*blocks.place(text), text) for text in rows), start),
            "shape": {"audit_entry": ["at"]}, "sealed_at": f"2026-03-20T01:{block:02d}:10+00:00",
        }  # fmt: skip
        previous = blocks.mac(seal, KEY)
        lines += [blocks.dumps(seal | {"mac": previous}), *rows]
    head = {"trail": 1, "blocks": number, "disposals": 0, "last": previous}
    return [blocks.dumps(head | {"mac": blocks.mac(head, KEY)}), *lines]


def where(lines: Lines, wanted: Callable[[Any], bool], random: Random) -> int:
    return random.choice([at for at, line in enumerate(lines) if wanted(blocks.json.loads(line))])


def is_row(value: Any) -> bool:
    return isinstance(value, list)


def is_seal(value: Any) -> bool:
    return isinstance(value, dict) and "block" in value


def altered(value: Any, random: Random) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool) or value is None:
        return "x"
    if isinstance(value, int):
        return value + random.choice([-1, 1, 1_000])
    if isinstance(value, str):
        at = random.randrange(len(value) + 1)
        return value[:at] + random.choice("0a改") + value[at:]
    if isinstance(value, list):
        return value[:-1] if value and random.random() < 0.5 else [*value, 0]
    return value | {"forged": random.randint(0, 9)}


def change_a_value(lines: Lines, random: Random) -> None:
    at = where(lines, is_row, random)
    row = blocks.json.loads(lines[at])
    field = random.randrange(3, len(row))
    row[field] = altered(row[field], random)
    lines[at] = blocks.dumps(row)


def move_to_another_place(lines: Lines, random: Random) -> None:
    """Another table, transaction or number."""
    at = where(lines, is_row, random)
    row = blocks.json.loads(lines[at])
    field = random.randrange(3)
    row[field] = altered(row[field], random)
    lines[at] = blocks.dumps(row)


def delete_a_row(lines: Lines, random: Random) -> None:
    del lines[where(lines, is_row, random)]


def insert_a_row(lines: Lines, random: Random) -> None:
    at = where(lines, is_row, random)
    row = blocks.json.loads(lines[at])
    row[2] += random.choice([0, 10_000])
    lines.insert(at + random.randint(0, 1), blocks.dumps(row))


def swap_two_lines(lines: Lines, random: Random) -> None:
    a, b = random.sample(range(len(lines)), 2)
    lines[a], lines[b] = lines[b], lines[a]


def swap_the_values_of_two_rows(lines: Lines, random: Random) -> None:
    a, b = (where(lines, is_row, random) for _each in range(2))
    one, other = blocks.json.loads(lines[a]), blocks.json.loads(lines[b])
    if one[3:] == other[3:]:
        return change_a_value(lines, random)
    lines[a], lines[b] = blocks.dumps([*one[:3], *other[3:]]), blocks.dumps([*other[:3], *one[3:]])


def alter_a_seal(lines: Lines, random: Random) -> None:
    at = where(lines, is_seal, random)
    seal = blocks.json.loads(lines[at])
    name = random.choice(sorted(seal))
    seal[name] = altered(seal[name], random)
    lines[at] = blocks.dumps(seal)


def drop_a_field_of_a_seal(lines: Lines, random: Random) -> None:
    at = where(lines, is_seal, random)
    seal = blocks.json.loads(lines[at])
    del seal[random.choice(sorted(seal))]
    lines[at] = blocks.dumps(seal)


def seal_again_with_another_key(lines: Lines, random: Random) -> None:
    at = where(lines, is_seal, random)
    seal = blocks.json.loads(lines[at])
    lines[at] = blocks.dumps(seal | {"mac": blocks.mac(seal, b"a key that the forger has")})


def drop_a_seal(lines: Lines, random: Random) -> None:
    del lines[where(lines, is_seal, random)]


def drop_a_block(lines: Lines, random: Random) -> None:
    at = where(lines, is_seal, random)
    del lines[at : at + 1 + blocks.json.loads(lines[at])["count"]]


def cut_the_end_off(lines: Lines, random: Random) -> None:
    del lines[random.randrange(1, len(lines)) :]


def alter_the_head(lines: Lines, random: Random) -> None:
    head = blocks.json.loads(lines[0])
    name = random.choice(sorted(head))
    head[name] = altered(head[name], random)
    lines[0] = blocks.dumps(head)


def forge_a_disposal(lines: Lines, random: Random) -> None:
    block = random.randint(1, 12)
    at = where(lines, is_seal, random)
    lines.insert(
        1, blocks.dumps({"disposed": [block, block], "at": "2027-01-01T00:00:00+00:00", "mac": "0" * 64})
    )
    del lines[at + 2 : at + 2 + blocks.json.loads(lines[at + 1])["count"]]


def spoil_a_line(lines: Lines, random: Random) -> None:
    at = random.randrange(len(lines))
    lines[at] = lines[at][: random.randrange(len(lines[at]))]


MUTATIONS: tuple[Callable[[Lines, Random], None], ...] = (
    change_a_value, move_to_another_place, delete_a_row, insert_a_row, swap_two_lines, swap_the_values_of_two_rows,
    alter_a_seal, drop_a_field_of_a_seal, seal_again_with_another_key, drop_a_seal, drop_a_block, cut_the_end_off,
    alter_the_head, forge_a_disposal, spoil_a_line,
)  # fmt: skip


def run(number: int, seed: int) -> tuple[Counter[str], list[str]]:
    """How often each falsification was tried, and the ones that were not found."""
    random, tried, missed = Random(seed), Counter[str](), []
    whole = trail(random)
    for attempt in range(number):
        if attempt % 100 == 0:
            whole = trail(random)
            assert not list(blocks.verify(whole, KEY))
        mutate = MUTATIONS[attempt % len(MUTATIONS)]
        lines = list(whole)
        mutate(lines, random)
        tried[mutate.__name__] += 1
        if lines != whole and not any(blocks.verify(lines, KEY)):
            missed.append(f"{mutate.__name__} (attempt {attempt}, seed {seed})")
    return tried, missed


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutations", description=__doc__)
    parser.add_argument("--number", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    start = time.monotonic()
    tried, missed = run(given.number, given.seed)
    for name, times in sorted(tried.items()):
        print(f"{name:32} {times:6}")
    print(f"found {given.number - len(missed)} of {given.number} in {time.monotonic() - start:.0f} s")
    print("\n".join(missed[:20]))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
