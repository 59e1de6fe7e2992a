from indicators.models.incidents import IncidentCount
from indicators.models.months import Counts, TouchedMonth, VillageMonth
from indicators.models.publications import Publication, PublishedCounts
from indicators.models.surveys import AnswerTally, Sample, SurveyRound

__all__ = [
    "AnswerTally",
    "Counts",
    "IncidentCount",
    "Publication",
    "PublishedCounts",
    "Sample",
    "SurveyRound",
    "TouchedMonth",
    "VillageMonth",
]
