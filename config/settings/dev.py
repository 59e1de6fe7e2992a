"""The machine of a developer or a demonstration: plain HTTP on loopback."""

from config import given
from config.settings.base import *  # noqa: F403 - settings build on each other
from config.settings.base import FACTOR_CHOICES, env

DEBUG = given.switch("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="only-for-a-machine-that-nobody-else-reaches")
FIELD_KEYS = env.str("FIELD_KEYS", default="1:dmlsbGFnZS1wb3N0LXJlZ2lzdHJ5LXRlc3Qta2V5LTE=")
DEMO = True
DEMO_IS_LOADED = given.switch("LOAD_DEMO", default=True)  # an empty registry is no demonstration
ACCOUNT_UNUSED_DAYS = given.whole("ACCOUNT_UNUSED_DAYS", default=0)
SECOND_FACTOR = given.one_of("SECOND_FACTOR", FACTOR_CHOICES, default="optional")
SECOND_FACTOR_IN_THE_FIELD = given.one_of("SECOND_FACTOR_IN_THE_FIELD", FACTOR_CHOICES, default="optional")
