"""What the police may mediate, and what they must not: the lists of the law from which a dispute chooses.

The same codes stand in the rows ``po.list`` and ``po.excl`` (rules/law/police_mediation.py), with the articles.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """The acts that the police may mediate (程序规定 178 ¶1)."""

    BEATING = "beating", _("Beating")
    INJURY = "injury", _("Intentional injury")
    INSULT = "insult", _("Insult")
    SLANDER = "slander", _("Slander")
    FALSE_CHARGE = "false_charge", _("False accusation")
    DAMAGE = "damage", _("Intentional damage to property")
    DISTURBANCE = "disturbance", _("Disturbing somebody's life")
    PRIVACY = "privacy", _("Violating privacy")
    INTRUSION = "intrusion", _("Entering a home against the law")
    OTHER = "other", _("Another minor act")


class Ground(models.TextChoices):
    """Why the police may mediate it (程序规定 178 ¶1)."""

    KIN = "kin", _("Between kin, friends, neighbours, colleagues or pupils, over trifles")
    PROVOKED = "provoked", _("Provoked by earlier conduct of the injured")
    EASIER = "easier", _("Otherwise easier to resolve by mediation")


class Excluded(models.TextChoices):
    """What the police must not mediate (程序规定 179)."""

    HIRED = "hired", _("Somebody was hired to injure")
    GANG = "gang", _("A gang fight or other provocation of trouble")
    REPEATED = "repeated", _("Violated the order several times")
    UNWILLING = "unwilling", _("A party clearly does not want mediation")
    AGAIN = "again", _("Violated the order against the other side during mediation")
    FLED = "fled", _("Who did it fled during mediation")
    UNFIT = "unfit", _("Otherwise unfit for mediation")
