"""What can be passed on (转办): each name leads to a value that a room above ``referrals`` declares.

A problem reported upward has no row behind it and needs none (referrals/subjects.py).
"""

REFERRAL_SUBJECTS: tuple[str, ...] = (
    "residents.requests.referring.REQUEST",
    "disputes.referring.DISPUTE",
)
