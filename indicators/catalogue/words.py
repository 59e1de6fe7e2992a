"""Sentences that several indicators share: where their counts come from, and when they have no value."""

from django.utils.translation import gettext_lazy as _

ATTESTED = _("The counts that stations attest.")
SURVEYS = _("The survey rounds that were counted, in the month of the round.")
VISITS = _("The visit ledger.")
VISITS_LEAVE = _("The visit ledger, assignments and leave.")
VISITS_REGISTER = _("The visit ledger, and the households registered at the end of the period.")
DUTY = _("Duty days, assignments and leave.")
POSTS = _("Posts and assignments.")
SERVICES = _("The service ledger, the quantity written.")
SERVICES_YUAN = _("The service ledger, the amounts written.")
MEETINGS = _("The book of village meetings.")
PAIRINGS = _("The pairings; the last month speaks for a longer period.")
REQUESTS_DUE = _(
    "The request ledger, by the due day; a request that moved with its household stays with "
    "the village where it was asked."
)
REQUESTS_TOLD = _("The request ledger, by the day on which whoever asked was told.")
DISPUTES_IN = _("The dispute ledger, by the day of acceptance.")
DISPUTES_OUT = _("The dispute ledger, by the day of the end.")
DISPUTES_END = _("The dispute ledger; the last month speaks for a longer period.")
SESSIONS = _("The sessions of the dispute ledger.")
DUTIES = _("The duties of agreements, by their due day.")
CALLS = _("The follow-ups of disputes, by the planned day.")
PATROLS = _("The patrol ledger.")
PARTNERS = _(
    "The partners of joint patrols, in the month of the patrol and the village that the partner names."
)
ROUNDS = _("Planned rounds.")
TAPS = _("The taps of planned rounds, as they were when the round was finished.")
MEMBERS = _(
    "The register of members and the trainings, as they are when the month is counted: what is entered later asks for "
    "no reason, and a published month keeps what it had. The last month speaks for a longer period."
)
TEAMS = _(
    "The register of teams, as it is when the month is counted: what is entered later asks for no reason, and a "
    "published month keeps what it had. The last month speaks for a longer period."
)
HAZARDS_FOUND = _("The book of hazards, by the day of finding.")
HAZARDS_FIXED = _(
    "The book of hazards, by the day on which it was put right; one that is opened again is none."
)
HAZARDS_VERIFIED = _("The book of hazards, by the day of the verification.")
HAZARDS_DUE = _("The book of hazards, by the due day.")

EXPECTED = _("Undefined when no village is expected to report; a blank never counts as none.")
PREVENTABLE = _(
    "Not reported when no village of the place has reported it; otherwise the sum of what is reported."
)
ANSWERS = _(
    "Undefined without substantive answers, suppressed where they are too few, or a few others would follow from them, "
    "and of a period one of whose months is suppressed: they would speak of persons."
)
SAID = _("Undefined when nobody said whether; suppressed as the satisfaction is.")
TARGET = _("The share is undefined when the target is 0.")
NORM = _("The share is undefined when the norm is 0.")
HOUSEHOLDS = _("Undefined without households.")
VILLAGE = _("Undefined without a village.")
OF_MEMBERS = _("Undefined without members.")
POINTS = _("Undefined when no point was planned.")
TWO_PATROLS = _(
    "Undefined for a village with fewer than two patrols in the month, and where no village has two."
)
NONE_TOLD = _("Undefined when none was told back.")
DUE = _("Undefined when none was due.")
ACCEPTED = _("Undefined when none was accepted.")
HANDLED = _("Undefined when none was handled.")
ENDED = _("Undefined when none ended.")
FIRST = _("Undefined without a first session.")
PLANNED = _("Undefined when none was planned.")
