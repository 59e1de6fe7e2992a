"""A page for what the database gave up: a statement that took too long, or waited too long for somebody else's.

``config/error_pages.py`` asks it first when a page broke. Limits: policies/acting.py. The transaction is lost, so that
the page asks the database nothing; it is certain that nothing was saved.
"""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

TOO_SLOW = frozenset({"57014"})  # query_canceled
TAKEN = frozenset({"55P03", "40P01"})  # lock_not_available, deadlock_detected
STATUS, AGAIN_AFTER = 503, 5  # seconds: by then the other one is through


def facts(request: HttpRequest, error: BaseException | None) -> dict[str, Any] | None:
    """What the page says; None for an error of another kind."""
    code = _code(error)
    if code in TAKEN:
        return {
            "title": _("Somebody else is saving the same just now."),
            "advice": _("Nothing was changed. Wait a few seconds and try again."),
            "again": _address(request),
        }
    if code not in TOO_SLOW:
        return None
    month = _month_of_list(request)
    return {
        "title": _("This took too long and was stopped."),
        "advice": _("Nothing was changed. Choose one month, one village or one station, or fewer filters.")
        if request.method == "GET"
        else _("Nothing was changed. Wait a minute and try again; many may be working at once."),
        "again": _address(request),
        "narrower": f"{request.path}?month={month}" if month else "",
        "month": month,
    }


def _code(error: BaseException | None) -> str:
    """The SQLSTATE of the error, or of the one that it came from; empty for none."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if code := getattr(error, "pgcode", None):
            return str(code)
        error = error.__cause__ or error.__context__
    return ""


def _address(request: HttpRequest) -> str:
    """Where the same page is asked for again; empty for what a button sent."""
    return request.get_full_path() if request.method == "GET" else ""


def _month_of_list(request: HttpRequest) -> str:
    """The running month, for a list that has a filter by month and was asked for another time, or for all of it."""
    match = request.resolver_match
    book = getattr(getattr(match.func, "view_class", None), "book", None) if match else None
    filterset = getattr(getattr(book, "listing", None), "filterset", None)
    month = f"{timezone.localdate():%Y-%m}"
    has_month = filterset is not None and "month" in filterset.base_filters
    return month if has_month and request.method == "GET" and request.GET.get("month") != month else ""
