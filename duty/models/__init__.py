"""Duty days, leave, and the hand-over of a post."""

from duty.models.days import DutyDay, DutyDayQuerySet, Leave, leave_on
from duty.models.handovers import Handover, HandoverQuerySet

__all__ = ["DutyDay", "DutyDayQuerySet", "Handover", "HandoverQuerySet", "Leave", "leave_on"]
