"""The WSGI application that gunicorn loads."""

import os

from django.core.wsgi import get_wsgi_application

from config import given

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")

with given.stopping():
    application = get_wsgi_application()
