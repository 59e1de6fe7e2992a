"""Run inside Django as the database owner: what a snapshot holds (ops/snapshots.py), and of which files it comes.

`python -m ops.filling LOADED` makes the tables; with a day after it, it loads the demonstration county into them.
"""

import gc
import json
import sys
from io import StringIO
from pathlib import Path

import django
from django.core.management import call_command

from ops.environment import ROOT

LOGIN_ROLE = "registry_app"


def main(loaded: Path, day: str = "") -> None:
    django.setup()
    if day:
        call_command("load_demo", f"--today={day}", stdout=StringIO())
    else:
        gc.disable()  # the models of every state of the tables stay; looking through them is a quarter of the time
        call_command("migrate", interactive=False, verbosity=0)
        call_command("grant_access", role=LOGIN_ROLE, stdout=StringIO())
    loaded.write_text(json.dumps(project_files()))


def project_files() -> list[str]:
    """The files of the project that this process has imported, relative to its root."""
    files = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
    inside = {Path(file).relative_to(ROOT) for file in files if file and Path(file).is_relative_to(ROOT)}
    return sorted(str(file) for file in inside if file.parts[0] not in {".venv", "var"})


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
