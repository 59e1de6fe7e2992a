from teams.models.contracts import ContractCopy
from teams.models.groups import GroupHousehold, GroupQuerySet, WatchGroup
from teams.models.members import Member, MemberQuerySet
from teams.models.teams import FUNCTIONS, Team, TeamQuerySet

__all__ = [
    "FUNCTIONS",
    "ContractCopy",
    "GroupHousehold",
    "GroupQuerySet",
    "Member",
    "MemberQuerySet",
    "Team",
    "TeamQuerySet",
    "WatchGroup",
]
