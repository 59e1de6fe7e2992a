from residents.models.data_requests import DataRequest
from residents.models.duplicates import Duplicate
from residents.models.households import Household
from residents.models.identities import Identity
from residents.models.pairings import Pairing
from residents.models.people import Resident
from residents.models.premises import Premises
from residents.models.priority import PriorityVisit
from residents.models.requests import Request
from residents.models.services import Service
from residents.models.visits import Visit

__all__ = [
    "DataRequest", "Duplicate", "Household", "Identity", "Pairing", "Premises", "PriorityVisit", "Request", "Resident",
    "Service", "Visit",
]  # fmt: skip
