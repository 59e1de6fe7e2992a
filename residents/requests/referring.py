"""A request as something that can be passed on (config/referral_subjects.py names it)."""

from django.urls import reverse

from referrals.subjects import Beginning, Subject
from residents.models import Request
from residents.requests.actions import KIND, check_waits


def begin(request: Request) -> Beginning:
    """The words go into the form, where they are read once more; the name only with consent."""
    name = request.household.householder if request.household else request.place_name
    return Beginning(request.asked, name, request.due_on, request.urgency == Request.Urgency.URGENT)


REQUEST = Subject(
    kind=KIND,
    model=Request,
    check=check_waits,
    begin=begin,
    tell_url=lambda key: reverse("residents:request-answer", args=[key]),
    tell_verb="answer_request",
    has_slip=True,
)
