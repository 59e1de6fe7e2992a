"""Tests: a real PostgreSQL and a real Valkey, quick password hashing, plain static files."""

import os
from urllib.parse import urlsplit

from config import given
from config.settings.base import *  # noqa: F403 - settings build on each other
from config.settings.base import CACHES, FACTOR_CHOICES, REDIS_URL, STORAGES, env

# Several processes may share the tests out (gw0, gw1, ...): each has a database of the broker to itself.
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    REDIS_URL = urlsplit(REDIS_URL)._replace(path=f"/{worker.removeprefix('gw')}").geturl()
    CACHES = CACHES | {"default": CACHES["default"] | {"LOCATION": REDIS_URL}}
    CELERY_BROKER_URL = REDIS_URL

SECRET_KEY = env.str("SECRET_KEY", default="only-for-tests")
FIELD_KEYS = env.str("FIELD_KEYS", default="1:dmlsbGFnZS1wb3N0LXJlZ2lzdHJ5LXRlc3Qta2V5LTE=")
TRAIL_KEY = env.str("TRAIL_KEY", default="only-for-a-trail-that-nobody-relies-on")
# Test key 1 of RFC 8032, 7.1: known to everybody.
PUBLICATION_KEY = env.str("PUBLICATION_KEY", default="nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=")
PUBLICATION_PUBLIC_KEYS = env.list(
    "PUBLICATION_PUBLIC_KEYS", default=["11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="]
)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CELERY_TASK_ALWAYS_EAGER = False
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
DEMO = True
DEMO_IS_LOADED = True
SECOND_FACTOR = given.one_of("SECOND_FACTOR", FACTOR_CHOICES, default="optional")
SECOND_FACTOR_IN_THE_FIELD = given.one_of("SECOND_FACTOR_IN_THE_FIELD", FACTOR_CHOICES, default="optional")
