"""`make bench`: the benchmarks on a throw-away instance. What they compare with is installed for development only."""

import sys

from ops import exec as executing
from ops.trouble import report_trouble

if __name__ == "__main__":
    with report_trouble():
        sys.exit(executing.main(["--test", "--", "python", "-m", "benchmarks", *sys.argv[1:]]))
