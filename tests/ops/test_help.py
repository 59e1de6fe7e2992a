"""``python3 -m ops COMMAND --help`` says what the command does, and starts nothing."""

import subprocess
import sys

import pytest

from ops.__main__ import COMMANDS, asks_for_help, help_of
from ops.environment import ROOT


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does(command):
    assert len(help_of(COMMANDS[command][0])) > 40


def test_help_starts_nothing():
    asked = subprocess.run(
        [sys.executable, "-m", "ops", "run", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert asked.stdout.startswith("`make run`") and "Running at" not in asked.stdout


def test_the_help_of_what_is_run_is_its_own():
    assert asks_for_help(["--owner", "-h"]) and not asks_for_help(["--", "python", "manage.py", "--help"])
