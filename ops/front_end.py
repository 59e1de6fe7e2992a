"""The check of our own stylesheets and scripts, a part of `make check`: Biome, by the rules of biome.jsonc.

Its program is one file in an npm package; Node is needed to fetch it, not to run it.
"""

import subprocess
import sys
from pathlib import Path

from ops import assets, stamps
from ops.environment import ROOT
from ops.trouble import Trouble, need_space, report_trouble

NEEDED_MEGABYTES = 300


def program() -> Path | None:
    """The path of Biome; None where it is not installed. For some machines npm brings two builds that both run."""
    return next(iter(sorted((ROOT / "node_modules" / "@biomejs").glob("cli-*/biome"))), None)


def installed() -> Path:
    """Biome in the version of package-lock.json, installed when it is missing."""
    now = stamps.digest([ROOT / "package-lock.json"])
    if program() is None or not stamps.unchanged("front-end tools", now):
        need_space(ROOT, NEEDED_MEGABYTES, "the check of stylesheets and scripts")
        assets.install("--include=dev")
        stamps.remember("front-end tools", now)
    found = program()
    if found is None:
        raise Trouble("There is no Biome for this kind of machine; leave the check of stylesheets out.")
    return found


def main() -> int:
    command = [str(installed()), "lint", "--error-on-warnings", "--colors=off"]
    return subprocess.run(command, cwd=ROOT).returncode


if __name__ == "__main__":
    with report_trouble():
        sys.exit(main())
