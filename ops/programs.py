"""The three programs that make up the application: web, worker and clock."""

import signal
import socket
import sys

from ops.instance import Instance
from ops.processes import Process

WORKER_PROCESSES = 2


def web(environment: dict[str, str], listener: socket.socket) -> Process:
    """``listener`` stays open here, so that a restart of the web refuses nobody and no other program gets its port."""
    command = [sys.executable, "-m", "gunicorn", "--config", "python:ops.gunicorn_settings"]
    command += ["--bind", f"fd://{listener.fileno()}", "config.wsgi:application"]
    return Process("web", command, environment, orphan_signal=signal.SIGKILL, inherits=(listener.fileno(),))


def worker(environment: dict[str, str]) -> Process:
    command = celery("worker", "--concurrency", str(WORKER_PROCESSES), "--without-gossip", "--without-mingle")
    # Without its broker a worker asked politely may wait for ever; its jobs are rows, sent again later.
    return Process(
        "worker", [*command, "--include", "ops.celery_children"], environment, orphan_signal=signal.SIGKILL
    )


def beat(instance: Instance, environment: dict[str, str]) -> Process:
    command = celery("beat", "--schedule", str(instance.folder / "beat-schedule"), "--pidfile", "")
    return Process("beat", command, environment, orphan_signal=signal.SIGKILL)


def celery(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "celery", "--app", "config", *arguments, "--loglevel", "INFO"]
