"""The settings of the benchmarks, with the two peers installed. They bring no table that a measured page reads."""

from benchmarks.settings import *  # noqa: F403 - settings build on each other
from benchmarks.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin.apps.SimpleAdminConfig", "import_export"]
ROOT_URLCONF = "benchmarks.peers.urls"
