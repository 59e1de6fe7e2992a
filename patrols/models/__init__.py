from patrols.models.patrols import Patrol

__all__ = ["Patrol"]
