"""Which version of the registry this is. CHANGELOG.md decides, as pyproject.toml says; nothing else repeats the number.

Read by the footer of every page (config/footer.py), by `/health/` (config/health.py) and by the release checklist.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RELEASE = re.compile(r"^## \[(\d+)\.(\d+)\.(\d+)\] - \d{4}-\d{2}-\d{2}$", re.MULTILINE)
UNRELEASED = re.compile(r"^## \[Unreleased\]$(.*?)(?=^## \[|\Z)", re.MULTILINE | re.DOTALL)


class NoVersion(Exception):
    """The changelog names no release."""


@cache
def current() -> str:
    """The version of this code, such as ``0.1.0`` or ``0.2.0-dev``; the files are read once in a process."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    changelog = project["tool"]["registry"]["version"]["changelog"]
    return of_changelog((ROOT / changelog).read_text(encoding="utf-8"))


def of_changelog(text: str) -> str:
    """The newest release; while there are changes under Unreleased, the next minor release with ``-dev`` behind it.

    Raises NoVersion when there is no release heading such as ``## [0.1.0] - 2026-11-21``.
    """
    newest = RELEASE.search(text)
    if newest is None:
        raise NoVersion("CHANGELOG.md has no heading such as '## [0.1.0] - 2026-11-21'.")
    major, minor, patch = map(int, newest.groups())
    unreleased = UNRELEASED.search(text)
    if unreleased and re.search(r"^- ", unreleased[1], re.MULTILINE):
        return f"{major}.{minor + 1}.0-dev"
    return f"{major}.{minor}.{patch}"
