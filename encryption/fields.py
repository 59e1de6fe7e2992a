"""Encrypted columns: text to Python, encrypted bytes to the database.

``phone = EncryptedField(...)`` reads and writes a ``str``; an empty one is NULL. The bytes are bound to table, column
and row: moved to another row or column they do not open. What is never read is never opened. What does not open reads
as ``UNREADABLE``, which is no text: a page goes on, and whoever needs the value itself has to handle that case.

Equality is asked of a ``BlindIndex`` beside it, by ``matching``; no other comparison is possible.
"""

import logging
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from django.core.exceptions import FieldError
from django.db import connections, models
from django.db.models.query_utils import DeferredAttribute
from django.utils.module_loading import import_string
from django.utils.text import capfirst

from encryption import keyring, masks
from encryption.ciphers import CIPHERS, HEADER
from encryption.masks import UNREADABLE, Unreadable

log = logging.getLogger(__name__)

if TYPE_CHECKING:
    TextColumn = models.BinaryField[str | Unreadable | None, str | Unreadable]
    IndexColumn = models.BinaryField[bytes | None, bytes | None]
    KeyColumn = models.BigAutoField[int | None, int]
else:
    TextColumn = IndexColumn = models.BinaryField  # not generic at run time
    KeyColumn = models.BigAutoField


class CanNotDecrypt(Exception):
    """Ciphertext bytes that this row and these keys do not open: tampered, moved, or of a key that is gone."""


def encrypt(text: str, bound: str) -> bytes:
    """``text`` under the current key; ``bound`` names the only place where it opens."""
    ring = keyring.current()
    return ring.header + ring.cipher.encrypt(text.encode(), ring.header + bound.encode())


def decrypt(raw: bytes, bound: str) -> str:
    """What ``encrypt`` took, under whichever key encrypted it. Raises CanNotDecrypt without the bytes in it."""
    header = raw[: HEADER.size]
    cipher = keyring.current().ciphers.get(header)
    if cipher is None:
        raise CanNotDecrypt(_why_without_cipher(header, bound))
    try:
        return cipher.decrypt(raw[HEADER.size :], header + bound.encode()).decode()
    except (InvalidTag, ValueError):
        raise CanNotDecrypt(
            f"A value of {bound} does not open: it was changed or belongs elsewhere."
        ) from None


def _why_without_cipher(header: bytes, bound: str) -> str:
    if len(header) < HEADER.size:
        return f"A value of {bound} is shorter than an encrypted value can be."
    version, number = HEADER.unpack(header)
    if version not in {kind.VERSION for kind in CIPHERS.values()}:
        return f"A value of {bound} has the unknown version {version}."
    if number not in keyring.current().masters:
        return f"A value of {bound} is encrypted with key {number}, which is not in FIELD_KEYS."
    return f"A value of {bound} is encrypted with a cipher that the OpenSSL of this machine does not have."


@lru_cache(4096)
def log_once(why: str) -> None:
    """A list of fifty rows is read all day: each place is logged once a process, and not the value in it."""
    log.error(why)


def is_current(raw: bytes) -> bool:
    """Is the value encrypted with today's cipher and key?"""
    return raw.startswith(keyring.current().header)


class Ciphertext:
    """The bytes of one value as they came from the database, not opened yet."""

    __slots__ = ("field", "raw")

    def __init__(self, raw: bytes, field: "EncryptedField"):
        self.raw, self.field = raw, field

    def __repr__(self) -> str:
        return "<encrypted>"

    def of(self, *bound: Any) -> str:
        """The text, of the row whose ``bound_to`` fields have these values."""
        return decrypt(self.raw, self.field.place(bound))

    def read(self, *bound: Any) -> str | Unreadable:
        """The text, or that it can not be read, which is logged."""
        try:
            return self.of(*bound)
        except CanNotDecrypt as fault:
            log_once(str(fault))
            return UNREADABLE


class EncryptedAttribute(DeferredAttribute):
    """``row.phone``: opened when it is read; what was assigned stays text until it is saved."""

    field: "EncryptedField"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        value = instance.__dict__[name] if name in instance.__dict__ else super().__get__(instance, cls)
        if isinstance(value, Ciphertext):
            return value.read(*self.field.binding(instance))
        return value or ""

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = self.field.fold(value) if type(value) is str else value


