"""``python -m benchmarks.processor [--scale trial] [--rounds 5] [--pages 200] [--profile chief:reports:home]``

What a page costs the processor. The pages are asked of the application in this one process, as gunicorn asks it, signed
in and after they are warm. What is printed are milliseconds of the processor for a page: of this process (``web``), of
the database's process for it (``database``), and how often a view that says "ok" without a cookie goes into both. Other
work on the machine disturbs these less than seconds of the wall; the least of the rounds counts, for ``web`` the least
of each twenty pages. The ports, the database and the people are those of ``python -m benchmarks``.
"""

import argparse
import cProfile
import os
import pstats
import time
from collections.abc import Callable, Iterable
from typing import Any

from benchmarks import database
from benchmarks.clocks import server_seconds
from benchmarks.scales import SCALES

OK = ("", "/ok/")
PAGES = (
    ("officer", "residents:visit-list"),
    ("chief", "residents:visit-list"),
    ("county", "residents:visit-list"),
    ("officer", "residents:household-list"),
    ("officer", "reports:home"),
    ("chief", "reports:home"),
    ("county", "reports:home"),
)
WARM = 20  # pages before anything is measured
SLICE = 20  # pages between two looks at the clock
Ask = Callable[[], None]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.processor", description=__doc__)
    parser.add_argument("--scale", choices=SCALES, default="trial")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, default=200, help="in each round")
    parser.add_argument("--profile", default="", help="of one page, such as officer:residents:visit-list")
    given = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    with database.own_database():
        measure(given.scale, given.rounds, given.pages, given.profile)
    return 0


def measure(scale: str, rounds: int, pages: int, profiled: str) -> None:
    import django

    django.setup()
    from django.db import connections

    from benchmarks import filling

    try:
        filling.fill(SCALES[scale])
        print_costs(scale, rounds, pages, profiled)
    finally:
        connections.close_all()


def print_costs(scale: str, rounds: int, pages: int, profiled: str = "") -> None:
    """The table, or the profile of one page; ``rounds`` of ``pages`` each, of which the cheapest counts."""
    from django.db import connection

    connection.settings_dict["CONN_MAX_AGE"] = (
        None  # one process of the database, whose processor time is read
    )
    asked = requests(scale)
    if profiled:
        return profile(asked[tuple(profiled.split(":", 1))], pages)
    for ask in asked.values():
        for _page in range(WARM):
            ask()
    rounds_of = [{one: round_of(ask, pages) for one, ask in asked.items()} for _round in range(rounds)]
    print(f"{'person':8} {'page':28} {'web':>9} {'database':>9}  ok over it")
    ok = 0.0
    for one in asked:
        web, served = (min(costs) for costs in zip(*(costs[one] for costs in rounds_of), strict=True))
        ok = ok or web + served
        both = f"{web * 1000:6.2f} ms {served * 1000:6.2f} ms  {ok / (web + served):.4f}"
        print(f"{one[0]:8} {one[1]:28} {both}")


def round_of(ask: Ask, pages: int) -> tuple[float, float]:
    """Seconds of a page: of this process, of the database."""
    served = server_seconds()
    web = min(slice_of(ask) for _slice in range(max(pages // SLICE, 1)))
    return web / SLICE, (server_seconds() - served) / max(pages // SLICE * SLICE, SLICE)


def slice_of(ask: Ask) -> float:
    begun = time.process_time()
    for _page in range(SLICE):
        ask()
    return time.process_time() - begun


def profile(ask: Ask, pages: int) -> None:
    for _page in range(WARM):
        ask()
    profiler = cProfile.Profile()
    profiler.enable()
    for _page in range(pages):
        ask()
    profiler.disable()
    for order in ("cumulative", "tottime"):
        pstats.Stats(profiler).sort_stats(order).print_stats(100)


def requests(scale: str) -> dict[tuple[str, str], Ask]:
    """How each page is asked for, by person and page; the one without a person first."""
    from django.urls import reverse

    from benchmarks.cast import people
    from benchmarks.goals.pages import signed_in
    from config.wsgi import application

    cookies = {
        name: signed_in(user).cookies.output(header="", sep=";").strip()
        for name, user in people(SCALES[scale]).items()
    }
    asked = {OK: request(application, OK[1], "")}
    return asked | {
        (person, page): request(application, reverse(page), cookies[person]) for person, page in PAGES
    }


def request(application: Callable[..., Iterable[bytes]], path: str, cookie: str) -> Ask:
    """One request as gunicorn makes it of what the benchmark's browser sends; anything but a page is an error."""

    def answered(status: str, headers: Any, fault: Any = None) -> None:
        assert status.startswith("200"), f"{path} answered {status} {dict(headers).get('Location', '')}"

    def ask() -> None:
        answer = application(environ(path, cookie), answered)
        for _part in answer:
            pass
        answer.close()  # type: ignore[attr-defined]  # an HttpResponse

    return ask


def environ(path: str, cookie: str) -> dict[str, Any]:
    import io

    return {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": "", "RAW_URI": path,
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1:8000", "HTTP_COOKIE": cookie, "HTTP_ACCEPT_ENCODING": "identity",
        "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
