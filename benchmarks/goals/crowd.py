"""Sixty-four people at once: pages a second and the slowest twentieth, against the least that Django can answer.

Each has a connection that stays open, as a browser or a proxy has, and asks for the next page when the last has come.
The server is the shipped gunicorn with its own number of workers and threads.
"""

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection

from django.urls import reverse

from accounts.models import User
from benchmarks.goals.pages import server, signed_in
from benchmarks.pairs import Pair, Result, p95

PEOPLE, ROUNDS = 64, 5
SECONDS = 2.0  # of each side in each round
LEAST = 0.12  # of the ok view's pages a second


@dataclass(frozen=True)
class Rush:
    """What a crowd got within some seconds."""

    pages: int
    a_second: float
    slowest: float  # seconds, of 95 % of the answers


def pairs(cast: dict[str, User]) -> Iterator[Pair]:
    """A crowd is not measured one after the other."""
    yield from ()


def results(cast: dict[str, User]) -> Iterator[Result]:
    """Pages and ok views in turn; the ok view twice, for the noise."""
    cookie = signed_in(cast["officer"]).cookies.output(header="", sep=";").strip()
    workers = int(os.environ.get("WEB_WORKERS") or (os.cpu_count() or 1) + 1)
    with server(workers) as running:
        for name in ("reports:home", "residents:visit-list"):
            yield measured(f"{PEOPLE} people, {name.partition(':')[2]}", running.port, reverse(name), cookie)


def measured(goal: str, port: int, path: str, cookie: str) -> Result:
    rush(port, path, cookie)  # the first one warms up
    rounds = [
        (rush(port, path, cookie), rush(port, "/ok/", ""), rush(port, "/ok/", "")) for _round in range(ROUNDS)
    ]
    ratios = sorted(page.a_second / ok.a_second for page, ok, _again in rounds)
    noise = (
        max(max(ok.a_second / again.a_second, again.a_second / ok.a_second) for _page, ok, again in rounds)
        - 1
    )
    pages = sorted(page.a_second for page, _ok, _again in rounds)[ROUNDS // 2]
    slowest = sorted(page.slowest for page, _ok, _again in rounds)[ROUNDS // 2]
    return Result(
        goal, f"{pages:.0f} a second, p95 {slowest * 1000:.0f} ms", "ok view without cookie", LEAST, True,
        "median", ratios[ROUNDS // 2], ratios[0], noise,
    )  # fmt: skip


def rush(port: int, path: str, cookie: str) -> Rush:
    """All ask at once for ``SECONDS``; an answer other than 200 is an error of the measurement."""
    took: list[float] = []
    failed: list[int] = []
    end = time.perf_counter() + SECONDS
    people = [
        threading.Thread(target=visit, args=(port, path, cookie, end, took, failed)) for _one in range(PEOPLE)
    ]
    begun = time.perf_counter()
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert took and not failed, f"{path} answered {set(failed)}"
    return Rush(len(took), len(took) / (time.perf_counter() - begun), p95(took))


def visit(port: int, path: str, cookie: str, end: float, took: list[float], failed: list[int]) -> None:
    visitor = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie, "Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"}
    while (start := time.perf_counter()) < end:
        visitor.request("GET", path, headers=headers)
        answer = visitor.getresponse()
        answer.read()
        took.append(time.perf_counter() - start)
        if answer.status != 200:
            failed.append(answer.status)
    visitor.close()
