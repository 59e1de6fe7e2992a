"""The keys of encrypted fields: read from the settings, derived by label, never stored in the database.

``FIELD_KEYS`` holds master keys of 32 bytes as ``number:base64,number:base64``. The first one is current: it encrypts
what is written from now on. The others still open what they encrypted, until ``rotate_keys`` has left nothing to them.
No master key is used itself; HKDF (RFC 5869) derives one key for each purpose and label.
"""

import base64
import binascii
import hmac
from functools import lru_cache

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.checks import Error, register
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed

from encryption import ciphers
from encryption.ciphers import CIPHERS, AuthenticatedCipher

MASTER_BYTES = 32
INDEX_BYTES = 16  # of 32: no two values of a register meet by chance, and no row carries more than that
# The key of machines that nobody else reaches (config/settings/dev.py, test.py); check --deploy refuses it.
EVERYBODYS = "1:dmlsbGFnZS1wb3N0LXJlZ2lzdHJ5LXRlc3Qta2V5LTE="
HOW = (
    'Make one: python3 -c "import base64, secrets; print(base64.b64encode(secrets.token_bytes(32)).decode())"'
)


class Keyring:
    """The master keys in force, by number; the first one is current.

    ``ciphers`` holds what opens an encrypted value, by the value's header; ``header`` begins what is encrypted today.
    """

    def __init__(self, text: str, cipher: str):
        if cipher not in CIPHERS:
            raise ImproperlyConfigured(f"FIELD_CIPHER is {cipher!r}; it is one of: {', '.join(CIPHERS)}.")
        parts = [_read(part) for part in text.split(",") if part.strip()]
        self.masters = dict(parts)
        if not parts:
            raise ImproperlyConfigured(f"FIELD_KEYS is empty: encrypted fields need a key. {HOW}")
        if len(parts) > len(self.masters):
            raise ImproperlyConfigured("FIELD_KEYS gives two keys the same number.")
        kinds = [kind for kind in CIPHERS if kind == cipher or ciphers.has(kind)]
        self.kinds = sorted(kinds, key=lambda kind: kind != cipher)
        self.ciphers = {
            ciphers.header(kind, number): self._cipher(number, kind)
            for number in self.masters
            for kind in kinds
        }
        self.header = ciphers.header(cipher, parts[0][0])
        self.cipher = self.ciphers[self.header]
        self._labels: dict[str, list[tuple[bytes, str]]] = {}

    def _derived(self, number: int, cipher: str, label: str, size: int) -> bytes:
        info = f"village post registry|{label}".encode()
        return HKDF(CIPHERS[cipher].HASH(), size, salt=None, info=info).derive(self.masters[number])

    def _cipher(self, number: int, cipher: str) -> AuthenticatedCipher:
        kind = CIPHERS[cipher]
        return kind(self._derived(number, cipher, f"encrypt {cipher}", kind.KEY_BYTES))

    def _index_keys(self, label: str) -> list[tuple[bytes, str]]:
        """(key, hash) of every master key and cipher by which a row may have been written; today's first."""
        if label not in self._labels:
            self._labels[label] = [
                (self._derived(number, kind, f"index {label}", MASTER_BYTES), CIPHERS[kind].HMAC)
                for number in self.masters
                for kind in self.kinds
            ]
        return self._labels[label]

    def index(self, value: str, label: str) -> bytes:
        """The blind index of a normalised value: equal for equal values of one label, and nothing more."""
        key, digest = self._index_keys(label)[0]
        return hmac.digest(key, value.encode(), digest)[:INDEX_BYTES]

    def indexes(self, value: str, label: str) -> list[bytes]:
        """The blind index under every key and cipher by which a row may still have been written."""
        return [
            hmac.digest(key, value.encode(), digest)[:INDEX_BYTES] for key, digest in self._index_keys(label)
        ]


def _read(part: str) -> tuple[int, bytes]:
    """``number:base64`` -> number and key. The faulty part itself is never printed: it may be a key."""
    number, colon, encoded = part.strip().partition(":")
    try:
        key = base64.b64decode(encoded, validate=True)
        if not colon or not 1 <= int(number) <= ciphers.LARGEST_KEY_NUMBER or len(key) != MASTER_BYTES:
            raise ValueError
    except (ValueError, binascii.Error):
        raise ImproperlyConfigured(
            f"FIELD_KEYS is not written as number:base64 of 32 bytes, parts separated by commas. {HOW}"
        ) from None
    return int(number), key


@lru_cache(maxsize=8)
def _parsed(text: str, cipher: str) -> Keyring:
    return Keyring(text, cipher)


@lru_cache(maxsize=1)
def current() -> Keyring:
    """The keyring of the settings; raises ImproperlyConfigured with a sentence when there is none.

    Asked for each value that is read or written: the settings are looked up once, and after a test has changed them.
    """
    return _parsed(settings.FIELD_KEYS, settings.FIELD_CIPHER)


def _look_anew(**kwargs: object) -> None:
    current.cache_clear()


setting_changed.connect(_look_anew)


def try_out() -> None:
    """Refuse to start without keys, or with a cipher that this machine does not have."""
    try:
        ring = current()
        ring.cipher.decrypt(ring.cipher.encrypt(b"tried", b""), b"")
    except UnsupportedAlgorithm as fault:
        raise ImproperlyConfigured(
            f"FIELD_CIPHER is {settings.FIELD_CIPHER!r}, which the OpenSSL of this machine does not have: {fault}"
        ) from fault


@register(deploy=True)
def keys_are_our_own(app_configs: object, **kwargs: object) -> list[Error]:
    """``check --deploy``: the key in the source code hides nothing."""
    known = _parsed(EVERYBODYS, "aes").masters[1]
    if known not in current().masters.values():
        return []
    return [
        Error(
            "FIELD_KEYS holds the key of the source code, which everybody knows.", hint=HOW, id="audit.E001"
        )
    ]
