"""The address of a person's first page, named by ``settings.LOGIN_REDIRECT_URL``."""

from django.conf import settings
from django.shortcuts import resolve_url


def landing_url() -> str:
    """The address of the first page; the room that shows it is a higher one."""
    return resolve_url(settings.LOGIN_REDIRECT_URL)
