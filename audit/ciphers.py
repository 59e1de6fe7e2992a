"""Authenticated encryption of short values.

AES-256-GCM (NIST SP 800-38D), or SM4-GCM (GB/T 32907-2016, GB/T 36624-2018).

A sealed value is ``version (1) | number of the key (2) | nonce (12) | ciphertext | tag (16)``; the tag covers the first
three bytes too, so that nobody can pass a value off as another version's.
"""

import os
from typing import Protocol

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
TAG_BYTES = 16
HEADER_BYTES = 3
LARGEST_KEY_NUMBER = 0xFFFF


class Box(Protocol):
    """Seals and opens with one key. ``bound`` is authenticated, not stored: it must be the same at both times."""

    KEY_BYTES: int

    def __init__(self, key: bytes) -> None: ...
    def seal(self, plain: bytes, bound: bytes) -> bytes: ...
    def open(self, sealed: bytes, bound: bytes) -> bytes: ...


class AesBox:
    """AES-256-GCM."""

    KEY_BYTES = 32

    def __init__(self, key: bytes) -> None:
        self.cipher = AESGCM(key)

    def seal(self, plain: bytes, bound: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self.cipher.encrypt(nonce, plain, bound)

    def open(self, sealed: bytes, bound: bytes) -> bytes:
        return self.cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)


class Sm4Box:
    """SM4-GCM, where a commercial cipher of the state is required (商用密码管理条例)."""

    KEY_BYTES = 16

    def __init__(self, key: bytes) -> None:
        self.key = algorithms.SM4(key)

    def seal(self, plain: bytes, bound: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        sealer = Cipher(self.key, modes.GCM(nonce)).encryptor()
        sealer.authenticate_additional_data(bound)
        return nonce + sealer.update(plain) + sealer.finalize() + sealer.tag

    def open(self, sealed: bytes, bound: bytes) -> bytes:
        if len(sealed) < NONCE_BYTES + TAG_BYTES:
            raise InvalidTag
        opener = Cipher(self.key, modes.GCM(sealed[:NONCE_BYTES], sealed[-TAG_BYTES:])).decryptor()
        opener.authenticate_additional_data(bound)
        return opener.update(sealed[NONCE_BYTES:-TAG_BYTES]) + opener.finalize()


CIPHERS: dict[str, type[Box]] = {"aes": AesBox, "sm4": Sm4Box}
VERSIONS = {1: "aes", 2: "sm4"}
VERSION_OF = {cipher: version for version, cipher in VERSIONS.items()}


def try_out(cipher: str) -> None:
    """Raises UnsupportedAlgorithm when the OpenSSL at hand lacks the cipher."""
    box = CIPHERS[cipher](bytes(CIPHERS[cipher].KEY_BYTES))
    if box.open(box.seal(b"tried", b""), b"") != b"tried":
        raise UnsupportedAlgorithm(cipher)
