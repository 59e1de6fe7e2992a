"""Tests: a real PostgreSQL and a real Valkey, quick password hashing, plain static files."""

from config.settings.base import *  # noqa: F403 - settings build on each other
from config.settings.base import STORAGES, env

SECRET_KEY = env.str("SECRET_KEY", default="only-for-tests")
FIELD_KEYS = env.str("FIELD_KEYS", default="1:dmlsbGFnZS1wb3N0LXJlZ2lzdHJ5LXRlc3Qta2V5LTE=")
TRAIL_KEY = env.str("TRAIL_KEY", default="only-for-a-trail-that-nobody-relies-on")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CELERY_TASK_ALWAYS_EAGER = False
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
DEMO = True
SECOND_FACTOR = env.str("SECOND_FACTOR", default="optional")
