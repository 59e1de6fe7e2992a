"""What has to be true of a restored database before anybody works with it."""

import subprocess
import sys
import time
from contextlib import closing

from ops.backups import facts
from ops.backups.facts import Facts
from ops.environment import ROOT
from ops.trouble import Trouble, explain

BEFORE = "the trail"
# Name of a check -> the command, inside Django, as the owner.
COMMANDS = {
    BEFORE: ["manage.py", "verify_trail"],
    "the seals go on": ["manage.py", "seal_trail"],
    "the trail with its new seal": ["manage.py", "verify_trail"],
    "the publications": ["manage.py", "verify_publications"],
}


def counts(owner_url: str, expected: Facts) -> None:
    """Before any migration: every table has the rows that the backup's own moment had."""
    with closing(facts.connect(owner_url)) as connection, connection.cursor() as cursor:
        found = facts.read(cursor)
    if wrong := facts.differences(expected.counts, found.counts):
        raise Trouble("The restored database is not the one of the backup:\n  " + "\n  ".join(wrong[:20]))
    if expected.seal_number and (found.seal_number, found.seal_mac) != (
        expected.seal_number,
        expected.seal_mac,
    ):
        raise Trouble(f"The newest seal is {found.anchor or 'missing'}, and it was {expected.anchor}.")


def prepare(owner: dict[str, str], login: str, logins_file: str) -> None:
    """Migrations that came since, roles, grants and policies; refuses tables of another version of the code."""
    run(
        [sys.executable, "-m", "ops.tables", login, logins_file],
        owner | {"LOAD_DEMO": "0"},
        "The tables can not be used:",
    )


def trail_and_publications(owner: dict[str, str], anchor: str, made_at: str) -> None:
    """``anchor``: the newest seal of the backup; empty for a database that had none, whose first seal is made here.

    The trail notes that a backup of ``made_at`` was restored; the next seal covers that.
    """
    for name, command in COMMANDS.items():
        if name == BEFORE and not anchor:
            continue
        options = ["--anchor", anchor] if anchor and command[-1] == "verify_trail" else []
        options = ["--restored", made_at] if command[-1] == "seal_trail" else options
        output = run([sys.executable, *command, *options], owner, f"Checking {name}:")
        print(f"  {name}: {output.strip().splitlines()[-1]}", flush=True)


def signing_in(app: dict[str, str]) -> None:
    """As the login role: the sign-in page comes, and a try with an unknown account gets its answer."""
    output = run([sys.executable, "-m", "ops.backups.signing_in"], app, "Nobody could sign in:")
    print(f"  sign-in: {output.strip().splitlines()[-1]}", flush=True)


def run(command: list[str], environment: dict[str, str], failure: str) -> str:
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace",
    )  # fmt: skip
    if done.returncode != 0:
        raise explain(done.stdout, failure)
    return done.stdout


class Watch:
    """Seconds since it was made, for what a command prints."""

    def __init__(self) -> None:
        self.begun = time.monotonic()

    def seconds(self) -> float:
        return time.monotonic() - self.begun
