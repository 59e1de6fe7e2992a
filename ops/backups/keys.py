"""Who can open a backup, and which of the registry's own keys its content needs.

A backup is encrypted for the operator by age (https://age-encryption.org/v1): for one or more public keys (`age1...`),
which are no secret. Only the identity file (`AGE-SECRET-KEY-1...`) opens it; the program `age` opens it as well.
"""

import hashlib
import hmac
import os
from pathlib import Path

from pyrage import RecipientError, x25519

from ops.instance import Instance, write_private
from ops.trouble import Trouble

RECIPIENTS = "BACKUP_RECIPIENTS"
IDENTITY = "BACKUP_IDENTITY"
PRODUCTION = "config.settings.prod"
OWN_IDENTITY = "backup-identity.txt"
PURPOSE = b"village post registry: which key is it"


def new_identity(path: Path) -> str:
    """Write a new identity to ``path``, readable by its owner only; returns its public key."""
    if path.exists():
        raise Trouble(f"{path} is there already; a key that is overwritten opens no backup any more.")
    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    write_private(path, f"# public key: {public}\n{identity}\n")
    return public


def recipients(instance: Instance, settings: str) -> list[x25519.Recipient]:
    """Those that ``BACKUP_RECIPIENTS`` names, separated by commas; for a development instance its own key."""
    named = os.environ.get(RECIPIENTS, "")
    if named:
        try:
            return [x25519.Recipient.from_str(one.strip()) for one in named.split(",")]
        except RecipientError as error:
            raise Trouble(f"{RECIPIENTS} has no public key of age in it: {error}") from error
    if settings == PRODUCTION:
        raise Trouble(
            f"Set {RECIPIENTS} to the operator's public key. `python3 -m ops backup --new-key FILE` makes a pair: "
            "keep FILE away from this server and from the backups."
        )
    own = instance.folder / OWN_IDENTITY
    if not own.exists():
        new_identity(own)
        print(f"This backup opens with {own}, made just now; keep a copy of it on another machine.")
    return [one.to_public() for one in identities(own)]


def identities(path: Path) -> list[x25519.Identity]:
    """The secret keys of an identity file; lines that begin with # are remarks."""
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    except FileNotFoundError as error:
        raise Trouble(f"There is no identity file {path}; name it with --identity or {IDENTITY}.") from error
    found = [x25519.Identity.from_str(line) for line in lines if line.startswith("AGE-SECRET-KEY-1")]
    if not found:
        raise Trouble(f"{path} has no AGE-SECRET-KEY-1... in it.")
    return found


def fingerprints(environment: dict[str, str]) -> dict[str, str]:
    """Name of each key of the registry -> 16 hex digits by which a restore sees whether it has the same one.

    Keyed by the key itself, so that the digits tell nothing of it.
    """
    found = {}
    for one in filter(None, environment.get("FIELD_KEYS", "").split(",")):
        number, _colon, secret = one.strip().partition(":")
        found[f"FIELD_KEYS {number}"] = _digits(secret)
    if environment.get("TRAIL_KEY"):
        found["TRAIL_KEY"] = _digits(environment["TRAIL_KEY"])
    return found


def _digits(secret: str) -> str:
    return hmac.new(secret.encode(), PURPOSE, hashlib.sha256).hexdigest()[:16]


def missing(needed: dict[str, str], environment: dict[str, str]) -> list[str]:
    """The names of keys that were there when the backup was made and are not, or are others, here."""
    here = fingerprints(environment)
    return [name for name, digits in needed.items() if here.get(name) != digits]
