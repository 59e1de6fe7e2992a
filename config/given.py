"""Settings out of the environment, read strictly: a value that is none of those expected stops the start.

Called by config/settings. Each function raises ImproperlyConfigured with one sentence: the variable, what it
holds, and what it may hold; ``stopping`` turns it into the end of the program.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
ON_OFF = {"1": True, "0": False}


def one_of(name: str, allowed: Sequence[str], *, default: str) -> str:
    """One of ``allowed``, written exactly so: no other case, no blank, no empty value."""
    value: str = env.str(name, default=default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}; it is one of: {', '.join(allowed)}.")
    return value


def whole(name: str, *, default: int, least: int = 0, most: int | None = None) -> int:
    """A whole number from ``least`` to ``most``, both allowed; None: without an end."""
    text: str = env.str(name, default=str(default))
    value = int(text) if text.isascii() and text.isdigit() else -1
    if value < least or (most is not None and value > most):
        bounds = f"from {least} to {most}" if most is not None else f"of at least {least}"
        raise ImproperlyConfigured(f"{name} is {text!r}; it is a whole number {bounds}.")
    return value


def switch(name: str, *, default: bool) -> bool:
    """``1`` or ``0``."""
    return ON_OFF[one_of(name, list(ON_OFF), default="1" if default else "0")]


@contextmanager
def stopping() -> Iterator[None]:
    """A setting that is wrong ends the program with its sentence, not with a traceback. For entry points."""
    try:
        yield
    except ImproperlyConfigured as fault:
        raise SystemExit(f"The registry does not start. {fault}") from None
