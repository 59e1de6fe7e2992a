from posts.models.assignments import Assignment, Role
from posts.models.divisions import County, Town, Village, VillageName
from posts.models.duty import DutyDay, Leave
from posts.models.emergency import EmergencyNotice, EmergencyView
from posts.models.outliers import Outlier
from posts.models.placed import Placed
from posts.models.stand_ins import StandIn
from posts.models.stations import Membership, Post, Station

__all__ = [
    "Assignment",
    "County",
    "DutyDay",
    "EmergencyNotice",
    "EmergencyView",
    "Leave",
    "Membership",
    "Outlier",
    "Placed",
    "Post",
    "Role",
    "StandIn",
    "Station",
    "Town",
    "Village",
    "VillageName",
]
