from oversight.models.emergency import EmergencyNotice, EmergencyView
from oversight.models.outliers import Outlier
from oversight.models.stand_ins import StandIn

__all__ = ["EmergencyNotice", "EmergencyView", "Outlier", "StandIn"]
