"""What is said of a hazard out of a list."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What is dangerous. The rule ``hazard.<kind>_days`` says by when it is put right."""

    FIRE = "fire", pgettext_lazy("hazard", "Fire")
    ROAD = "road", pgettext_lazy("hazard", "Road")
    EXPLOSIVE = "explosive", pgettext_lazy("hazard", "Explosives")
    POWER = "power", pgettext_lazy("hazard", "Electricity")
    LIGHT = "light", pgettext_lazy("hazard", "Lighting")
    WATER = "water", pgettext_lazy("hazard", "Water")
    HOUSE = "house", pgettext_lazy("hazard", "Unsafe house")
    ANIMAL = "animal", pgettext_lazy("hazard", "Animals")
    OTHER = "other", pgettext_lazy("hazard", "Other")


class Urgency(models.TextChoices):
    NORMAL = "normal", _("Normal")
    URGENT = "urgent", _("Urgent")


class Source(models.TextChoices):
    """Who has found it. Of who works at a post it is ``by_`` and the code of the role."""

    OFFICER = "by_officer", pgettext_lazy("hazard", "Officer")
    AUXILIARY = "by_auxiliary", pgettext_lazy("hazard", "Auxiliary")
    TEAM = "by_team", pgettext_lazy("hazard", "Member of a team")
    RESIDENT = "by_resident", pgettext_lazy("hazard", "Resident")
    LEADER = "by_leader", pgettext_lazy("hazard", "Leader")


class Proof(models.TextChoices):
    """What shows that it was put right."""

    PICTURE = "picture", _("Photograph")
    SEEN = "seen", _("Seen on the spot")
    PAPER = "paper", _("Written answer")


class Stage(models.TextChoices):
    """How far it is; it follows from the days of the row (``Hazard.stage``)."""

    FOUND = "found", pgettext_lazy("hazard", "Found")
    ASSIGNED = "assigned", pgettext_lazy("hazard", "Assigned")
    RECTIFIED = "rectified", pgettext_lazy("hazard", "To be verified")
    VERIFIED = "verified", pgettext_lazy("hazard", "Verified")
