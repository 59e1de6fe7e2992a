"""A hazard as something that can be passed on (config/referral_subjects.py names it)."""

from django.utils import timezone

from accounts.models import User
from audit import trail
from hazards.actions.hazards import check_to_rectify
from hazards.models import Hazard
from hazards.models.hazards import KIND
from referrals.models import Referral
from referrals.subjects import Beginning, Subject

ASSIGNED = ("responsible", "assigned_on")


def begin(hazard: Hazard) -> Beginning:
    """Kind, place and what is dangerous; the words are read once more in the form."""
    words = "，".join(one for one in (hazard.get_kind_display(), hazard.place, hazard.what) if one)
    return Beginning(words[:500], due_on=hazard.due_on, is_urgent=hazard.urgency == Hazard.Urgency.URGENT)


def passed(hazard: Hazard, referral: Referral, by: User) -> None:
    """Whoever it went to puts it right."""
    hazard.responsible = referral.receiver_name[:60]
    hazard.assigned_on = hazard.assigned_on or timezone.localdate()
    hazard.save(update_fields=ASSIGNED)
    trail.record("assign_hazard", hazard, by=by, due_on=str(hazard.due_on))


def taken_back(hazard: Hazard, referral: Referral, by: User) -> None:
    """Nobody puts it right any more, unless somebody else was named meanwhile."""
    held = Hazard.objects.select_for_update(of=("self",), no_key=True).get(pk=hazard.pk)
    waiting = Referral.objects.filter(subject_kind=KIND, subject_key=held.pk, state__in=Referral.OPEN)
    if held.rectified_on or held.responsible != referral.receiver_name[:60] or waiting.exists():
        return
    held.responsible, held.assigned_on = "", None
    held.save(update_fields=ASSIGNED)


HAZARD = Subject(
    kind=KIND, model=Hazard, check=check_to_rectify, begin=begin, passed=passed, taken_back=taken_back
)
