"""Storage of Django's messages: a signed cookie that the next page reads. Named by settings.MESSAGE_STORAGE."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class MessageStorage(CookieStorage):
    """Django's own cookie, with the name of settings.MESSAGE_COOKIE_NAME. No villager's name goes into it."""

    cookie_name = settings.MESSAGE_COOKIE_NAME
