"""What the counts of a village and month are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.models import IncidentCount
from surveys.models import AnswerTally

FIELD_NAMES: dict[str, str | Promise] = {
    "households": _("Households"),
    "people": _("Population"),
    "pairings": _("Paired households"),
    "disputes_open": _("Disputes open at the end"),
    "households_met": _("Households met"),
    "households_met_first": _("Households met for the first time this year"),
    "visits": _("Visits"),
    "talks": _("People talked with"),
    "duty_days": _("Duty days"),
    "good_deeds": _("Good deeds"),
    "documents": _("Documents at the door"),
    "bulletins": _("Safety bulletins"),
    "donations": _("Donations"),
    "law_talks": _("Law talks"),
    "meetings": _("Village meetings"),
    "school_visits": _("School visits"),
    "priority_visits": _("Priority visits"),
    "enterprise_visits": _("Help for small businesses"),
    "requests_received": _("Requests received"),
    "requests_answered": _("Requests told back"),
    "requests_due": _("Requests due"),
    "requests_in_time": _("Requests told back by the due day"),
    "disputes_accepted": _("Disputes accepted"),
    "disputes_handled": _("Disputes handled"),
    "disputes_agreed": _("Disputes settled"),
    "patrols": _("Patrols"),
    "joint_patrols": _("Joint patrols"),
    "visit_target": _("Target of households met"),
    "duty_norm": _("Norm of duty days"),
    "invited": _("People asked"),
    "saw_officer": _("Saw an officer"),
    "saw_no_officer": _("Did not see an officer"),
    **{category.value: category.label for category in IncidentCount.Category},
    **{rating.value: rating.label for rating in AnswerTally.Rating},
}
