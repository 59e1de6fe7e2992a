"""`make format`: Python code and templates in the one form that the checks expect."""

import subprocess
import sys

from ops.environment import ROOT

TOOLS = (
    ["ruff", "check", "--fix", "--quiet", "--exit-zero"],
    ["ruff", "format", "--quiet"],
    ["djlint", "templates", "--reformat", "--quiet"],
)

if __name__ == "__main__":
    for tool in TOOLS:
        subprocess.run([sys.executable, "-m", *tool], cwd=ROOT)
