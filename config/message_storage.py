"""What a page says once after something was done: it travels in a signed cookie to the page that comes next."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class MessageStorage(CookieStorage):
    """Django's own cookie, with the name that fits the house. No villager's name goes into it."""

    cookie_name = settings.MESSAGE_COOKIE_NAME
