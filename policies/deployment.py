"""``check --deploy`` names every setting that is weaker than an installation with real data should be.

Run it with the environment of the web (docs/operations.md), which is the one that most people reach. What Django checks
itself (HSTS, HTTPS redirect, cookies, the length of SECRET_KEY) is not repeated here.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError, connection

# Characters. A key of the trail and a token are made of 48 random bytes or more; passwords of servers of 16.
SHORTEST_TRAIL_KEY, SHORTEST_TOKEN = 32, 24
OWNS = """
    SELECT rolsuper OR rolbypassrls OR EXISTS (
        SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relowner = pg_roles.oid
    ) FROM pg_roles WHERE rolname = session_user
"""

# Number of the check -> is it so, what is said, what to do.
Case = tuple[Callable[[], bool], str, str]


def _wildcard() -> bool:
    return any(host == "*" or host.startswith((".", "*.")) for host in settings.ALLOWED_HOSTS)


def _no_proxy() -> bool:
    return bool(settings.SECURE_PROXY_SSL_HEADER) and settings.PROXIES == 0


def _plain_origin() -> bool:
    return any(not origin.startswith("https://") for origin in settings.CSRF_TRUSTED_ORIGINS)


CASES: dict[str, Case] = {
    "W010": (
        lambda: settings.SECOND_FACTOR != "required",
        "SECOND_FACTOR is optional: chiefs, county and administrators may sign in with a password alone.",
        "Leave SECOND_FACTOR out.",
    ),
    "W011": (
        lambda: settings.SECOND_FACTOR_IN_THE_FIELD != "required",
        "SECOND_FACTOR_IN_THE_FIELD is optional: officers and auxiliaries may sign in with a password alone.",
        "Leave SECOND_FACTOR_IN_THE_FIELD out.",
    ),
    "W012": (
        _wildcard,
        "ALLOWED_HOSTS holds a wildcard: the registry answers under names that are not its own.",
        "Name each host.",
    ),
    "W013": (
        _no_proxy,
        "PROXIES is 0 behind a proxy (SECURE_PROXY_SSL_HEADER): all people seem to come from its one address.",
        "Set PROXIES to the number of proxies of your own, usually 1.",
    ),
    "W014": (
        _plain_origin,
        "CSRF_TRUSTED_ORIGINS holds an origin that is not https://.",
        "Name origins with https:// only.",
    ),
    "W015": (
        lambda: not settings.SECURE_PROXY_SSL_HEADER,
        "SECURE_PROXY_SSL_HEADER is not set: the registry does not know whether somebody came by HTTPS.",
        "Use config.settings.prod.",
    ),
    "W016": (
        lambda: bool(settings.TRAIL_KEY),
        "TRAIL_KEY is in the environment of the web, which needs no key to seal the trail.",
        "Give it to the worker and to verify_trail alone, in a file of its own.",
    ),
    "W017": (
        lambda: bool(settings.PUBLICATION_KEY),
        "PUBLICATION_KEY is in the environment of the web, which signs nothing.",
        "Give it to the worker alone, in a file of its own.",
    ),
    "W018": (
        lambda: 0 < len(settings.TRAIL_KEY) < SHORTEST_TRAIL_KEY,
        "TRAIL_KEY is short.",
        'python3 -c "import secrets; print(secrets.token_urlsafe(48))"',
    ),
    "W019": (
        lambda: 0 < len(settings.HEALTH_TOKEN) < SHORTEST_TOKEN,
        "HEALTH_TOKEN is short.",
        'python3 -c "import secrets; print(secrets.token_urlsafe(24))"',
    ),
    "W020": (
        lambda: settings.DEMO,
        "These are the settings of a demonstration or of tests.",
        "Set DJANGO_SETTINGS_MODULE=config.settings.prod.",
    ),
    "W021": (
        lambda: bool(settings.ACCOUNT_UNUSED_DAYS == 0),
        "ACCOUNT_UNUSED_DAYS is 0: accounts that nobody uses stay open.",
        "Leave ACCOUNT_UNUSED_DAYS out.",
    ),
}


@register(Tags.security, deploy=True)
def check_settings(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    return list(weaker())


def weaker() -> Iterator[CheckMessage]:
    """A warning for each of CASES that holds of the settings."""
    for number, (holds, what, hint) in CASES.items():
        if holds():
            yield Warning(what, hint=hint, id=f"policies.{number}")


@register(Tags.security, deploy=True)
def check_login_role(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """DATABASE_URL names a role that owns nothing; nothing is said when no server answers."""
    try:
        with connection.cursor() as cursor:
            if not stands_above_policies(cursor):
                return []
    except DatabaseError:
        return []
    return [
        Warning(
            "DATABASE_URL names the owner of the tables or a superuser: no policy of the database holds for it.",
            hint="Name the login role registry_app; the owner is for migrate and grant_access.",
            id="policies.W022",
        )
    ]


def stands_above_policies(cursor: Any) -> bool:
    """Is whoever is connected a superuser, exempt from row-level security, or the owner of a table?"""
    cursor.execute(OWNS)
    return bool(cursor.fetchone()[0])
