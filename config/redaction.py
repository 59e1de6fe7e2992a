"""No log line and no error report carries a villager's number or words, whatever a library puts into its message."""

import logging
import re
import traceback
from collections.abc import Iterator
from typing import Any

import psycopg2
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

HIDDEN = "***"
# An identity number of 18 or a mobile number of 11 digits; receipts, keys and times have other lengths.
# ASCII: the character beside it may be Chinese, which would count as a letter otherwise.
NUMBERS = re.compile(
    r"(?<![\w.-])(?:\d{17}[\dXx]|(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?![\w-])", re.ASCII
)


# Exceptions whose message names code, files or constraints (config/postgres/errors.py); that of another may quote
# what somebody typed: int("王某"), a missing key, a value of a form.
SPEAKS_OF_CODE = (
    DatabaseError,
    psycopg2.Error,
    ImproperlyConfigured,
    ImportError,
    AttributeError,
    NameError,
    OSError,
)
OF_A_TASK = ("exc", "args", "kwargs", "traceback")  # what Celery puts into the line of a task that failed


class RedactingFormatter(logging.Formatter):
    """A line as it is written, traceback and all, with numbers of people and the words of exceptions taken out."""

    def format(self, record: logging.LogRecord) -> str:
        if record.name.startswith("celery.") and isinstance(record.args, dict):
            record.args = record.args | {name: HIDDEN for name in OF_A_TASK if name in record.args}
        return NUMBERS.sub(HIDDEN, super().format(record))

    def formatException(self, ei: Any) -> str:
        """The traceback, of each exception its type, and its message where it can only speak of code."""
        return "\n".join(_lines(ei[1], set()))


def _lines(error: BaseException | None, seen: set[int]) -> Iterator[str]:
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    yield from _lines(before, seen)
    yield "Traceback (most recent call last):"
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip()
    yield f"{type(error).__qualname__}: {error if isinstance(error, SPEAKS_OF_CODE) else HIDDEN}"


class RedactedReports(SafeExceptionReporterFilter):
    """Error reports without what was sent and without the variables of the code, in every mode."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return dict.fromkeys(request.POST, HIDDEN) if request is not None else {}

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> Any:
        return dict.fromkeys(tb_frame.f_locals, HIDDEN).items()
