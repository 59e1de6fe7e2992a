"""The machine of a developer or a demonstration: plain HTTP on loopback."""

from config.settings.base import *  # noqa: F403 - settings build on each other
from config.settings.base import env

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="only-for-a-machine-that-nobody-else-reaches")
FIELD_KEYS = env.str("FIELD_KEYS", default="1:dmlsbGFnZS1wb3N0LXJlZ2lzdHJ5LXRlc3Qta2V5LTE=")
TRAIL_KEY = env.str("TRAIL_KEY", default="only-for-a-trail-that-nobody-relies-on")
DEMO = True
DEMO_IS_LOADED = env.str("LOAD_DEMO", default="") != "0"  # an empty registry is no demonstration
ACCOUNT_UNUSED_DAYS = env.int("ACCOUNT_UNUSED_DAYS", default=0)
SECOND_FACTOR = env.str("SECOND_FACTOR", default="optional")
