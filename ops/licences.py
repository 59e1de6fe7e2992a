"""Every package that is installed must have a licence under which the system may be run and passed on.

Tools that only check the code, and are no part of what runs, may also be under the GPL.
"""

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions

from ops.environment import ROOT, lock_file

FREE = re.compile(
    r"\b(MIT|MIT-0|BSD|0BSD|ISC|Apache|PSF|Python Software Foundation|CNRI|MPL|Mozilla|LGPL"
    r"|Lesser General Public|SIL Open Font|OFL|Artistic|Public Domain|Unlicense|Zlib)",
    re.IGNORECASE,
)
TOOL = re.compile(r"\b(GPL|GNU General Public)", re.IGNORECASE)
# Packages that state no licence in their metadata, only in a file.
READ_BY_HAND = {"axe-playwright-python": "MIT", "pyrage": "MIT"}


def licence(package: Distribution) -> str:
    """The expression that newer packages state, else the classifiers, else the first line of free text."""
    stated = package.metadata.get_all("License-Expression") or []
    classifiers = [
        line for line in package.metadata.get_all("Classifier") or [] if line.startswith("License ::")
    ]
    text = [text.strip().partition("\n")[0] for text in package.metadata.get_all("License") or []]
    return " / ".join(stated or classifiers or text) or READ_BY_HAND.get(name(package), "")


def name(package: Distribution) -> str:
    return re.sub(r"[-_.]+", "-", package.metadata["Name"]).lower()


def problems() -> Iterator[str]:
    """A line for each package whose licence does not fit what it is used for."""
    shipped = set(re.findall(r"^([a-z0-9-]+)==", lock_file("local").read_text(), re.MULTILINE))
    for package in distributions():
        found = licence(package)
        if FREE.search(found) or (TOOL.search(found) and name(package) not in shipped):
            continue
        yield f"{name(package)}: {found or 'no licence stated'}"
    for path, facts in json.loads((ROOT / "package-lock.json").read_text())["packages"].items():
        if path and not FREE.search(facts.get("license", "")):
            yield f"{path}: {facts.get('license', 'no licence stated')}"


if __name__ == "__main__":
    found = sorted(problems())
    print("\n".join(found) or "Every licence fits.")
    sys.exit(1 if found else 0)
