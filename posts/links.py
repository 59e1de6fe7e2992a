"""Links that higher rooms add to the page of the organisation, declared by their AppConfigs.

``organisation_links`` are shown at its head; ``post_links`` beside each post, with the post's key in the address.
``village_links`` stand beside a village that was abolished and lead to what still lies there, with ``?village=``.
``account_links`` stand on the list of accounts (administration/views.py), ``register_links`` where no household is
registered yet (residents/choosing.py, reports/).
"""

from typing import NamedTuple

from django.apps import apps
from django.utils.functional import Promise


class Link(NamedTuple):
    """Shown to those who have ``verb``; leads to the page named ``url_name``."""

    verb: str
    url_name: str
    label: str | Promise


def declared(name: str) -> list[Link]:
    """The links ``name`` of all rooms, from the lowest floor up."""
    return [link for config in reversed(list(apps.get_app_configs())) for link in getattr(config, name, ())]
