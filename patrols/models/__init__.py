from patrols.models.checkpoints import Checkpoint, CheckpointQuerySet
from patrols.models.partners import PartnerQuerySet, PatrolPartner
from patrols.models.patrols import Patrol
from patrols.models.plans import PatrolPlan, PlanQuerySet, Weekday
from patrols.models.rounds import PlannedRound, PlannedRoundQuerySet, RoundPoint

__all__ = [
    "Checkpoint",
    "CheckpointQuerySet",
    "PartnerQuerySet",
    "Patrol",
    "PatrolPartner",
    "PatrolPlan",
    "PlanQuerySet",
    "PlannedRound",
    "PlannedRoundQuerySet",
    "RoundPoint",
    "Weekday",
]
