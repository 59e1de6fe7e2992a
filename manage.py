#!/usr/bin/env python
"""Django's command line for the Village Post Registry."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line

    from config import given

    with given.stopping():
        execute_from_command_line(sys.argv)
