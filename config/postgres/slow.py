"""Slow statements in the application's log: their text with placeholders, never with the values.

The server's own log of slow statements has the values in it and stays off (ops/postgres.py).
"""

import logging
import time
from typing import Any

log = logging.getLogger(__name__)
SLOW, SHOWN = 2.0, 500  # seconds; characters


def report(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    """A wrapper of every statement (Django's ``execute_wrappers``)."""
    begun = time.monotonic()
    try:
        return execute(sql, params, many, context)
    finally:
        seconds = time.monotonic() - begun
        if seconds >= SLOW and isinstance(sql, str):
            log.warning("A statement took %.1f s: %s", seconds, sql[:SHOWN])
