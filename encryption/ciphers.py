"""Authenticated encryption of short values.

AES-256-GCM (NIST SP 800-38D), or SM4-GCM (GB/T 32907-2016, GB/T 36624-2018).

An encrypted value is ``version (1) | number of the key (2) | nonce (12) | ciphertext | tag (16)``; the tag covers the
first three bytes too, so that nobody can pass a value off as another version's.
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


class AuthenticatedCipher(Protocol):
    """Encrypts and opens with one key. ``bound`` is authenticated, not stored: it must be the same at both times."""

    VERSION: int
    KEY_BYTES: int
    HASH: type[hashes.HashAlgorithm]
    HMAC: str

    def __init__(self, key: bytes) -> None: ...
    def encrypt(self, plain: bytes, bound: bytes) -> bytes: ...
    def decrypt(self, ciphertext: bytes, bound: bytes) -> bytes: ...


class Aes256Gcm(AuthenticatedCipher):
    """AES-256-GCM."""

    VERSION, KEY_BYTES, HASH, HMAC = 1, 32, hashes.SHA256, "sha256"

    def __init__(self, key: bytes) -> None:
        self.cipher = AESGCM(key)

    def encrypt(self, plain: bytes, bound: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self.cipher.encrypt(nonce, plain, bound)

    def decrypt(self, ciphertext: bytes, bound: bytes) -> bytes:
        return self.cipher.decrypt(ciphertext[:NONCE_BYTES], ciphertext[NONCE_BYTES:], bound)


class Sm4Gcm(AuthenticatedCipher):
    """SM4-GCM, where a commercial cipher of the state is required (商用密码管理条例)."""

    VERSION, KEY_BYTES, HASH, HMAC = 2, 16, hashes.SM3, "sm3"

    def __init__(self, key: bytes) -> None:
        self.key = algorithms.SM4(key)

    def encrypt(self, plain: bytes, bound: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        encryptor = Cipher(self.key, modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(bound)
        return nonce + encryptor.update(plain) + encryptor.finalize() + encryptor.tag

    def decrypt(self, ciphertext: bytes, bound: bytes) -> bytes:
        if len(ciphertext) < NONCE_BYTES + TAG_BYTES:
            raise InvalidTag
        decryptor = Cipher(self.key, modes.GCM(ciphertext[:NONCE_BYTES], ciphertext[-TAG_BYTES:])).decryptor()
        decryptor.authenticate_additional_data(bound)
        return decryptor.update(ciphertext[NONCE_BYTES:-TAG_BYTES]) + decryptor.finalize()


CIPHERS: dict[str, type[AuthenticatedCipher]] = {"aes": Aes256Gcm, "sm4": Sm4Gcm}


def header(cipher: str, number: int) -> bytes:
    """The first bytes of what is encrypted with a cipher and the key of this number."""
    return HEADER.pack(CIPHERS[cipher].VERSION, number)


def has(cipher: str) -> bool:
    """Does the OpenSSL at hand have the cipher and its hash?"""
    kind = CIPHERS[cipher]
    try:
        return kind.HMAC in hashlib.algorithms_available and bool(
            kind(bytes(kind.KEY_BYTES)).encrypt(b"", b"")
        )
    except UnsupportedAlgorithm:
        return False
