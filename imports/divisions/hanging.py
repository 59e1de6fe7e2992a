"""What hangs on villages: households, residents, rows of the books, open work, the post and who serves there.

Asked before anything is closed, merged or split (divisions.importing). Counted as the person who asks may see it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from disputes.models import Dispute
from hazards.models import Hazard
from ledgers import books
from ledgers.book import Fate
from ledgers.models import Row
from policies import acting
from posts import open_work
from posts.models import Assignment, Membership
from posts.querysets import open_on
from referrals.models import Referral
from residents.models import DataRequest, Household, Pairing, PriorityVisit, Request, Resident

OF_HOUSEHOLDS = {"priority": PriorityVisit, "data_requests": DataRequest}  # by the kind of posts/open_work.py


@dataclass
class Hanging:
    """Numbers of one village. ``open_work``, ``registers`` (what runs until it is ended: teams, groups, patrol plans,
    checkpoints, premises) and ``rows``: by the words for them. ``serving``: people at its post."""

    households: int = 0
    people: int = 0
    residents: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    open_work: dict[str, int] = field(default_factory=dict)
    registers: dict[str, int] = field(default_factory=dict)
    post: str = ""
    serving: int = 0

    @property
    def weight(self) -> int:
        """What must not end without a successor: households and what is not finished."""
        return self.households + sum(self.open_work.values())


def of_villages(villages: Collection[int], day: date) -> dict[int, Hanging]:
    """By the key of the village; of those on which nothing hangs an empty one."""
    found = {key: Hanging() for key in villages}
    registered = Household.objects.filter(closed_on=None, village__in=villages).order_by()
    for key, count, people in registered.values_list("village").annotate(Count("pk"), Sum("members")):
        found[key].households, found[key].people = count, people
    for key, count in _by_village(Resident.objects.filter(left_on=None), villages):
        found[key].residents = count
    for book in books.row_models():
        counted: QuerySet[Any] = book._default_manager.exclude(state=Row.State.WITHDRAWN)
        for key, count in _by_village(counted, villages):
            found[key].rows[str(book._meta.verbose_name_plural)] = count
    for rows in _open_work(day):
        label = str(rows.model._meta.verbose_name_plural)
        for key, count in _by_village(rows, villages):
            found[key].open_work[label] = found[key].open_work.get(label, 0) + count
    for rows in _registers():
        for key, count in _by_village(rows, villages):
            found[key].registers[str(rows.model._meta.verbose_name_plural)] = count
    _add_of_households(found, day)
    _add_posts(found, day)
    return found


def _by_village(rows: "QuerySet[Any]", villages: Collection[int]) -> list[tuple[int, int]]:
    return list(rows.filter(village__in=villages).order_by().values_list("village").annotate(Count("pk")))


def _open_work(day: date) -> Iterable["QuerySet[Any]"]:
    """What somebody still has to finish. Of a merged village it goes on in the successor."""
    counted = ~Q(state=Row.State.WITHDRAWN)
    yield Request.objects.filter(counted, told_back_on=None, erased_on=None)
    yield Pairing.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day))
    yield Referral.objects.filter(closed_on=None)
    yield Dispute.objects.filter(counted, stage=Dispute.Stage.OPEN)
    yield Hazard.objects.filter(counted, verified_on=None, erased_on=None)


def _registers() -> Iterable["QuerySet[Any]"]:
    """What runs until somebody ends it, and is moved, goes on or ends when its village does."""
    for book in books.books():
        fates = {book.village_ends.merged, book.village_ends.given_up}
        if fates & {Fate.GOES_ON, Fate.TO_MOVE, Fate.ENDS} and hasattr(book.model, "ends_on"):
            model: Any = book.model
            yield model._default_manager.filter(ends_on=None)


def _add_of_households(found: dict[int, Hanging], day: date) -> None:
    """Priority visits and requests on own data, which go along as well: the county reads no row, only how many."""
    settled = [key for key, one in found.items() if one.households]
    if acting.now() is not None:
        counts = {key: {one.kind: one.n for one in open_work.of_village(key)} for key in settled}
    else:  # the command, which reads all
        running = PriorityVisit.objects.waiting() | PriorityVisit.objects.open_on(day)
        asked: QuerySet[Any] = DataRequest.objects.filter(state=DataRequest.State.RECEIVED)
        both = [("priority", running), ("data_requests", asked)]
        counts = {key: {} for key in settled}
        for kind, rows in both:
            for key, count in _by_village(rows, settled):
                counts[key][kind] = count
    for key, of_village in counts.items():
        for kind, model in OF_HOUSEHOLDS.items():
            if of_village.get(kind):
                found[key].open_work[str(model._meta.verbose_name_plural)] = of_village[kind]


def _add_posts(found: dict[int, Hanging], day: date) -> None:
    members = Membership.objects.filter(open_on(day), village__in=found).select_related("post__station")
    here = {one.village_id: one.post for one in members}
    serving = Assignment.objects.filter(open_on(day), post__in={post.pk for post in here.values()})
    people = dict(serving.order_by().values_list("post").annotate(Count("user", distinct=True)))
    for key, post in here.items():
        found[key].post = f"{post.station} · {post}"
        found[key].serving = people.get(post.pk, 0)
