from hazards.models.hazards import Hazard
from hazards.models.pictures import HazardPicture

__all__ = ["Hazard", "HazardPicture"]
