"""The declaration of a book: its URLs, its list, its labels, and the lines that other pages show of it.

Each room with books has a ``book.py`` with its values, config/books.py lists them in order, and code that needs all of
them calls ledgers/books.py. What the rooms below need to know of a row is declared on its model: ``PREFIX``,
``PRIVATE_FIELDS``, ``PERSONAL_FIELDS``, ``COUNTED_DAYS``, ``ADDED_LATER``, ``retention`` (ledgers/models/rows.py).
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

import rules
from access import scope
from access.rights import may
from accounts.models import User
from ledgers.filters import PlaceFilterSet, Unfiltered
from ledgers.models import Row
from ledgers.tables import BookTable
from pages.columns import Reader
from pages.counting import Asked
from pages.keyset import Order
from posts.models import Placed


def in_words(number: Decimal | int) -> str:
    """A sum as lists say it."""
    return f"{int(number) if number == int(number) else number:,}"


class Group(Enum):
    """The heading of the menu under which a book is listed. LEDGERS are listed in the index of the books as well."""

    LEDGERS = "ledgers"
    REGISTERS = "registers"


@dataclass(frozen=True, kw_only=True, eq=False)
class Listing:
    """The list of a book: screen, file and job take the same one.

    ``verb``: the right that opens it. ``orders``: the columns that sort, each with its key; ``default_order`` is one of
    them, after ``-`` for descending. ``in_files``: only such rows go into files and printed registers, whoever asks;
    ``left_out``: what files say of the others.
    ``summed``: the columns whose sums figures show; the list that a figure leads to says them. What is read beside the
    rows follows from the columns of ``table``.
    """

    model: type[Placed]
    table: type[BookTable]
    filterset: type[PlaceFilterSet]
    verb: str = "read_ledgers"
    orders: Mapping[str, Order] = field(default_factory=lambda: {"occurred_on": Order("occurred_on")})
    default_order: str = "-occurred_on"
    summed: tuple[str, ...] = ()
    in_files: Q | None = None
    left_out: str | Promise = ""

    def rows(self, user: User) -> QuerySet[Any]:
        """The rows that the person may see.

        Typed Any, for callers filter by fields that only the model of their own book has.
        """
        return self.model.objects.visible_to(user)

    def filtered(self, user: User, query: QueryDict) -> PlaceFilterSet:
        """The rows within the person's scope that the query string leaves: ``.qs``, once ``.is_valid()``."""
        return self.filterset(query, queryset=self.rows(user), user=user)

    def unfiltered(self, user: User, key: Hashable) -> Unfiltered:
        """The same without a query, made only where it has to be; ``key`` as of the list (access/remembering.py)."""
        return Unfiltered(self.filterset, user, key, lambda: self.filtered(user, QueryDict()))

    def of_file(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows without those that are in no file."""
        return rows if self.in_files is None else rows.filter(self.in_files)

    def sums(self, rows: QuerySet[Any]) -> list[tuple[str, str]]:
        """Heading and sum of each summed column over ``rows``, without those that have none."""
        columns = [self.table.columns[name] for name in self.summed]
        found = rows.order_by().aggregate(**{one.alias: Sum(one.path) for one in columns}) if columns else {}
        numbers = [(one.heading, found[one.alias]) for one in columns if found[one.alias]]
        return [(name, in_words(number)) for name, number in numbers]

    def sum_of(self, rows: QuerySet[Any], name: str) -> Decimal:
        """The sum of a summed column over ``rows``; their number where ``name`` is empty."""
        rows = rows.order_by()
        if not name:
            return Decimal(rows.count())
        return Decimal(rows.aggregate(n=Sum(self.table.columns[name].path))["n"] or 0)

    def by_village(self, rows: QuerySet[Any], name: str) -> dict[int, Decimal]:
        """The same for each village in which ``rows`` lie, or lay where they are asked for as they were (``then``)."""
        added = Sum(self.table.columns[name].path) if name else Count("pk")
        village = "village_then" if "village_then" in rows.query.annotations else "village"
        found = rows.order_by().values_list(village).annotate(n=added)
        return {village: Decimal(n or 0) for village, n in found}

    def orders_of(self, reader: Reader) -> dict[str, Order]:
        """The columns that sort for the reader: not what is masked, for the order would tell it."""
        columns = self.table.columns
        return {
            name: order
            for name, order in self.orders.items()
            if name not in columns or not columns[name].hides_from(reader)
        }

    def order(self, param: str, reader: Reader) -> Order:
        """The order that ``sort`` names; for anything else the default, or the key where that is hidden as well."""
        orders = self.orders_of(reader)
        param = next((one for one in (param, self.default_order) if one.lstrip("-") in orders), "")
        if not param:
            return Order("id")
        known = orders[param.lstrip("-")]
        return Order(known.field, param.startswith("-"), known.nullable)


@dataclass(frozen=True, kw_only=True)
class OpenWork:
    """Rows that wait for somebody: a line with their number, which opens the list with the same filters.

    ``query``: the query string of that list. ``verb``: who is shown the line; without one, whoever opens the list.
    ``rank``: lines are sorted by it, the smallest first. ``urgent``: shown in its place while that has rows.
    ``rule``: the code of a rule in days, whose value today replaces ``%(days)s`` in label and query.
    ``is_shown_empty``: the line stands there without rows, too.
    """

    label: str | Promise
    query: str
    rank: int
    verb: str = ""
    urgent: "OpenWork | None" = None
    rule: str = ""
    is_shown_empty: bool = True

    def words(self, county: str) -> tuple[str, str]:
        """Label and query in a county, by its division code."""
        label, query = str(self.label), self.query
        if not self.rule:
            return label, query
        days = {"days": rules.days(self.rule, on=timezone.localdate(), county=county).days}
        return label % days, query % days


@dataclass(frozen=True)
class HandOver:
    """What of a book goes over when somebody leaves a post: a kind of posts/open_work.py, and the query string of the
    list that has the same rows. ``label``: of one of several lists of the kind in the book."""

    kind: str
    query: str
    label: str | Promise = ""


class Fate(Enum):
    """What becomes of the rows of a book when their village ends.

    STAYS: a row says what happened there; what the chief gave back is mended where it lies.
    WITH_ITS_ROW: it goes where the household or the team goes that it is about.
    GOES_ON: what is open goes on in the successor, with its parts; what is over stays.
    FINISHED: without a successor what is open is finished where it lies. The days from the end on count nowhere.
    TO_MOVE: it holds on where it lies, and ``?abolished=on`` lists it until somebody enters it in another village.
    ENDS: nobody could want it any more; it ends with the village.
    """

    STAYS = "stays"
    WITH_ITS_ROW = "with its row"
    GOES_ON = "goes on"
    FINISHED = "finished"
    TO_MOVE = "to move"
    ENDS = "ends"


@dataclass(frozen=True, kw_only=True)
class VillageEnds:
    """What becomes of a book's rows when their village is ``merged`` into another one, and when it is ``given_up``:
    abolished without a successor (注销). Done by ledgers/going_on_actions.py.

    ``open``: of GOES_ON, the rows that are not finished, of a query of them; ``moved``: what else of a row changes
    before it is saved in the village that it has by then, as the names of the fields. ``end``: of ENDS, ends a row.
    """

    merged: Fate
    given_up: Fate
    open: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None
    moved: Callable[[Any], tuple[str, ...]] | None = None
    end: Callable[[Any], object] | None = None

    def __post_init__(self) -> None:
        if (self.merged == Fate.GOES_ON) != (self.open is not None):
            raise ValueError("what goes on, and nothing else, says which rows are open")
        if (self.given_up == Fate.ENDS) != (self.end is not None):
            raise ValueError("what ends, and nothing else, says how")


# A book of what happened: nothing of it waits but rows given back.
HAPPENED = VillageEnds(merged=Fate.STAYS, given_up=Fate.STAYS)
# A book about households, residents or members of teams.
ABOUT_ANOTHER_ROW = VillageEnds(merged=Fate.WITH_ITS_ROW, given_up=Fate.WITH_ITS_ROW)


@dataclass(frozen=True, kw_only=True, eq=False)
class Book:
    """One book. For a model that inherits ``Row``, Today and the chief's board also show its last receipt and its rows
    given back, and restated figures show its late reasons.

    ``stem``: begins the names of its urls (``patrols:patrol``). ``about``: its line in the index of the books.
    ``records``: the verb that writes a new row, none where nobody types one; ``is_begun_in_list``: the list leads to
    the form, else another page does. ``keeps_drafts``: what is typed into its forms is stored until it is saved;
    ``subject``: the field of a new row's form that says whom it is about, to whom the draft belongs. ``is_exported``:
    the list can be taken away as a file; ``paper``: and printed under this name, that of the paper book. ``on_today``,
    ``on_board``, ``on_county``: open work that Today and the boards of chief and county name. ``related``: what the
    page of one row reads beside it. ``given_back_in_demo``: rows that the chief of the demonstration county gave back.
    ``hands_over``: what of it goes over when somebody leaves the post; where that is nothing, ``nothing_handed_over``
    says why. ``village_ends``: what becomes of its rows when their village ends.
    ``takes_back``: how a verdict is taken back (``by``), where that is more than ledgers/actions.py does.
    ``withholds``: why what a person has typed into its form is not even stored as a draft; empty where it is.
    """

    stem: str
    listing: Listing
    title: str | Promise
    icon: str
    group: Group
    keeps_drafts: bool
    is_exported: bool
    hands_over: tuple[HandOver, ...]
    village_ends: VillageEnds
    nothing_handed_over: str = ""
    about: str | Promise = ""
    paper: str = ""
    records: str = ""
    subject: str = ""
    is_begun_in_list: bool = True
    related: tuple[str, ...] = ()
    on_today: tuple[OpenWork, ...] = ()
    on_board: tuple[OpenWork, ...] = ()
    on_county: tuple[OpenWork, ...] = ()
    given_back_in_demo: int = 0
    withholds: Callable[[Mapping[str, Any], User], str] | None = None
    takes_back: Callable[..., Any] | None = None

    def __post_init__(self) -> None:
        if bool(self.hands_over) == bool(self.nothing_handed_over):
            raise ValueError(
                f"{self.stem}: what goes over when somebody leaves the post, or else why nothing does"
            )

    @property
    def model(self) -> type[Placed]:
        return self.listing.model

    @property
    def is_ledger(self) -> bool:
        """Are its rows reviewed, receipted and locked by month (``Row``)?"""
        return issubclass(self.model, Row)

    @property
    def draft_name(self) -> str:
        """The name under which the draft of its form is stored."""
        return self.model._meta.label_lower

    def url_name(self, page: str) -> str:
        """``url_name("list") == "patrols:patrol-list"``."""
        return f"{self.stem}-{page}"

    def url(self, page: str, *args: Any) -> str:
        return reverse(self.url_name(page), args=args)

    def waiting(self, work: OpenWork, user: User) -> "Waiting | None":
        """Open work as the person sees it, not counted yet; None without the right."""
        if not may(user, work.verb or self.listing.verb):
            return None
        label, query = work.words(scope.for_user(user).county)
        return Waiting(
            label=label,
            url=f"{self.url('list')}?{query}",
            rank=work.rank,
            rows=lambda: self.listing.filtered(user, QueryDict(query)).qs,
            is_shown_empty=work.is_shown_empty,
            urgent=self.waiting(work.urgent, user) if work.urgent else None,
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Waiting:
    """A line of a board before its rows are counted: with all others, in one statement (reports/open_work.py).

    ``urgent`` is shown in its place while that has rows; ``is_shown_empty``: a line without rows says 0.
    """

    label: str
    url: str
    rows: Asked
    rank: int = 0
    urgent: "Waiting | None" = None
    is_shown_empty: bool = True
