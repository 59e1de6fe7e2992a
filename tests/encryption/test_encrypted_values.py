"""Ciphertext text opens at its own place with its own key, and nowhere else."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from encryption import keyring, masks
from encryption.fields import CanNotDecrypt, decrypt, encrypt, is_current

FIRST = "1:" + base64.b64encode(b"a" * 32).decode()
SECOND = "2:" + base64.b64encode(b"b" * 32).decode()
PLACE = "residents_household.phone.15"
CIPHERS = pytest.mark.parametrize("cipher", ["aes", "sm4"])


@given(st.text())
def test_what_is_sealed_opens_as_it_was(text):
    assert decrypt(encrypt(text, PLACE), PLACE) == text


@CIPHERS
@pytest.mark.asvs("11.3.2")
def test_chinese_text_passes_through_either_cipher(settings, cipher):
    settings.FIELD_CIPHER = cipher
    raw = encrypt("一五四〇〇〇", PLACE)
    assert decrypt(raw, PLACE) == "一五四〇〇〇" and "一".encode() not in raw


@CIPHERS
@pytest.mark.asvs("11.3.3")
def test_a_value_does_not_open_in_another_row_or_column(settings, cipher):
    settings.FIELD_CIPHER = cipher
    raw = encrypt("15400001234", PLACE)
    for elsewhere in ("residents_household.phone.16", "residents_resident.phone.15"):
        with pytest.raises(CanNotDecrypt, match="belongs elsewhere"):
            decrypt(raw, elsewhere)


@CIPHERS
@pytest.mark.asvs("11.3.3")
def test_no_byte_can_be_changed(settings, cipher):
    settings.FIELD_CIPHER = cipher
    raw = encrypt("15400001234", PLACE)
    for at in range(len(raw)):
        with pytest.raises(CanNotDecrypt):
            decrypt(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :], PLACE)


@CIPHERS
@pytest.mark.parametrize("length", [0, 2, 3, 14, 15, 30])
@pytest.mark.asvs("11.2.5")
def test_a_value_that_was_cut_off_is_refused(settings, cipher, length):
    settings.FIELD_CIPHER = cipher
    with pytest.raises(CanNotDecrypt):
        decrypt(encrypt("15400001234", PLACE)[:length], PLACE)


@pytest.mark.asvs("11.3.4")
def test_the_same_text_is_never_sealed_the_same():
    assert len({encrypt("15400001234", PLACE) for _time in range(1_000)}) == 1_000


def test_a_refusal_names_the_place_and_the_key_but_never_the_value(settings):
    settings.FIELD_KEYS = SECOND
    raw = encrypt("15400001234", PLACE)
    settings.FIELD_KEYS = FIRST
    with pytest.raises(CanNotDecrypt, match=r"phone\.15 is encrypted with key 2, which is not in FIELD_KEYS"):
        decrypt(raw, PLACE)


@pytest.mark.asvs("11.2.2")
def test_old_keys_and_ciphers_still_open_but_are_no_longer_used(settings):
    settings.FIELD_KEYS = FIRST
    old = encrypt("15400001234", PLACE)
    settings.FIELD_KEYS, settings.FIELD_CIPHER = f"{SECOND},{FIRST}", "sm4"
    new = encrypt("15400001234", PLACE)
    assert decrypt(old, PLACE) == decrypt(new, PLACE) == "15400001234"
    assert (is_current(old), is_current(new)) == (False, True)


@pytest.mark.asvs("11.4.1")
def test_a_blind_index_tells_equal_values_of_one_column_and_nothing_else(settings):
    settings.FIELD_KEYS = FIRST
    index = keyring.current().index("15400001234", "a.phone")
    assert index == keyring.current().index("15400001234", "a.phone") and len(index) == 16
    others = [
        keyring.current().index("15400001235", "a.phone"),
        keyring.current().index("15400001234", "b.phone"),
    ]
    settings.FIELD_CIPHER = "sm4"
    others.append(keyring.current().index("15400001234", "a.phone"))
    assert len({index, *others}) == 4


@CIPHERS
def test_a_value_is_found_by_the_index_of_every_key_in_force(settings, cipher):
    settings.FIELD_KEYS, settings.FIELD_CIPHER = FIRST, cipher
    old = keyring.current().index("15400001234", "a.phone")
    settings.FIELD_KEYS, settings.FIELD_CIPHER = f"{SECOND},{FIRST}", "aes"
    assert old in keyring.current().indexes("15400001234", "a.phone")


@pytest.mark.parametrize(
    ("keys", "cipher", "reason"),
    [
        ("", "aes", "FIELD_KEYS is empty"),
        ("1:short", "aes", "number:base64 of 32 bytes"),
        ("x:" + FIRST[2:], "aes", "number:base64 of 32 bytes"),
        ("70000:" + FIRST[2:], "aes", "number:base64 of 32 bytes"),
        (f"{FIRST},{FIRST}", "aes", "two keys the same number"),
        (FIRST, "rot13", "one of: aes, sm4"),
    ],
)
def test_without_sound_keys_nothing_starts_and_the_reason_is_reported(settings, keys, cipher, reason):
    settings.FIELD_KEYS, settings.FIELD_CIPHER = keys, cipher
    with pytest.raises(ImproperlyConfigured, match=reason) as fault:
        keyring.try_out()
    assert FIRST[2:] not in str(fault.value) + str(fault.value.__cause__)


def test_production_is_warned_of_the_key_in_the_source_code(settings):
    settings.FIELD_KEYS = keyring.EVERYBODYS
    assert [fault.id for fault in keyring.keys_are_our_own(None)] == ["audit.E001"]
    settings.FIELD_KEYS = FIRST
    assert keyring.keys_are_our_own(None) == []


@pytest.mark.parametrize(
    ("text", "shown"), [("15400001234", "154****1234"), ("05551234", "****1234"), ("110", "***"), ("", "")]
)
def test_a_masked_phone_keeps_its_ends(text, shown):
    assert masks.phone(text) == shown
