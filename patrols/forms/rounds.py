"""The form with which a planned round is finished: that of its patrol, filled in."""

from datetime import datetime, timedelta
from typing import Any

from crispy_forms.layout import Layout
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from pages.plausible import ask
from patrols.forms.patrols import PatrolForm
from patrols.models import Patrol, PlannedRound, RoundPoint


class FinishForm(PatrolForm):
    """Village and day are those of the round; beginning and length follow from the taps, and can be corrected."""

    leeway = timedelta(minutes=1)  # one that took no whole minute counts as one

    def __init__(self, *args: Any, planned: PlannedRound, **kwargs: Any) -> None:
        began = timezone.localtime(planned.started_at or timezone.now())
        keys = {key: getattr(planned, key) for key in Patrol.KEYS}
        patrol = Patrol(occurred_on=began.date(), **keys)
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
        self.planned = planned

    def clean(self) -> dict[str, Any]:
        """Begun long before or after the planned time, or over in a moment, it is asked about and taken."""
        cleaned = super().clean()
        starts_at, minutes = cleaned.get("starts_at"), cleaned.get("minutes")
        if starts_at is None or minutes is None:
            return cleaned
        today = timezone.localdate()
        began = timezone.make_aware(datetime.combine(self.instance.occurred_on, starts_at))
        first, last = self.planned.planned_span()
        beside = rules.whole("patrol.round_beside_minutes", on=today, county=self.county)
        if not first - timedelta(minutes=beside) <= began <= last + timedelta(minutes=beside):
            times = {"planned": f"{timezone.localtime(first):%H:%M}", "began": f"{starts_at:%H:%M}"}
            ask(self, f"began={starts_at:%H:%M}", _("Planned for %(planned)s, begun at %(began)s?") % times)
        if minutes < rules.whole("patrol.round_minutes_least", on=today, county=self.county):
            ask(self, f"short={minutes}", _("The whole round in %(n)s minutes?") % {"n": minutes})
        return cleaned


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
