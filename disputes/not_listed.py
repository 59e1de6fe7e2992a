"""What lists and the quarterly table say of the protected disputes (domestic violence) that are not in them.

Whoever does not see them is told *that* there may be some, in one sentence that is always the same: it says nothing of
the place that is looked at. A number is told at one level alone, to the county, of the whole county, by quarters that
are over (``disputes_protected_accepted``, a granted function of the database: the rows themselves stay unread). At a
station, post or village one case more in a table of few is a household that neighbours know; by type, month or filter
the numbers of two tables could be subtracted; and a number that grows while the quarter runs tells the day.
"""

from datetime import date

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access import scope
from accounts.models import User
from calendars import quarters

NEVER = gettext_lazy("Protected disputes are not listed here.")


def of_list(user: User) -> str:
    """Under a list; empty for those whose list has them."""
    if scope.for_user(user).sees_protected:
        return ""
    return of_table(user, quarters.shift(quarters.this_quarter(), -1), is_whole=True)


def of_table(user: User, quarter: date, *, is_whole: bool) -> str:
    """Under the table of a quarter, which never has them; ``is_whole``: it is of all that the person sees."""
    number = accepted(user, quarter) if is_whole else None
    if number is None:
        return str(NEVER)
    return _("Not listed here: %(n)s protected disputes of the whole county, accepted in %(quarter)s.") % {
        "n": number, "quarter": quarters.written(quarter),
    }  # fmt: skip


def accepted(user: User, quarter: date) -> int | None:
    """The number of the county; None for everybody else, and where it is told to nobody."""
    is_over = quarters.end_of(quarter) <= timezone.localdate()
    if not is_over or "county_id" not in (scope.for_user(user).keys or {}):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT disputes_protected_accepted(%s)", [quarter])
        found: int | None = cursor.fetchone()[0]
    return found
