"""The village in which a person is, as a higher room knows it: the default of every form; and what it is called.

An AppConfig declares it as ``village_of_today`` and ``village_of_last_arrival`` (user -> key of a village, or None).
"""

from django.apps import apps

from accounts.models import User
from posts.models import Village
from posts.naming import with_towns_of


def village_of_today(user: User) -> int | None:
    """The village where the person has arrived today; None before the arrival."""
    return _asked("village_of_today", user)


def village_of_last_arrival(user: User) -> int | None:
    """The village where the person has arrived last, today or before; None before the first arrival."""
    return _asked("village_of_last_arrival", user)


def _asked(name: str, user: User) -> int | None:
    known = (getattr(config, name, None) for config in apps.get_app_configs())
    found = (ask(user) for ask in known if ask)
    return next((village for village in found if village), None)


def name_of(village: Village, user: User) -> str:
    """The village as the person tells it from others: with its town where they serve several."""
    served = Village.objects.served_by(user).existing()
    return with_towns_of({*served, village})[village.pk]
