from residents.models.data_requests import DataRequest
from residents.models.households import Household, Pairing, Resident
from residents.models.identities import Identity
from residents.models.priority import PriorityVisit
from residents.models.requests import Request
from residents.models.services import Service
from residents.models.visits import Visit

__all__ = [
    "DataRequest", "Household", "Identity", "Pairing", "PriorityVisit", "Request", "Resident", "Service", "Visit",
]  # fmt: skip
