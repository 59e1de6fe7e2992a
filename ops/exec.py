"""`python3 -m ops exec [--owner] [--test] -- COMMAND`: run a command with database and broker at hand.

The services of a running `make run` are used; otherwise they are started for the command and stopped after.
`--owner` connects as the owner of the tables, `--test` gives a throw-away instance with empty tables.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ops import assets, postgres, services, snapshots, translations
from ops.instance import LASTING, Instance
from ops.processes import stopped_with_its_parent
from ops.signals import Stopped, stop_on_signals
from ops.trouble import Trouble, report_trouble

STARTING_WITHIN = 120


def main(arguments: list[str]) -> int:
    options, separator, command = arguments, "", []
    if "--" in arguments:
        at = arguments.index("--")
        options, separator, command = arguments[:at], "--", arguments[at + 1 :]
    if not separator or not command or set(options) - {"--owner", "--test"}:
        raise Trouble("Usage: python3 -m ops exec [--owner] [--test] -- COMMAND ...")
    stop_on_signals()
    assets.build_changed()
    translations.compile_changed()
    try:
        if "--test" in options:
            with snapshots.running_copy(snapshots.SCHEMA) as (instance, stores):
                return call(command, test_environment(instance, stores))
        with lasting_services() as stores:
            settings = os.environ.get("DJANGO_SETTINGS_MODULE") or "config.settings.dev"
            return call(command, stores.environment(LASTING, settings, owner="--owner" in options))
    except Stopped:
        return 130


@contextmanager
def lasting_services() -> Iterator[services.Services]:
    """Those of `make run`, or of another command, while they are up; else our own."""
    with LASTING.held() as free, LASTING.in_use_file.open("w") as in_use:
        if free:
            with services.running(LASTING) as stores:
                yield stores
                # Others that came meanwhile finish before the services go.
                fcntl.flock(in_use, fcntl.LOCK_EX)
        else:
            fcntl.flock(in_use, fcntl.LOCK_SH)
            yield wait_for(LASTING)


def wait_for(instance: Instance) -> services.Services:
    """Services that another process is starting just now."""
    deadline = time.monotonic() + STARTING_WITHIN
    while time.monotonic() < deadline:
        stores = services.of_running(instance)
        if stores:
            return stores
        time.sleep(0.1)
    raise Trouble("Another command holds the database but has not made it ready; see var/log/postgres.log.")


def test_environment(instance: Instance, stores: services.Services) -> dict[str, str]:
    """Tests connect as the application does; the owner's address is there to copy the database."""
    return (
        stores.environment(instance, "config.settings.test")
        | services.trail_key(instance)
        | {
            "DATABASE_OWNER_URL": stores.owner_url,
            "INSTANCE_FOLDER": str(instance.folder),  # tests/test_logs.py reads what the servers have written
        }
    )


def call(command: list[str], environment: dict[str, str]) -> int:
    """In the foreground: Ctrl-C reaches the command itself, and this process waits for how it ends."""
    if command[0] == "psql":
        environment |= postgres.variables(environment["DATABASE_URL"])
    # psql, pg_dump and pg_restore of the server's own version: older ones refuse to work with it.
    environment["PATH"] = f"{postgres.WHEEL / 'bin'}{os.pathsep}{environment['PATH']}"
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        child = subprocess.Popen(command, env=environment, preexec_fn=interruptible_child())
    except FileNotFoundError as error:
        raise Trouble(f"There is no command {command[0]}.") from error
    try:
        code = child.wait()
    except Stopped:
        child.terminate()
        child.wait()
        raise
    signal.signal(signal.SIGINT, before)
    return code if code >= 0 else 128 - code


def interruptible_child() -> Callable[[], None]:
    stop_with_parent = stopped_with_its_parent(signal.SIGTERM)

    def in_child() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        stop_with_parent()

    return in_child


if __name__ == "__main__":
    with report_trouble():
        sys.exit(main(sys.argv[1:]))
