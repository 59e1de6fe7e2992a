"""The village in which a person is today, as a higher room knows it: the default of every form.

An AppConfig declares it as ``village_of_today`` (user -> key of a village, or None).
"""

from django.apps import apps

from accounts.models import User


def village_of_today(user: User) -> int | None:
    """The village where the person has arrived today; None before the arrival."""
    known = (getattr(config, "village_of_today", None) for config in apps.get_app_configs())
    found = (ask(user) for ask in known if ask)
    return next((village for village in found if village), None)