class EncryptedField(TextColumn):
    """Text that is readable with the keys only.

    ``bound_to`` names the fields that identify the row, which must be known before it is saved: the key by default,
    given out by ``SequencedKey``. ``fold`` makes the one spelling in which it is stored, whoever sets it. ``mask`` is
    what pages show instead (encryption/masks.py), ``longest`` limits the form's input.
    """

    descriptor_class = EncryptedAttribute
    empty_values = (None, "", b"")

    def __init__(
        self,
        *args: Any,
        bound_to: tuple[str, ...] = ("pk",),
        mask: Callable[[str], str] = masks.everything,
        longest: int = 20,
        fold: Callable[[str], str] = str,
        **kwargs: Any,
    ) -> None:
        self.bound_to, self.mask, self.longest, self.fold = tuple(bound_to), mask, longest, fold
        super().__init__(
            *args, **kwargs | {"null": True, "blank": kwargs.get("blank", True), "editable": True}
        )

    def deconstruct(self) -> Any:
        """A plain column for migrations: how its values are encrypted is no matter of the table."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs

    def to_python(self, value: Any) -> Any:
        return value

    def clean(self, value: Any, model_instance: Any) -> Any:
        """A form that leaves an unreadable value alone puts back the bytes, not the word for it."""
        if value is UNREADABLE and model_instance is not None:
            return model_instance.__dict__[self.attname]
        return super().clean(value, model_instance)

    def shown(self, value: str | Unreadable) -> str:
        """What pages show instead of the value: its mask, or that it can not be read."""
        return str(value) if value is UNREADABLE else self.mask(value)

    def binding(self, instance: Any) -> tuple[Any, ...]:
        return tuple(getattr(instance, name) for name in self.bound_to)

    def place(self, bound: tuple[Any, ...]) -> str:
        """``residents_household.phone.15``: the only place where the value opens."""
        if None in bound:
            raise FieldError(
                f"{self.model.__name__}.{self.name} can not be encrypted before its row is known."
            )
        return ".".join([self.model._meta.db_table, str(self.column), *map(str, bound)])

    def ciphertext_of(self, instance: Any) -> bytes | None:
        """The bytes to store. A value of an older key is encrypted anew, so that nothing brings that key back.

        What can not be read stays as it is: the key may come back.
        """
        value = instance.__dict__.get(self.attname)
        if isinstance(value, Ciphertext) and is_current(value.raw):
            return value.raw
        text = getattr(instance, self.attname)
        if text is UNREADABLE:
            return bytes(value.raw)
        return encrypt(text, self.place(self.binding(instance))) if text else None

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        raw = self.ciphertext_of(model_instance)
        return Ciphertext(raw, self) if raw is not None else None

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None and not isinstance(value, Ciphertext):
            raise FieldError(f"{self.name} is encrypted: set it on a row and save the row.")
        return super().get_db_prep_value(value.raw if value is not None else None, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return Ciphertext(bytes(value), self) if value is not None else None

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and can not be compared; ask its blind index.")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: Any) -> str:
        raise FieldError(f"{self.name} is encrypted and is not serialised.")

    def formfield(self, **kwargs: Any) -> Any:
        """A field that never shows the stored value (encryption/forms.py); by name, so that models import no forms."""
        form_class = import_string("encryption.forms.EncryptedFormField")
        given = {
            "label": capfirst(self.verbose_name),
            "required": not self.blank,
            "max_length": self.longest,
            "mask": self.shown,
        }
        return form_class(**given | kwargs)

    def save_form_data(self, instance: Any, data: Any) -> None:
        """What a form left untouched stays as it is."""
        if data is not masks.UNCHANGED:
            setattr(instance, self.name, data)


class BlindIndex(IndexColumn):
    """Equal for equal values of the encrypted field ``of``, after ``normal`` has made them one spelling.

    Under an index of the database equality stays quick, and PostgreSQL may use it before a row-level security policy.
    """

    def __init__(
        self, *args: Any, of: str = "", normal: Callable[[str], str] = str.strip, **kwargs: Any
    ) -> None:
        self.of, self.normal = of, normal
        super().__init__(*args, **kwargs | {"null": True, "editable": False})

    def deconstruct(self) -> Any:
        """A plain column for migrations: how an index is made is no matter of the table."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs

    @property
    def label(self) -> str:
        return f"{self.model._meta.db_table}.{self.of}"

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        text = getattr(model_instance, self.of)
        return getattr(model_instance, self.attname) if text is UNREADABLE else self.value_of(text)

    def value_of(self, text: str) -> bytes | None:
        """The index under today's key; nothing for a text that ``normal`` leaves nothing of."""
        normal = self.normal(text or "")
        return keyring.current().index(normal, self.label) if normal else None


def matching(model: type[models.Model], name: str, text: str) -> models.Q:
    """Rows whose blind index ``name`` matches ``text``, whichever key of the ring encrypted it."""
    field: Any = model._meta.get_field(name)
    normal = field.normal(text)
    return models.Q(**{f"{name}__in": keyring.current().indexes(normal, field.label) if normal else []})


class SequencedKey(KeyColumn):
    """A key that is drawn from its sequence before the row is written, because encrypted values are bound to it."""

    def deconstruct(self) -> Any:
        """A plain key for migrations: when it is drawn is no matter of the table."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BigAutoField", args, kwargs

    def get_pk_value_on_save(self, instance: Any) -> Any:
        with connections[instance._state.db or "default"].cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s))", [self.model._meta.db_table, self.column]
            )
            return cursor.fetchone()[0]
