"""The digest of each station and week is written, once, and a line for the chief (officers/tasks.py calls it)."""

from datetime import date

from django.db import transaction

from access.roles import answering_at
from audit import trail
from notices import actions as notices
from officers.digests import A_WEEK, found_at, monday_of, worse
from officers.models import Digest
from policies.acting import HOUSEKEEPING, Acting, acting
from posts.models import Station

NOTICE = "digest"


def write_all(today: date) -> int:
    """The digests of this week's Monday that are not written yet: one for each open station. Returns how many."""
    monday = monday_of(today)
    with acting(HOUSEKEEPING), transaction.atomic():
        done = Digest.objects.filter(monday=monday).values("station")
        stations = list(Station.objects.open().exclude(pk__in=done).select_related("county").order_by("pk"))
    return sum(write(one, monday, today) is not None for one in stations)


@transaction.atomic
def write(station: Station, monday: date, today: date) -> Digest | None:
    """The digest of the week before ``monday``, and a line for the chief in place of that of the week before.

    None for a station without a post in that week. Raises IntegrityError for a second one.
    """
    with acting(Acting("station", station=station.pk, county=station.county_id, in_background=True)):
        found = found_at(station, monday - A_WEEK, today)
        before = Digest.objects.filter(station=station, monday__lt=monday).first()
    if not found["posts"]:
        return None
    found["worse"] = worse(found["numbers"], before.facts["numbers"] if before else {})
    with acting(HOUSEKEEPING):
        made = Digest.objects.create(station=station, monday=monday, facts=found)
        trail.record("write_digest", made, by=None)
        if before:
            notices.take_away(_key(station.pk, before.monday))
        notices.send(
            NOTICE,
            [notices.To(role=answering_at("station").code, station_id=station.pk)],
            key=_key(station.pk, monday),
            by=None,
            link=made.get_absolute_url(),
            week=f"{monday - A_WEEK:%Y-%m-%d}",
        )
    return made


def _key(station: int, monday: date) -> str:
    return f"digest {station} {monday:%Y-%m-%d}"
