from posts.models.assignments import Assignment
from posts.models.carried import CarriedRow
from posts.models.dated import Succession, TownCode, VillageCode, VillageName
from posts.models.divisions import County, Town, Village
from posts.models.maps import CountyMap
from posts.models.placed import Placed
from posts.models.post_files import PostFile
from posts.models.profiles import VillageProfile
from posts.models.stations import Membership, Post, Station
from posts.models.workplaces import Workplace

__all__ = [
    "Assignment",
    "CarriedRow",
    "County",
    "CountyMap",
    "Membership",
    "Placed",
    "Post",
    "PostFile",
    "Station",
    "Succession",
    "Town",
    "TownCode",
    "Village",
    "VillageCode",
    "VillageName",
    "VillageProfile",
    "Workplace",
]
