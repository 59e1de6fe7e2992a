"""No log line and no error report carries a villager's number, whatever a library puts into its message."""

import logging
import re
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

HIDDEN = "***"
# An identity number of 18 or a mobile number of 11 digits; receipts, keys and times have other lengths.
# ASCII: the character beside it may be Chinese, which would count as a letter otherwise.
NUMBERS = re.compile(
    r"(?<![\w.-])(?:\d{17}[\dXx]|(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?![\w-])", re.ASCII
)


class RedactingFormatter(logging.Formatter):
    """A line as it is written, traceback and all, with numbers of people taken out."""

    def format(self, record: logging.LogRecord) -> str:
        return NUMBERS.sub(HIDDEN, super().format(record))


class RedactedReports(SafeExceptionReporterFilter):
    """Error reports without what was sent and without the variables of the code, in every mode."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return dict.fromkeys(request.POST, HIDDEN) if request is not None else {}

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> Any:
        return dict.fromkeys(tb_frame.f_locals, HIDDEN).items()
