"""Authenticated encryption of short values.

AES-256-GCM (NIST SP 800-38D), or SM4-GCM (GB/T 32907-2016, GB/T 36624-2018).

A sealed value is ``version (1) | number of the key (2) | nonce (12) | ciphertext | tag (16)``; the tag covers the first
three bytes too, so that nobody can pass a value off as another version's.
"""

import hashlib
import os
import struct
from typing import Protocol

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
TAG_BYTES = 16
HEADER = struct.Struct(">BH")
LARGEST_KEY_NUMBER = 0xFFFF


class Box(Protocol):
    """Seals and opens with one key. ``bound`` is authenticated, not stored: it must be the same at both times."""

    VERSION: int
    KEY_BYTES: int
    HASH: type[hashes.HashAlgorithm]
    HMAC: str

    def __init__(self, key: bytes) -> None: ...
    def seal(self, plain: bytes, bound: bytes) -> bytes: ...
    def open(self, sealed: bytes, bound: bytes) -> bytes: ...


class AesBox(Box):
    """AES-256-GCM."""

    VERSION, KEY_BYTES, HASH, HMAC = 1, 32, hashes.SHA256, "sha256"

    def __init__(self, key: bytes) -> None:
        self.cipher = AESGCM(key)

    def seal(self, plain: bytes, bound: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self.cipher.encrypt(nonce, plain, bound)

    def open(self, sealed: bytes, bound: bytes) -> bytes:
        return self.cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)


class Sm4Box(Box):
    """SM4-GCM, where a commercial cipher of the state is required (商用密码管理条例)."""

    VERSION, KEY_BYTES, HASH, HMAC = 2, 16, hashes.SM3, "sm3"

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


def header(cipher: str, number: int) -> bytes:
    """The first bytes of what is sealed with a cipher and the key of this number."""
    return HEADER.pack(CIPHERS[cipher].VERSION, number)


def has(cipher: str) -> bool:
    """Does the OpenSSL at hand have the cipher and its hash?"""
    kind = CIPHERS[cipher]
    try:
        return kind.HMAC in hashlib.algorithms_available and bool(kind(bytes(kind.KEY_BYTES)).seal(b"", b""))
    except UnsupportedAlgorithm:
        return False
