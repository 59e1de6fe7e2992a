"""Where a person goes who has nothing else to do: the first page, named by ``settings.LOGIN_REDIRECT_URL``."""

from django.conf import settings
from django.shortcuts import resolve_url


def landing_url() -> str:
    """The address of the first page; the room that shows it is a higher one."""
    return resolve_url(settings.LOGIN_REDIRECT_URL)
