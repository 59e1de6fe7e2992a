"""The three programs that make up the application: web, worker and clock."""

import signal
import socket
import sys

from ops import probes
from ops.instance import Instance
from ops.ports import port_of
from ops.processes import Process

WORKER_PROCESSES = 2
ACTIVITY_FILE = "ACTIVITY_FILE"  # the variable that names the file
WEB_SILENT_FOR = 60.0  # seconds; all its threads may wait for a slow database meanwhile


def web(environment: dict[str, str], listener: socket.socket) -> Process:
    """``listener`` stays open here, so that a restart of the web refuses nobody and no other program gets its port."""
    command = [sys.executable, "-m", "gunicorn", "--config", "python:ops.gunicorn_settings"]
    command += ["--bind", f"fd://{listener.fileno()}", "config.wsgi:application"]
    return Process(
        "web",
        command,
        environment,
        orphan_signal=signal.SIGKILL,
        inherits=(listener.fileno(),),
        probe=probes.http(port_of(listener)),
        silent_for=WEB_SILENT_FOR,
    )


def worker(instance: Instance, environment: dict[str, str]) -> Process:
    command = celery("worker", "--concurrency", str(WORKER_PROCESSES), "--without-gossip", "--without-mingle")
    # Without its broker a worker asked politely may wait for ever; its jobs are rows, sent again later.
    return watched_by_file(
        instance, "worker", [*command, "--include", "ops.celery_children,ops.celery_activity"], environment
    )


def beat(instance: Instance, environment: dict[str, str]) -> Process:
    command = celery("beat", "--schedule", str(instance.folder / "beat-schedule"), "--pidfile", "")
    command += ["--scheduler", "ops.celery_activity:Scheduler", "--max-interval", "5"]
    return watched_by_file(instance, "beat", command, environment)


def watched_by_file(
    instance: Instance, name: str, command: list[str], environment: dict[str, str]
) -> Process:
    """A program that touches a file while its loop turns (celery_activity.py)."""
    path = instance.folder / f"{name}.active"
    return Process(
        name,
        command,
        environment | {ACTIVITY_FILE: str(path)},
        orphan_signal=signal.SIGKILL,
        probe=probes.with_broker(environment["REDIS_URL"], probes.touched(path)),
    )


def celery(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "celery", "--app", "config", *arguments, "--loglevel", "INFO"]
