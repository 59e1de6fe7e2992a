"""The trial clock: another moment than the real one for everything that the application takes for now.

`make run NOW=2026-12-31T23:50` turns the moment into a fixed distance from real time (ops/clock.py), which each program
reads as CLOCK_OFFSET, so that all of them agree and time goes on. For development and demonstration only:
config/settings/prod.py refuses it. The SQL of the same database follows by ops/clock.py.

Real time stays with what others measure by clocks of their own, and with what proves an order: one-time codes
(accounts/factors.py), the seals and disposals of the trail (audit/seals.py), cookies, cache, logs, Celery's schedule.
"""

from datetime import datetime, timedelta
from functools import wraps

from django.utils import timezone


def set_ahead(offset: timedelta) -> None:
    """From now on ``timezone.now()`` is ``offset`` later than real time, and so are ``localdate()`` and defaults.

    Called by the settings, before any model is loaded: a model keeps the function that it finds as a field's default.
    """
    real = timezone.now

    @wraps(real)  # migrations write the function down by its name
    def ahead() -> datetime:
        return real() + offset

    timezone.now = ahead
