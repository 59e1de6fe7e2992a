"""The registry as it really runs: own PostgreSQL and Valkey, a web server, a worker; gone afterwards."""

import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2

from ops import snapshots
from ops.instance import Instance
from ops.ports import LOOPBACK, free_port
from ops.processes import Process, stopped_with_its_parent
from ops.programs import celery
from ops.services import Services, keys_of_worker

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN, STOPS_WITHIN = 60, 20


@dataclass
class Registry:
    """Where the running registry is, and its database for checks behind the pages."""

    url: str
    password: str
    connection: Any
    settings: dict[str, str]
    folder: Path
    owner_url: str
    instance: Instance
    database: Process  # its server, for who tries what happens without it

    def ask(self, query: str, *values: Any) -> list[tuple]:
        """Rows as they stand in the database now."""
        with self.connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall()

    def run(self, statement: str, *values: Any) -> None:
        """Change rows behind the pages, as their owner."""
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values)

    def restart_database(self) -> None:
        """The killed server again, on its old port; returns when it answers."""
        self.database.start(self.instance)
        deadline = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < deadline:
            try:
                return psycopg2.connect(self.owner_url, connect_timeout=3).close()
            except psycopg2.OperationalError:
                time.sleep(0.1)
        raise RuntimeError("The database did not come up again.")

    def ask_one(self, query: str, *values: Any) -> Any:
        """The first value of the first row."""
        return self.ask(query, *values)[0][0]


@contextmanager
def running(folder: Path, snapshot: snapshots.Snapshot | None = None) -> Iterator[Registry]:
    """The whole registry with today's demo county in it, or another snapshot, for as long as the block lasts."""
    with ExitStack() as held:
        instance, stores = held.enter_context(snapshots.running_copy(snapshot or snapshots.demo()))
        app = environment(instance, stores, folder)
        finish(manage("collectstatic", "--no-input", env=app))
        tasks = celery("worker", "--concurrency", "1", "--include", "ops.celery_children")
        held.enter_context(child("worker", tasks, app | keys_of_worker(instance), folder))
        url = held.enter_context(web("web", app, folder))
        database = held.enter_context(closing(psycopg2.connect(stores.owner_url)))
        database.autocommit = True
        yield Registry(
            url,
            instance.secrets()["demo"],
            database,
            app,
            folder,
            stores.owner_url,
            instance,
            of_database(stores),
        )


def of_database(stores: Services) -> Process:
    return next(one for one in stores.started if one.name == "postgres")


def environment(instance: Instance, stores: Services, folder: Path) -> dict[str, str]:
    """For the programs of the application; none of them knows the owner of the database."""
    own = {"STATIC_ROOT": str(folder / "static"), "WEB_WORKERS": "2"}
    return stores.environment(instance, "config.settings.dev") | own


@contextmanager
def web(name: str, env: dict[str, str], folder: Path) -> Iterator[str]:
    """A web server; yields its address when it answers."""
    url = f"http://{LOOPBACK}:{(port := free_port())}"
    command = [sys.executable, "-m", "gunicorn", "--config", "python:ops.gunicorn_settings"]
    command += ["--bind", f"{LOOPBACK}:{port}", "config.wsgi:application"]
    with child(name, command, env, folder) as server:
        wait_until_well(url, server, folder / f"{name}.log")
        yield url


def manage(*arguments: str, env: dict[str, str]) -> subprocess.Popen:
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.Popen(
        command, env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def finish(process: subprocess.Popen) -> str:
    output, _nothing = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{' '.join(process.args[1:])} failed:\n{output[-2_000:]}")
    return str(output)


@contextmanager
def child(name: str, command: list[str], env: dict[str, str], folder: Path) -> Iterator[subprocess.Popen]:
    """A program of our own, ended by its number; its output goes to a file."""
    with (folder / f"{name}.log").open("wb") as log:
        started = subprocess.Popen(
            command, env=env, cwd=ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            preexec_fn=stopped_with_its_parent(signal.SIGKILL),
        )  # fmt: skip
        try:
            yield started
        finally:
            started.terminate()
            try:
                started.wait(STOPS_WITHIN)
            except subprocess.TimeoutExpired:
                started.kill()
                started.wait()


def wait_until_well(url: str, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health/", timeout=5):
                return
        except OSError:  # refused, or too slow an answer while the machine is busy
            time.sleep(0.1)
    raise RuntimeError(f"The web server did not come up:\n{log.read_text()[-2_000:]}")
