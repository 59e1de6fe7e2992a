"""`make test`: every check and every test, against a throw-away PostgreSQL and Valkey.

Two checks run side by side; pytest follows when all are done, so that its closing line ends the log. With arguments
after `--` only pytest runs, with these arguments; `--checks` leaves pytest out.
"""

import os
import secrets
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field

from ops import assets, browser, services, snapshots, throwaway, translations
from ops.exec import test_environment
from ops.instance import Instance
from ops.processes import stopped_with_its_parent
from ops.signals import Stopped, stop_on_signals
from ops.steps import Step
from ops.trouble import Trouble, report_trouble

PYTHON = sys.executable
SHOWN_LINES = 60
CORES = os.cpu_count() or 1
# A process takes a file at a time (tests/sharing.py). One more than there are cores: the journeys often wait.
# `make outage` kills a database of its own, which takes a minute; what a lost answer leaves is tried here as well.
SLOW_BY_NATURE = ["--ignore", "tests/journeys/test_database_gone.py"]
EVERYTHING = [
    "--numprocesses",
    str(min(CORES + 1, 4)),
    "--no-loadscope-reorder",
    "--stories=0.34",
    *SLOW_BY_NATURE,
]
CHOSEN = ["--numprocesses", str(min(CORES, 4)), "--no-loadscope-reorder"]
# With one of these the chosen tests run one after the other, in the process that the terminal belongs to.
ALONE = (
    "tests",
    "-n",
    "--numprocesses",
    "-s",
    "--capture",
    "-p",
    "--pdb",
    "--trace",
    "--co",
    "--collect-only",
)
SIDE_BY_SIDE = 2
DATABASE = {"database": [PYTHON, "-m", "ops.snapshots"]}
# Those that take longest come first.
CHECKS = {
    "mypy": [PYTHON, "-m", "mypy", "--no-error-summary"],
    "djlint": [PYTHON, "-m", "djlint", "templates", "--check"],
    "ruff check": [PYTHON, "-m", "ruff", "check", "--quiet", "--output-format", "concise"],
    "ruff format": [PYTHON, "-m", "ruff", "format", "--check", "--output-format", "concise"],
    "css and js": [PYTHON, "-m", "ops.front_end"],
    "floors": [PYTHON, "-m", "ops.floors"],
    "licences": [PYTHON, "-m", "ops.licences"],
    "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    "deployment": [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
}


def main(arguments: list[str]) -> int:
    checks_only = arguments == ["--checks"]
    if arguments and not checks_only and arguments[0] != "--":
        raise Trouble("Usage: python3 -m ops test [--checks | -- ARGUMENTS FOR PYTEST]")
    stop_on_signals()
    assets.build_changed()
    translations.compile_changed()
    try:
        failed = [] if arguments[:1] == ["--"] else run_checks(with_database=not checks_only)
        if not checks_only and not run_pytest(shared_out(arguments[1:])):
            failed.append("pytest")
    except Stopped:
        return 130
    if failed:
        print(f"\nFailed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def shared_out(arguments: list[str]) -> list[str]:
    """A word (`-k`) picks tests from all files; collecting those alone takes so long that a second process pays."""
    if not arguments:
        return EVERYTHING
    by_word = any(argument.startswith("-k") for argument in arguments)
    return arguments if not by_word or any(map(is_for_one, arguments)) else [*arguments, *CHOSEN]


def is_for_one(argument: str) -> bool:
    return argument.startswith(ALONE)


def run_checks(*, with_database: bool) -> list[str]:
    """The names of the checks that found something; meanwhile the database for the tests is prepared."""
    waiting = list(((DATABASE if with_database else {}) | CHECKS).items())
    going: list[Check] = []
    failed = []
    with throwaway.new_instance() as instance:
        try:
            while waiting or going:
                while waiting and len(going) < SIDE_BY_SIDE:
                    name, command = waiting.pop(0)
                    going.append(Check(name, Step(name, command, check_environment(name, instance))))
                for check in [check for check in going if check.step.popen.poll() is not None]:
                    going.remove(check)
                    failed += [] if check.report() else [check.name]
                time.sleep(0.02)
        finally:
            for check in going:
                check.step.popen.kill()
    return failed


@dataclass
class Check:
    name: str
    step: Step
    begun: float = field(default_factory=time.monotonic)

    def report(self) -> bool:
        """A line for the check, and below it what it has printed when it found something."""
        code, output = self.step.wait()
        seconds = time.monotonic() - self.begun
        print(f"{self.name:<12} {'ok' if code == 0 else 'FAILED':<7} {seconds:5.1f} s", flush=True)
        if code != 0:
            print(indented(output), flush=True)
        return code == 0


def check_environment(name: str, instance: Instance) -> dict[str, str]:
    """No check asks a database or a broker: the settings only have to name some."""
    nowhere = services.Services("postgresql://nobody@127.0.0.1:1/none", "", "redis://127.0.0.1:1/0")
    environment = nowhere.environment(instance, "config.settings.test")
    if name == "deployment":
        environment |= {
            "DJANGO_SETTINGS_MODULE": "config.settings.prod",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": "registry.example.org",
            "PROXIES": "1",
        }
    return environment


def indented(output: str) -> str:
    lines = output.strip().splitlines()
    more = [f"... and {len(lines) - SHOWN_LINES} lines more"] if len(lines) > SHOWN_LINES else []
    return "\n".join(f"    {line}" for line in [*lines[:SHOWN_LINES], *more])


def run_pytest(arguments: list[str]) -> bool:
    with snapshots.running_copy(snapshots.SCHEMA) as (instance, stores):
        environment = test_environment(instance, stores)
        if arguments is EVERYTHING:
            environment["PYTEST_PLUGINS"] = "ops.lines"  # the floor under the lines that ran
        return pytest(environment, arguments)


def pytest(environment: dict[str, str], arguments: list[str]) -> bool:
    chromium = browser.find_or_install()
    if chromium:
        environment["CHROMIUM"] = chromium
    child = subprocess.Popen(
        [PYTHON, "-m", "pytest", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        preexec_fn=stopped_with_its_parent(signal.SIGTERM),
    )
    try:
        return child.wait() == 0
    except Stopped:
        child.terminate()
        child.wait()
        raise


if __name__ == "__main__":
    with report_trouble():
        sys.exit(main(sys.argv[1:]))
