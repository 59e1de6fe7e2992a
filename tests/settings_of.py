"""Production's settings, read in a process of their own."""

import json
import os
import subprocess
import sys
from typing import Any

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "config.settings.prod",
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "a.example",
}
PROGRAM = (
    "import json, sys, django; from django.conf import settings; "
    "print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))"
)


def production(*names: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *names], env=os.environ | ENVIRONMENT, capture_output=True, check=True
    )
    return json.loads(done.stdout)
