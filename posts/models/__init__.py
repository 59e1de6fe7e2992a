from posts.models.assignments import Assignment, Role
from posts.models.divisions import County, Town, Village, VillageName
from posts.models.duty import DutyDay, Leave
from posts.models.stations import Membership, Post, Station

__all__ = [
    "Assignment",
    "County",
    "DutyDay",
    "Leave",
    "Membership",
    "Post",
    "Role",
    "Station",
    "Town",
    "Village",
    "VillageName",
]
