"""``check --deploy`` warns of a database server of one's own whose log holds villagers' words.

The embedded server is set so by ops/postgres.py; docs/operations.md has the lines for another one.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError, connection

BELOW_ERROR = ("debug5", "debug4", "debug3", "debug2", "debug1", "info", "notice", "warning", "error")
# Setting -> the values that let words into the log, and what they let in.
LETS_IN: dict[str, tuple[Any, str]] = {
    "log_statement": (lambda value: value != "none", "the text of statements, with their values"),
    "log_min_duration_statement": (lambda value: int(value) >= 0, "slow statements with their values"),
    "log_min_duration_sample": (lambda value: int(value) >= 0, "some statements with their values"),
    "log_transaction_sample_rate": (lambda value: float(value) > 0, "statements of some transactions"),
    "log_min_error_statement": (lambda value: value in BELOW_ERROR, "the statement of every error"),
    "log_min_messages": (lambda value: value in BELOW_ERROR, "errors, whose messages quote values"),
    "log_error_verbosity": (lambda value: value != "terse", "the details of errors: keys and whole rows"),
    "log_parameter_max_length": (lambda value: value != "0", "parameters of logged statements"),
    "log_parameter_max_length_on_error": (lambda value: value != "0", "parameters of refused statements"),
    "shared_preload_libraries": (
        lambda value: "auto_explain" in value,
        "plans with the values of their query",
    ),
    "session_preload_libraries": (
        lambda value: "auto_explain" in value,
        "plans with the values of their query",
    ),
}


@register(Tags.security, deploy=True)
def check_server_log(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """A warning for each setting; nothing when no server answers, which other commands report."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY (%s)", [list(LETS_IN)])
            return warnings(dict(cursor.fetchall()))
    except DatabaseError:
        return []


def warnings(settings: Mapping[str, str]) -> list[CheckMessage]:
    """The warnings for a server with these settings."""
    return [
        Warning(
            f"The database's log holds {what}: {name} = {settings[name]}.",
            hint="Villagers' words would stand in a file that nobody guards; see docs/operations.md.",
            id="policies.W001",
        )
        for name, (lets_in, what) in LETS_IN.items()
        if name in settings and lets_in(settings[name])
    ]
