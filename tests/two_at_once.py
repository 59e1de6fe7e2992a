"""Two requests at the same moment: the second is sent while the transaction of the first is open, and waits for it."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

PATIENCE = 20  # seconds
BLOCKED = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def two_at_once(first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """What both return, or what they raised. The first ends as soon as the second waits for a lock, or is done."""
    answers: list[Any] = [None, None]
    sent, over = threading.Event(), threading.Event()

    def act(number: int, do: Callable[[], Any]) -> None:
        try:
            with transaction.atomic():
                answers[number] = do()
                if number == 0:
                    sent.set()
                    over.wait(PATIENCE)
        except Exception as fault:  # a deadlock, or anything else that must not be raised
            answers[number] = fault
        finally:
            sent.set()
            connection.close()

    threads = [threading.Thread(target=act, args=args) for args in enumerate((first, second))]
    threads[0].start()
    sent.wait(PATIENCE)
    threads[1].start()
    _wait_for_the_lock(threads[1])
    over.set()
    for thread in threads:
        thread.join(PATIENCE)
    return answers


def _wait_for_the_lock(thread: threading.Thread) -> None:
    until = time.monotonic() + PATIENCE
    while thread.is_alive() and time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(BLOCKED)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.005)
