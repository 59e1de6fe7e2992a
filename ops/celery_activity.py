"""The worker's main process and the clock touch a file while their loops turn, see probes.py.

The file is named by ACTIVITY_FILE. It does not say that jobs are done, which may take long, but that they could be.
"""

import os
from pathlib import Path
from typing import Any

from celery import bootsteps, current_app
from celery.beat import PersistentScheduler

EVERY = 2.0  # seconds
NAME = "ACTIVITY_FILE"


def touch() -> None:
    if path := os.environ.get(NAME):
        Path(path).touch()


class Activity(bootsteps.StartStopStep):
    """By the timer of the worker's own loop."""

    requires = ("celery.worker.components:Timer",)

    def start(self, parent: Any) -> None:
        self.timer = parent.timer.call_repeatedly(EVERY, touch)

    def stop(self, parent: Any) -> None:
        if timer := getattr(self, "timer", None):
            timer.cancel()


class Scheduler(PersistentScheduler):
    """By each round of the clock, of which the longest lasts as long as ``--max-interval`` says."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        touch()
        return float(super().tick(*args, **kwargs))


current_app.steps["worker"].add(Activity)
