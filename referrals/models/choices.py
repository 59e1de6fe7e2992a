"""What is said of a referral out of a list: what it is about, to whom it goes, how it stands and how it came back."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Subject(models.TextChoices):
    """What it is about; the rooms above say how to find it (config/referral_subjects.py)."""

    REQUEST = "request", _("Request")
    DISPUTE = "dispute", _("Dispute")
    HAZARD = "hazard", _("Hazard")
    PROBLEM = "problem", _("Problem reported upward")
    TASK = "task", _("Task of the county")


class Receiver(models.TextChoices):
    BODY = "body", _("Body outside the police")
    POST = "post", _("Post")
    STATION = "station", _("Station")
    COUNTY = "county", _("County bureau")


class Urgency(models.TextChoices):
    NORMAL = "normal", _("Normal")
    URGENT = "urgent", _("Urgent")


class State(models.TextChoices):
    SENT = "sent", _("Passed on")
    ACCEPTED = "accepted", _("Taken on")
    REJECTED = "rejected", _("Sent back")
    DONE = "done", pgettext_lazy("referral", "Done")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Outcome(models.TextChoices):
    SOLVED = "solved", _("Solved")
    NOT_SOLVED = "not_solved", _("Not solved")


class Reason(models.TextChoices):
    """Why it was sent back, or not solved."""

    NOT_OURS = "not_ours", _("Not our task")
    INCOMPLETE = "incomplete", _("Facts are missing")
    DOUBLE = "double", _("Dealt with already")
    NO_BASIS = "no_basis", _("No rule provides for it")
    NO_MEANS = "no_means", _("Money or means are missing")
    NOT_WANTED = "not_wanted", _("Whoever asked wants it no longer")
    OTHER = "other", pgettext_lazy("reason", "Other")


class Told(models.TextChoices):
    FACE = "face", _("Face to face")
    PHONE = "phone", _("By phone")
    LETTER = "letter", _("In writing")
    MESSAGE = "message", _("Text message or WeChat")
    NOTE = "note", _("Note at the door")
    NOTICE = "notice", _("On the notice board")


class Problem(models.TextChoices):
    POLICY = "policy", _("Policy")
    DIFFICULTY = "difficulty", _("Difficulty")
    PLAN = "plan", _("Proposed plan")
