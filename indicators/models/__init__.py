from indicators.models.incidents import IncidentCount, LateAttestation
from indicators.models.months import Counts, TouchedMonth, VillageMonth
from indicators.models.publications import Publication, PublishedCounts
from indicators.models.surveys import AnswerTally, Sample, SurveyRound

__all__ = [
    "AnswerTally",
    "Counts",
    "IncidentCount",
    "LateAttestation",
    "Publication",
    "PublishedCounts",
    "Sample",
    "SurveyRound",
    "TouchedMonth",
    "VillageMonth",
]
