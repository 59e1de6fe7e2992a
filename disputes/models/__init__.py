"""Disputes and what belongs to one: parties, mediators, sessions, agreements, duties, follow-ups, findings."""

from disputes.models.agreements import Agreement, AgreementCopy, Duty
from disputes.models.attention import Attention
from disputes.models.disputes import Dispute
from disputes.models.extensions import Extension
from disputes.models.findings import Finding
from disputes.models.follow_ups import FollowUp
from disputes.models.measures import Measure
from disputes.models.mediation import Mediator, Session, Suspension
from disputes.models.numbers import DisputeNumber
from disputes.models.parties import Party
from disputes.models.prevented import PreventedCount
from disputes.models.rounds import CheckRound

__all__ = [
    "Agreement",
    "AgreementCopy",
    "Attention",
    "CheckRound",
    "Dispute",
    "DisputeNumber",
    "Duty",
    "Extension",
    "Finding",
    "FollowUp",
    "Measure",
    "Mediator",
    "Party",
    "PreventedCount",
    "Session",
    "Suspension",
]
