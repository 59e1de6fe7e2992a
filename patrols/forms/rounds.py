"""The form with which a planned round is finished: that of its patrol, filled in."""

from datetime import timedelta
from typing import Any

from crispy_forms.layout import Layout
from django.utils import timezone

from patrols.forms.patrols import PatrolForm
from patrols.models import Patrol, PlannedRound, RoundPoint


class FinishForm(PatrolForm):
    """Village and day are those of the round; beginning and length follow from the taps, and can be corrected."""

    leeway = timedelta(minutes=1)  # one that took no whole minute counts as one

    def __init__(self, *args: Any, planned: PlannedRound, **kwargs: Any) -> None:
        began = timezone.localtime(planned.started_at or timezone.now())
        patrol = Patrol(village_id=planned.village_id, occurred_on=began.date())
        patrol.placed_like(planned)
        initial = {
            "mode": planned.mode,
            "starts_at": began.time().replace(second=0, microsecond=0),
            "minutes": minutes_of(planned),
            "is_joint": planned.plan.team_id is not None,
        } | (kwargs.pop("initial", None) or {})
        super().__init__(*args, instance=patrol, initial=initial, **kwargs)
        for name in ("village", "occurred_on"):
            del self.fields[name]
        fields = [one for one in self.helper.layout.fields if one not in ("village", "occurred_on")]
        self.helper.layout = Layout(*fields)


def minutes_of(planned: PlannedRound) -> int:
    """From the beginning to the last tap where every point is passed; else until now, but of one that was left open not
    beyond the time that was planned for it and the last tap. One at least.
    """
    now = timezone.now()
    began = planned.started_at or now
    taps = [one.passed_at for one in RoundPoint.objects.filter(round=planned)]
    passed = [one for one in taps if one is not None]
    if taps and len(passed) == len(taps):
        ended = max(passed)
    else:
        first, last = planned.planned_span()
        ended = max(min(now, max(last, began + (last - first))), began, *passed)
    return max(1, int((ended - began) / timedelta(minutes=1)))
