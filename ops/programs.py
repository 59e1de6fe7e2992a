"""The three programs that make up the application: web, worker and clock."""

import os
import signal
import sys

from ops.instance import Instance
from ops.ports import LOOPBACK
from ops.processes import Process

WORKER_PROCESSES = 2
MEMORY = "/dev/shm"  # noqa: S108 - gunicorn makes its files there without names


def application(instance: Instance, environment: dict[str, str], port: int) -> list[Process]:
    return [web(environment, port), worker(environment), beat(instance, environment)]


def web(environment: dict[str, str], port: int) -> Process:
    command = [
        sys.executable, "-m", "gunicorn", "config.wsgi:application",
        "--bind", f"{LOOPBACK}:{port}",
        "--workers", str((os.cpu_count() or 1) + 1),
        "--preload",  # the code is loaded once for all workers
        "--max-requests", "2000", "--max-requests-jitter", "200",
        "--timeout", "60", "--graceful-timeout", "15",
        "--no-control-socket",
    ]  # fmt: skip
    if os.access(MEMORY, os.W_OK):
        command += ["--worker-tmp-dir", MEMORY]  # heartbeats must not wait for a disk
    return Process("web", command, environment, orphan_signal=signal.SIGQUIT)


def worker(environment: dict[str, str]) -> Process:
    command = celery("worker", "--concurrency", str(WORKER_PROCESSES), "--without-gossip", "--without-mingle")
    # Without its broker a worker asked politely may wait for ever; its jobs are rows, sent again later.
    return Process("worker", command, environment, orphan_signal=signal.SIGKILL)


def beat(instance: Instance, environment: dict[str, str]) -> Process:
    command = celery("beat", "--schedule", str(instance.home / "beat-schedule"), "--pidfile", "")
    return Process("beat", command, environment, orphan_signal=signal.SIGKILL)


def celery(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "celery", "--app", "config", *arguments, "--loglevel", "INFO"]
