"""`make fuzz ARGS="--requests 200000 --files 2000 --seed 1"`: odd requests and malformed files, any number."""

import argparse
import os
import sys

import pytest


def main() -> int:
    wanted = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    wanted.add_argument("--requests", type=int, default=20_000)
    wanted.add_argument("--files", type=int, default=2_000)
    wanted.add_argument("--seed", type=int, default=1)
    chosen = wanted.parse_args()
    for name, number in vars(chosen).items():
        os.environ[f"FUZZ_{name.upper()}"] = str(number)
    folder = os.path.dirname(__file__)
    return pytest.main(["-q", "-s", "--show-capture=no", "-p", "no:logging", *options(chosen, folder)])


def options(chosen: argparse.Namespace, folder: str) -> list[str]:
    """The files of tests that have something to do."""
    files = {"test_requests.py": chosen.requests, "test_files.py": chosen.files}
    return [os.path.join(folder, name) for name, number in files.items() if number]


if __name__ == "__main__":
    sys.exit(main())
