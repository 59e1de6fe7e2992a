"""`make hooks`: run the checks of .pre-commit-config.yaml before each commit of this clone."""

import subprocess
import sys

from ops.environment import ROOT

if __name__ == "__main__":
    sys.exit(subprocess.run([sys.executable, "-m", "pre_commit", "install"], cwd=ROOT).returncode)
