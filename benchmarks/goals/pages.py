"""A page as a browser gets it: signed in, fifty rows, against the least that Django can answer."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from benchmarks import urls  # noqa: F401 - what pages need is loaded before anything is measured
from benchmarks.pairs import Pair, Result

MOST_QUERIES = 6
STARTING_WITHIN = 30


def pairs(cast: dict[str, User]) -> Iterator[Pair]:
    """The server lives until the last pair has been measured."""
    with server() as running:
        port = running.port
        cookie = signed_in(cast["officer"]).cookies.output(header="", sep=";").strip()
        page = reverse("residents:visit-list")
        yield Pair(
            "visit list, officer", "page of 50 rows", "ok view without cookie",
            lambda: get(port, page, cookie), lambda: get(port, "/ok/", ""), 0.12, is_speed=True, rounds=40,
        )  # fmt: skip


def counts(cast: dict[str, User]) -> Iterator[Result]:
    """Queries of a page: counted, so there is no noise."""
    for name in ("residents:visit-list", "residents:household-list"):
        client = signed_in(cast["officer"])
        client.get(reverse(name), headers={"host": "localhost"})
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(name), headers={"host": "localhost"})
        ratio = len(asked) / MOST_QUERIES
        yield Result(
            f"queries, {name.partition(':')[2]}", f"{len(asked)} queries", f"{MOST_QUERIES} queries",
            1, False, "median", ratio, ratio, 0.0,
        )  # fmt: skip


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@dataclass(frozen=True)
class Running:
    port: int
    pid: int


@contextmanager
def server(workers: int = 1, *options: str) -> Iterator[Running]:
    """Gunicorn as it is shipped but for the ``options``, with one worker for one visitor, and more for a crowd."""
    port = free_port()
    program = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "python:ops.gunicorn_settings", "config.wsgi:application",
         "--bind", f"127.0.0.1:{port}", "--workers", str(workers), "--log-level", "error", *options],
        env=os.environ | {"ALLOWED_HOSTS": "127.0.0.1"},
    )  # fmt: skip
    try:
        wait_for(port)
        yield Running(port, program.pid)
    finally:
        program.terminate()
        program.wait(20)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wait_for(port: int) -> None:
    deadline = time.monotonic() + STARTING_WITHIN
    while time.monotonic() < deadline:
        try:
            return get(port, "/ok/", "")
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("gunicorn did not answer")


def get(port: int, path: str, cookie: str) -> None:
    visitor = HTTPConnection("127.0.0.1", port, timeout=30)
    visitor.request("GET", path, headers={"Cookie": cookie})
    answer = visitor.getresponse()
    answer.read()
    visitor.close()
    assert answer.status == 200, f"{path} answered {answer.status} {answer.headers.get('Location', '')}"
