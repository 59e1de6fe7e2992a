"""`make lock`: what the direct dependencies bring with them, at exact versions and with hashes.

The files name no package index and no address, so that each site installs from its own.
"""

import subprocess
import sys

from ops.environment import ROOT
from ops.trouble import report_trouble

OPTIONS = [
    "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate",
    "--no-emit-index-url", "--no-emit-find-links",
]  # fmt: skip
# The largest set first: the others take their versions from it.
FILES: tuple[tuple[str, str, list[str]], ...] = (
    ("requirements-installer.in", "requirements-installer.lock", []),
    ("requirements-dev.in", "requirements-dev.lock", []),
    ("requirements-local.in", "requirements-local.lock", ["--constraints", "requirements-dev.lock"]),
    ("requirements.txt", "requirements.lock", ["--constraints", "requirements-dev.lock"]),
)


def main() -> None:
    for source, target, constraints in FILES:
        command = [sys.executable, "-m", "uv", "pip", "compile", source, "-o", target, *constraints, *OPTIONS]
        subprocess.run(command, cwd=ROOT, check=True)
    npm = [
        "npm",
        "install",
        "--package-lock-only",
        "--ignore-scripts",
        "--omit-lockfile-registry-resolved",
    ]
    subprocess.run([*npm, "--no-audit", "--no-fund", "--loglevel=error"], cwd=ROOT, check=True)


if __name__ == "__main__":
    with report_trouble():
        main()
