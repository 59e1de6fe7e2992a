"""What is shown of a value to those who do not need it: its kind stays, the value does not."""

from enum import Enum
from typing import Final, Literal

from django.utils.translation import gettext as _

LONG_PHONE = 11


class Unchanged(Enum):
    """What a form returns for a hidden value that nobody touched."""

    UNCHANGED = "unchanged"

    def __bool__(self) -> Literal[False]:
        return False


UNCHANGED: Final = Unchanged.UNCHANGED


class Unreadable(Enum):
    """Shown where something is stored that does not open: neither empty nor hidden."""

    UNREADABLE = "unreadable"

    def __str__(self) -> str:
        return _("can not be read")


UNREADABLE: Final = Unreadable.UNREADABLE


def everything(text: str) -> str:
    """Nothing stays, not even the length."""
    return "******" if text else ""


def phone(text: str) -> str:
    """``phone("15400001234") == "154****1234"``; of a shorter number the last four digits, of a very short one none."""
    if len(text) >= LONG_PHONE:
        return text[:3] + "*" * (len(text) - 7) + text[-4:]
    return "*" * max(0, len(text) - 4) + text[-4:] if len(text) > 6 else "*" * len(text)


def identity(text: str) -> str:
    """``99************1234``: the region's first two digits and the last four; birthday and sex stay hidden."""
    return text[:2] + "*" * (len(text) - 6) + text[-4:] if len(text) > 6 else "*" * len(text)


def name(text: str) -> str:
    """``name("王小明") == "王**"``: the surname and the length stay."""
    return text[:1] + "*" * max(1, len(text) - 1) if text else ""
