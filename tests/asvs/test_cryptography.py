"""Which algorithms there are and where: the inventory of docs/security.md against the source."""

import ast
import re

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from encryption import ciphers, keyring
from tests.asvs.table import ROOT
from tests.asvs.test_source import OWN, imports
from tests.asvs.test_ways_in import SECURITY, part, rows_of

LIBRARIES = {
    "hashlib",
    "hmac",
    "secrets",
    "cryptography",
    "django.utils.crypto",
    "django.core.signing",
    "django_otp",
}
OTHERS = {"Crypto", "nacl", "gmssl", "rsa", "ecdsa", "jwt", "jose", "passlib", "bcrypt", "pyaes", "OpenSSL"}
STRONG = {"sha256", "sha512", "sha384", "sm3", "algorithms_available", "new", "pbkdf2_hmac", "scrypt"}


def users() -> set[str]:
    """The files that encrypt, hash, sign, draw random numbers or check a code."""
    return {str(path.relative_to(ROOT)) for path in OWN if imports(path) & LIBRARIES}


@pytest.mark.asvs("11.1.2", "11.1.3")
def test_the_inventory_names_every_file_that_encrypts_hashes_or_signs():
    named = {
        name
        for row in rows_of(part(SECURITY, "## Inventory of cryptography"))
        for name in re.findall(r"`([\w/.]+\.py)`", row[-1])
    }
    assert named == users()


@pytest.mark.asvs("11.2.1")
def test_no_algorithm_is_of_our_own_or_of_an_unknown_library():
    assert {path.name: imports(path) & OTHERS for path in OWN if imports(path) & OTHERS} == {}
    lock = (ROOT / "requirements.lock").read_text("utf-8").lower()
    assert re.search(r"^cryptography==", lock, re.M) and not re.search(
        r"^(pycrypto|gmssl|rsa|pyaes)==", lock, re.M
    )


@pytest.mark.asvs("11.4.3")
def test_every_hash_has_256_bits_at_least():
    used = {
        node.attr
        for path in OWN
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "hashlib"
    }
    taken = {
        name.name
        for path in OWN
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "hashlib"
        for name in node.names
    }
    assert used and used | taken <= STRONG


@pytest.mark.asvs("11.6.1")
def test_keys_of_signatures_are_made_by_the_library():
    makers = {path.name for path in OWN if "Ed25519PrivateKey.generate()" in path.read_text("utf-8")}
    assert makers == {"publication_key.py"}
    assert len(Ed25519PrivateKey.generate().private_bytes_raw()) == 32


@pytest.mark.asvs("11.2.3")
def test_every_key_has_128_bits_at_least():
    assert {len(key) for key in keyring.current().masters.values()} == {32}
    assert {name: kind.KEY_BYTES for name, kind in ciphers.CIPHERS.items()} == {"aes": 32, "sm4": 16}
    assert {kind.HASH.digest_size for kind in ciphers.CIPHERS.values()} == {32} and keyring.INDEX_BYTES == 16
    assert len(settings.SECRET_KEY) >= 43, "256 bits in base64"
