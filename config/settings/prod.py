"""Production: HTTPS in front, real servers by DATABASE_URL and REDIS_URL, no default secret."""

from django.core.exceptions import ImproperlyConfigured

from config import given
from config.settings.base import *  # noqa: F403 - settings build on each other
from config.settings.base import CLOCK_OFFSET, CONTENT_SECURITY_POLICY, TRAIL_KEY, env

if CLOCK_OFFSET:
    raise ImproperlyConfigured("CLOCK_OFFSET sets a trial clock; production runs by real time. Leave it out.")
SECRET_KEY = env.str("SECRET_KEY")
# Without one a program seals nothing (audit/seals.py); the worker does not start (config/celery.py).
if TRAIL_KEY and len(TRAIL_KEY) < 32:
    raise ImproperlyConfigured("TRAIL_KEY seals the trail and has 32 characters at least.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = given.whole("HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# A cookie named __Host- is taken by browsers over HTTPS only, for this host and the whole of it: no other host sets it.
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
KNOWN_COOKIE_NAME = "__Host-known"
MESSAGE_COOKIE_NAME = "__Host-messages"
LANGUAGE_COOKIE_SECURE = True
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True
