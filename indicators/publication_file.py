"""What a publication is as a file, what its hash covers, and a verifier that needs Python alone.

    python3 publication_file.py FILE.json --key PUBLIC_KEY

checks a file that the registry exported, without this installation and without a network; exit code 1 when something
is wrong, with each finding on a line. ``PUBLIC_KEY``: base64, as ``manage.py verify_publications`` prints it. The
registry hashes and verifies through this module as well, so it imports nothing of the project and of no package.

A file is ``{format, header, sha256, signature, places, rankings}``. The header says what the publication is (county,
month, number, reason, stations, what was typed by hand, names of the indicators) and has in ``leaves`` the hash of
each place and each ranking. ``sha256`` is the hash of the header, and the signature (Ed25519, RFC 8032) is on it: a
file with some of the places is verified as well as one with all of them.
"""

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

FORMAT = "village-police-registry/publication/1"
SIGNED = b"village-police-registry publication "  # in front of the hash: the key signs nothing else


def canonical(value: Any) -> bytes:
    """The one spelling of a value that is hashed: sorted keys, no blanks, UTF-8; ValueError for a fraction."""
    _refuse_fractions(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _refuse_fractions(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError("a fraction has no one spelling: write it as text")
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _refuse_fractions(one)


def digest(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def place_leaf(place: Mapping[str, Any]) -> str:
    """The name of a place among the leaves: by its division code, of stations and posts by their number."""
    return f"{place['level']}:{place['code'] or place['key']}"


def ranking_leaf(ranking: Mapping[str, Any]) -> str:
    return f"ranking:{ranking['level']}:{ranking['indicator']}"


def leaves_of(places: Iterable[Mapping[str, Any]], rankings: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    found = {place_leaf(one): digest(dict(one)) for one in places}
    return found | {ranking_leaf(one): digest(dict(one)) for one in rankings}


def key_name(public: bytes) -> str:
    """What a public key is called beside a signature."""
    return hashlib.sha256(public).hexdigest()[:16]


def message(sha256: str) -> bytes:
    """What is signed."""
    return SIGNED + sha256.encode("ascii")


def problems(file: Mapping[str, Any], keys: Mapping[str, bytes]) -> list[str]:
    """What is wrong with a file, each in a sentence; empty when it is whole. ``keys``: public keys by their names."""
    if file.get("format") != FORMAT:
        return [f"not a publication of the format {FORMAT}"]
    header, found = file["header"], []
    if digest(header) != file["sha256"]:
        found.append("header: its hash is another one than stands in the file")
    leaves = header.get("leaves", {})
    for name, value in leaves_of(file.get("places", []), file.get("rankings", [])).items():
        if name not in leaves:
            found.append(f"{name}: the publication has no such part")
        elif leaves[name] != value:
            found.append(f"{name}: its figures are not those that were published")
    return found + signature_problems(file["sha256"], file.get("signature"), keys)


def signature_problems(
    sha256: str, signature: Mapping[str, str] | None, keys: Mapping[str, bytes]
) -> list[str]:
    if not signature:
        return ["signature: there is none"]
    public = keys.get(signature["key"])
    if public is None:
        return [f"signature: by the key {signature['key']}, which was not given"]
    try:
        value = base64.b64decode(signature["value"], validate=True)
    except ValueError:
        return ["signature: can not be read"]
    return [] if verified(public, message(sha256), value) else ["signature: does not fit the hash"]


# Ed25519 as RFC 8032, 5.1 defines it: verification only, which handles nothing secret and may take its time.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)  # of -1
Point = tuple[int, int, int, int]  # extended coordinates X, Y, Z, T with x = X/Z, y = Y/Z, x*y = T/Z


def verified(public: bytes, signed: bytes, signature: bytes) -> bool:
    """Is ``signature`` (64 bytes) one of the public key (32 bytes) on ``signed``?"""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, random = _point(public), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or random is None or scalar >= ORDER:
        return False
    hashed = hashlib.sha512(signature[:32] + public + signed).digest()
    challenge = int.from_bytes(hashed, "little") % ORDER
    return _same(_times(scalar, BASE), _add(random, _times(challenge, key)))


def _point(text: bytes) -> Point | None:
    """The point that 32 bytes stand for (5.1.3); None where they stand for none."""
    number = int.from_bytes(text, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= P:
        return None
    x = _x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def _x_of(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def _add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(scalar: int, point: Point) -> Point:
    found: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            found = _add(found, point)
        point = _add(point, point)
        scalar >>= 1
    return found


def _same(one: Point, other: Point) -> bool:
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (
        one[1] * other[2] - other[1] * one[2]
    ) % P == 0


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE: Point = (_x_of(BASE_Y, 0) or 0, BASE_Y, 1, (_x_of(BASE_Y, 0) or 0) * BASE_Y % P)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check an exported publication without the registry.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", action="append", required=True, help="a public key, base64")
    given = parser.parse_args(arguments)
    keys = {key_name(one): one for one in map(base64.b64decode, given.key)}
    file = json.loads(given.file.read_text(encoding="utf-8-sig"))
    found = problems(file, keys)
    for one in found:
        print(one)
    if found:
        return 1
    header = file["header"]
    shown = len(file["places"]) + len(file["rankings"])
    print(
        f"whole: {header['county']['name']} {header['month']}, number {header['number']}, "
        f"{shown} of {len(header['leaves'])} parts in this file, sha256 {file['sha256']}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
