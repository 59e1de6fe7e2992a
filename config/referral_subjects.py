"""What can be passed on (转办), and where a slip is printed: names that lead into rooms above ``referrals``.

A problem reported upward has no row behind it and needs none (referrals/subjects.py).
"""

REFERRAL_SUBJECTS: tuple[str, ...] = (
    "residents.requests.referring.REQUEST",
    "disputes.referring.DISPUTE",
    "hazards.referring.HAZARD",
)
SLIP_PAPER = "documents:slip-print"  # takes the kind of the file, and code and row in the body of the request
