"""`make test`: every check and every test, against a throw-away PostgreSQL and Valkey.

With arguments after `--` only pytest runs, with these arguments; `--checks` leaves pytest out.
"""

import secrets
import signal
import subprocess
import sys
import time

from ops import assets, browser, snapshots, translations
from ops.exec import test_environment
from ops.processes import stopped_with_its_parent
from ops.signals import Stopped, stop_on_signals
from ops.steps import Step
from ops.trouble import Trouble, told_plainly

PYTHON = sys.executable
SHOWN_LINES = 60
# Every test: a process for each core takes a file at a time (tests/sharing.py).
EVERYTHING = ["--numprocesses", "auto", "--maxprocesses", "4", "--no-loadscope-reorder"]
CHECKS = {
    "ruff check": [PYTHON, "-m", "ruff", "check", "--quiet", "--output-format", "concise"],
    "ruff format": [PYTHON, "-m", "ruff", "format", "--check", "--output-format", "concise"],
    "css and js": [PYTHON, "-m", "ops.front_end"],
    "djlint": [PYTHON, "-m", "djlint", "templates", "--check", "--quiet"],
    "mypy": [PYTHON, "-m", "mypy", "--no-error-summary"],
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
        with snapshots.running_copy(snapshots.SCHEMA) as (instance, stores):
            environment = test_environment(instance, stores)
            failed = [] if arguments[:1] == ["--"] else run_checks(environment, stores.owner_url)
            if not arguments[1:]:
                environment["PYTEST_PLUGINS"] = "ops.lines"  # the floor under the lines that ran
            if not checks_only and not pytest(environment, arguments[1:] or EVERYTHING):
                failed.append("pytest")
    except Stopped:
        return 130
    if failed:
        print(f"\nFailed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def run_checks(environment: dict[str, str], owner_url: str) -> list[str]:
    """The names of the checks that found something."""
    special = {
        "migrations": {"DATABASE_URL": owner_url},
        "deployment": {
            "DJANGO_SETTINGS_MODULE": "config.settings.prod",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": "registry.example.org",
        },
    }
    failed = []
    for name, command in CHECKS.items():
        begun = time.monotonic()
        code, output = Step(name, command, environment | special.get(name, {})).wait()
        print(
            f"{name:<12} {'ok' if code == 0 else 'FAILED':<7} {time.monotonic() - begun:5.1f} s", flush=True
        )
        if code != 0:
            failed.append(name)
            print(indented(output), flush=True)
    return failed


def indented(output: str) -> str:
    lines = output.strip().splitlines()
    more = [f"... and {len(lines) - SHOWN_LINES} lines more"] if len(lines) > SHOWN_LINES else []
    return "\n".join(f"    {line}" for line in [*lines[:SHOWN_LINES], *more])


def pytest(environment: dict[str, str], arguments: list[str]) -> bool:
    """The last thing that is printed when all is well, so that its closing line ends the log."""
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
    with told_plainly():
        sys.exit(main(sys.argv[1:]))
