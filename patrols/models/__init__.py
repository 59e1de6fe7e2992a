from patrols.models.checkpoints import Checkpoint, CheckpointQuerySet
from patrols.models.patrols import Patrol
from patrols.models.plans import PatrolPlan, PlanQuerySet, Weekday
from patrols.models.rounds import PlannedRound, RoundPoint, RoundQuerySet

__all__ = [
    "Checkpoint",
    "CheckpointQuerySet",
    "Patrol",
    "PatrolPlan",
    "PlanQuerySet",
    "PlannedRound",
    "RoundPoint",
    "RoundQuerySet",
    "Weekday",
]
