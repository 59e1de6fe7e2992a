"""The shipped settings, with more ways into the benchmark's own database. No index is hidden from ``default``.

default  the login role, as pages and jobs connect
owner    the owner of the tables, to fill them and to switch triggers; no policy holds for it
tenth    the login role before a table of a tenth of the visits
alone    the login role before the figures of one county
scan     the login role without indexes: what a search is held against
"""

import warnings

from config.settings.base import *  # noqa: F403 - settings build on each other
from config.settings.base import DATABASES, STORAGES, env

SECRET_KEY = TRAIL_KEY = "only-for-benchmarks-of-rows-that-never-were"
FIELD_KEYS = "1:b25seS1mb3ItYmVuY2htYXJrcy1uby1yZWFsLWtleSE="
SECOND_FACTOR = SECOND_FACTOR_IN_THE_FIELD = "optional"
ROOT_URLCONF = "benchmarks.urls"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
warnings.filterwarnings("ignore", "No directory at")  # nothing is collected for one page
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "ERROR"}}

NO_INDEXES = "-c enable_indexscan=off -c enable_indexonlyscan=off -c enable_bitmapscan=off"


def _with(address: dict, options: str) -> dict:
    """``jit`` is off on the server that ``make run`` starts; other servers are measured the same way."""
    shipped = DATABASES["default"]["OPTIONS"]
    return address | {"OPTIONS": shipped | {"options": f"{shipped.get('options', '')} -c jit=off {options}"}}


_role, _owner = DATABASES["default"], DATABASES["default"] | env.db_url("DATABASE_OWNER_URL")
DATABASES = {
    "default": _with(_role, ""),
    "owner": _with(_owner, ""),
    "tenth": _with(_role, "-c search_path=tenth,public"),
    "alone": _with(_role, "-c search_path=alone,public"),
    "scan": _with(_role, NO_INDEXES),
}
