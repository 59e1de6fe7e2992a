"""What administrators do with accounts and roles is seen the same day by the chief and by the auditor.

The chief of each station where the person serves gets a line on the first page (notices/); of a chief, and of whoever
serves at the county, the county bureau. The auditor has the same on the first page of the trail, from the entries
themselves (oversight/views/trail.py): so no line can be left out by whoever writes the notices.
"""

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from access.roles import answering_for
from accounts.models import User
from notices import actions as notices
from posts.models import Assignment

# The entries of the trail that the auditor reads first.
ACTIONS = (
    "open_account", "reset_password", "reset_factor", "lift_lock", "close_account", "reopen_account", "confirm_person",
    "assign", "change_assignment", "take_back_assignment", "end_assignment", "decide_roles", "grant_stand_in",
    "end_stand_in",
)  # fmt: skip


def note(what: str, person: User, *, by: User | None, matter: int | None = None, **detail: str) -> None:
    """``by`` has done ``what`` (a code of notice_words.py) with the account or the role of ``person``, just now.

    In the caller's transaction, before an assignment ends and after one begins: the chiefs of both places read it.
    ``matter`` is the key of what was changed, where several may change at once.
    """
    now = timezone.localtime()
    readers = set(_readers(person))
    key = f"{what} {person.pk} {matter or 0} {now.isoformat()}"
    words = {"person": person.name, "who": by.name if by else "", "at": f"{now:%m-%d %H:%M}", **detail}
    if readers:
        notices.send(what, sorted(readers, key=str), key=key, by=by, **words)


def _readers(person: User) -> list[notices.To]:
    today = timezone.localdate()
    serving = Assignment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), user=person)
    places = serving.annotate(
        at_station=Coalesce(F("station"), F("post__station")),
        of_county=Coalesce(F("county"), F("station__county"), F("post__station__county")),
    )
    found = []
    for role, station, county in places.values_list("role", "at_station", "of_county"):
        reader = answering_for(role)
        if reader.place == "county":
            found.append(notices.To(role=reader.code, county_id=county, level=reader.level))
        else:
            found.append(notices.To(role=reader.code, station_id=station))
    return found
