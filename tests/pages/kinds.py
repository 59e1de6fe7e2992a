"""The kinds of rows that pages are about, worked out from the pages themselves, so that a new one is in every walk.

A page names its model. Rows that lie in a village (``Placed``) can be withdrawn, moved, closed, merged or protected
under a form that is open; the walks of tests/pages ask each of their pages. A page about anything else has its
reason in ``ELSEWHERE``.
"""

from typing import Any

from posts.models import Placed
from tests.test_access import URLS, noun

ACCOUNT = "an account or an assignment: tests/administration, tests/access"
ORGANISATION = "a place of the police itself: tests/posts"
# Noun of pages about one row that lies in no village -> why no walk over rows of villages asks them.
ELSEWHERE = {
    "assignment": ACCOUNT, "detail": ACCOUNT, "factor": ACCOUNT, "proposal": ACCOUNT, "reset": ACCOUNT,
    "switch": ACCOUNT, "unlock": ACCOUNT,
    "session": "a browser that has signed in; a session of mediation has the noun minutes",
    "body": ORGANISATION, "post": ORGANISATION, "station": ORGANISATION, "village": ORGANISATION,
    "move": ORGANISATION, "division": "an import of the county's division codes: tests/imports",
    "notice": "what a post tells about data: it is printed, and changes nothing",
    "prevented": "eight numbers of a post and quarter; PreventedCount has neither a state nor a month that closes",
    "round": "of a county: tests/surveys", "publication": "of a county: tests/indicators",
    "import": "of the person who brought it: tests/imports",
    "emergency": "the look of a person, not a row: tests/oversight", "outlier": "as an emergency view",
    "handover": "numbers of a post and who signed them; no villager: tests/duty/test_handover.py",
    **dict.fromkeys(("contact", "ledger", "log"), "of a leader of the county, no village: tests/leaders"),
    "leader": "the ledger of a leader as a paper: tests/leaders",
    "regulation": "of the county, no village: tests/library",
    **dict.fromkeys(("year", "officer", "test", "digest"), "of people who serve or a station: tests/officers"),
    **dict.fromkeys(
        ("blank", "card", "work", "door", "incomplete", "privacy"),
        "a paper of a post or village, which changes nothing: tests/documents",
    ),
    "stand": "a chief's deputy: tests/oversight", "leave": "of a person: tests/duty",
    "line": "is ticked by whoever it was sent to: tests/notices",
    "download": "a file that was made: tests/jobs",
    "review": "any row with a verdict: tests/ledgers/test_review_queue.py",
    "history": "a former version of any row: tests/ledgers/test_cleaning.py",
    "trail": "an entry that nobody changes",
}  # fmt: skip


def model_of(name: str) -> Any:
    """The model of the rows that a page is about; None where it names none."""
    return getattr(getattr(URLS[name].callback, "view_class", None), "model", None)


def is_placed(name: str) -> bool:
    """Is the page about rows that lie in a village?"""
    model = model_of(name)
    return model is not None and issubclass(model, Placed)


def placed() -> dict[str, set[Any]]:
    """Noun -> the models of its pages that are about rows of a village."""
    found: dict[str, set[Any]] = {}
    for name in URLS:
        if is_placed(name):
            found.setdefault(noun(name), set()).add(model_of(name))
    return found
