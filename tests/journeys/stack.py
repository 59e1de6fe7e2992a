"""The registry as it really runs: own database and broker database, a web server, a worker; gone afterwards."""

import os
import secrets
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
from urllib.parse import urlsplit

import psycopg2
import redis

from ops.ports import LOOPBACK, free_port
from ops.processes import stopped_with_its_parent
from ops.programs import celery

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN, STOPS_WITHIN = 60, 20


@dataclass
class Registry:
    """Where the running registry is, and its database for a look behind the pages."""

    url: str
    password: str
    connection: Any
    settings: dict[str, str]
    folder: Path

    def ask(self, query: str, *values: Any) -> list[tuple]:
        """Rows as they stand in the database now."""
        with self.connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall()

    def ask_one(self, query: str, *values: Any) -> Any:
        """The first value of the first row."""
        return self.ask(query, *values)[0][0]


@contextmanager
def running(owner_url: str, app_url: str, redis_url: str, folder: Path) -> Iterator[Registry]:
    """The whole registry with the demo county in it, for as long as the block lasts."""
    password = secrets.token_urlsafe(9)
    with ExitStack() as held:
        name = held.enter_context(own_database(owner_url))
        broker_url = held.enter_context(own_broker(redis_url))
        owner = environment(named(owner_url, name), broker_url, folder, DEMO_PASSWORD=password)
        prepare(owner)
        app = environment(named(app_url, name), broker_url, folder, WEB_WORKERS="2")
        tasks = celery("worker", "--concurrency", "1", "--include", "ops.celery_children")
        held.enter_context(child("worker", tasks, app, folder))
        url = held.enter_context(web("web", app, folder))
        look = held.enter_context(closing(connected(named(owner_url, name))))
        yield Registry(url, password, look, app, folder)


@contextmanager
def web(name: str, env: dict[str, str], folder: Path) -> Iterator[str]:
    """A web server; yields its address when it answers."""
    url = f"http://{LOOPBACK}:{(port := free_port())}"
    command = [sys.executable, "-m", "gunicorn", "--config", "python:ops.gunicorn_settings"]
    command += ["--bind", f"{LOOPBACK}:{port}", "config.wsgi:application"]
    with child(name, command, env, folder) as server:
        wait_until_well(url, server, folder / f"{name}.log")
        yield url


def named(url: str, database: str) -> str:
    return urlsplit(url)._replace(path=f"/{database}").geturl()


def database_of(registry: Registry) -> str:
    """The name of the running registry's own database."""
    return urlsplit(registry.settings["DATABASE_URL"]).path.removeprefix("/")


def environment(database_url: str, broker_url: str, folder: Path, **more: str) -> dict[str, str]:
    """For the programs of the application; only the one that prepares knows the owner."""
    given = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
    places = {"DATABASE_URL": database_url, "REDIS_URL": broker_url, "STATIC_ROOT": str(folder / "static")}
    return given | places | {"DJANGO_SETTINGS_MODULE": "config.settings.dev"} | more


@contextmanager
def own_database(owner_url: str) -> Iterator[str]:
    name = f"journeys_{secrets.token_hex(4)}"
    alone(owner_url, f"CREATE DATABASE {name}")
    try:
        yield name
    finally:
        drop(owner_url, name)


def drop(owner_url: str, name: str) -> None:
    """Connections of a stopped program take a moment to end."""
    deadline = time.monotonic() + STOPS_WITHIN
    while True:
        try:
            return alone(owner_url, f"DROP DATABASE {name}")
        except psycopg2.errors.ObjectInUse:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def alone(url: str, statement: str) -> None:
    with closing(connected(url)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)


def connected(url: str) -> Any:
    """Each statement is a transaction of its own."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    return connection


@contextmanager
def own_broker(redis_url: str) -> Iterator[str]:
    """A numbered database of the broker that nobody uses; emptied afterwards."""
    for number in range(15, 0, -1):
        url = named(redis_url, str(number))
        with redis.Redis.from_url(url) as client:
            if client.dbsize() == 0 and client.set("taken", os.getpid(), nx=True):
                try:
                    yield url
                finally:
                    client.flushdb()
                return
    raise RuntimeError("All databases of the broker are in use; the journeys need one of their own.")


def prepare(owner: dict[str, str]) -> None:
    """Tables, rights and the demo county; meanwhile the static files are collected."""
    static = manage("collectstatic", "--no-input", env=owner)
    for command in ("migrate", "grant_access", "load_demo"):
        finish(manage(command, env=owner))
    finish(static)


def manage(*arguments: str, env: dict[str, str]) -> subprocess.Popen:
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.Popen(
        command, env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def finish(process: subprocess.Popen) -> None:
    output, _nothing = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{' '.join(process.args[1:])} failed:\n{output[-2_000:]}")


@contextmanager
def child(name: str, command: list[str], env: dict[str, str], folder: Path) -> Iterator[subprocess.Popen]:
    """A program of our own, ended by its number; what it says stands in a file."""
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
