"""Models of the indicators: attested counts, computed village-months, publications."""

from indicators.models.incidents import CaseHours, IncidentCount, LateAttestation, PreparedCount
from indicators.models.months import Counts, TouchedMonth, VillageMonth
from indicators.models.publications import (
    Publication,
    PublicationSignature,
    PublishedCounts,
    PublishedPlace,
    PublishedRanking,
)

__all__ = [
    "CaseHours",
    "Counts",
    "IncidentCount",
    "LateAttestation",
    "PreparedCount",
    "Publication",
    "PublicationSignature",
    "PublishedCounts",
    "PublishedPlace",
    "PublishedRanking",
    "TouchedMonth",
    "VillageMonth",
]
