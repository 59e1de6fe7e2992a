"""Models of the indicators: attested counts, computed village-months, publications."""

from indicators.models.incidents import IncidentCount, LateAttestation
from indicators.models.months import Counts, TouchedMonth, VillageMonth
from indicators.models.publications import (
    Publication,
    PublicationSignature,
    PublishedCounts,
    PublishedPlace,
    PublishedRanking,
)

__all__ = [
    "Counts",
    "IncidentCount",
    "LateAttestation",
    "Publication",
    "PublicationSignature",
    "PublishedCounts",
    "PublishedPlace",
    "PublishedRanking",
    "TouchedMonth",
    "VillageMonth",
]
