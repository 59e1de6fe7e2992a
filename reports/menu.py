"""The menu: one literal tuple; an entry shows when the role has its right. Books declare their own entries.

``for_request`` is a context processor (config/settings/base.py)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from access import scope
from access.rights import verbs_of
from access.roles import row_of
from duty.models import Handover
from ledgers import books
from ledgers.book import Book, Group
from oversight.actions import stand_ins
from oversight.models import StandIn


@dataclass(frozen=True, eq=False)
class Entry:
    """A line of a menu: the verb that shows it, the name of its url, its words, its icon.

    Made once and compared as itself, so that what is remembered by it follows from no words, which languages change.
    """

    verb: str
    url_name: str
    label: str | Promise
    icon: str


@dataclass(frozen=True, eq=False)
class Link:
    """An entry in a language, with its address."""

    url: str
    label: str
    icon: str

    def is_current(self, path: str) -> bool:
        """Is it the page at ``path``, or one above it?"""
        return path == self.url or (self.url != "/" and path.startswith(self.url) and self.url.count("/") > 2)

    def shown_at(self, path: str) -> dict[str, Any]:
        """What a template asks of it on the page at ``path``."""
        return {
            "url": self.url,
            "label": self.label,
            "icon": self.icon,
            "is_current": self.is_current(path),
        }


Listed = Group | tuple[Entry, ...]
MENU: tuple[tuple[str | Promise, Listed], ...] = (
    (
        _("Work"),
        (
            Entry("see_board", "reports:home", _("Overview"), "house"),
            Entry("record_duty", "reports:home", _("Today"), "house"),
            Entry("review_rows", "ledgers:review", _("Review"), "check2-square"),
            Entry("read_ledgers", "ledgers:index", _("All books"), "journals"),
        ),
    ),
    (_("Ledgers"), Group.LEDGERS),
    (pgettext_lazy("menu", "Village"), Group.REGISTERS),
    (
        _("Figures"),
        (
            Entry("see_figures", "reports:monthly", _("Monthly report"), "table"),
            Entry("see_figures", "teams:covered", _("What is covered"), "people-fill"),
            Entry("see_board", "reports:ranking", _("Comparison"), "bar-chart-steps"),
            Entry("see_figures", "documents:statistics", _("Disputes by quarter"), "people"),
            Entry("see_board", "reports:map", _("Map"), "geo-alt"),
            Entry("see_board", "reports:norms", _("Norms"), "speedometer2"),
            Entry("see_board", "indicators:incident-board", _("Five-none"), "shield-check"),
            Entry("see_board", "surveys:round-list", _("Satisfaction"), "clipboard-data"),
            Entry("see_board", "indicators:month-list", _("Months"), "calendar3"),
            Entry("see_leaders", "leaders:board", _("Leaders' ledger"), "person-gear"),
            Entry("read_advice", "leaders:log-list", _("Advice of leaders"), "person-gear"),
            Entry("read_digest", "officers:digest-list", _("Weekly digests"), "calendar3"),
            Entry("record_duty", "officers:own-year", _("My year"), "person-badge"),
            Entry("see_burden", "officers:burden", _("Burden"), "hourglass-split"),
            Entry("see_officers", "officers:year-list", _("Officers and their year"), "person-badge"),
        ),
    ),
    (
        _("Administration"),
        (
            Entry("see_imports", "imports:import-list", _("Bring in sheets"), "file-earmark-arrow-up"),
            Entry("see_organisation", "posts:organisation", _("Organisation"), "diagram-3"),
            Entry("see_handovers", "duty:handover-list", _("Hand-overs"), "arrow-left-right"),
            Entry("read_regulations", "library:regulation-list", _("Rules and procedures"), "journals"),
            Entry("read_rules", "rules:rule-list", _("Rules and limits"), "sliders"),
            Entry("arrange_papers", "documents:template-list", _("Templates of papers"), "printer"),
            Entry("see_accounts", "administration:list", _("Accounts"), "person-gear"),
            Entry("read_trail", "oversight:trail-list", _("Trail"), "eye"),
            Entry("read_retention", "oversight:retention", _("Periods and disposal"), "hourglass-bottom"),
            Entry("tick_outliers", "oversight:outlier-list", _("Unusual look-ups"), "search"),
            Entry("read_trail", "oversight:outlier-list", _("Unusual look-ups"), "search"),
            Entry("open_emergency", "oversight:emergency-open", _("Emergency view"), "exclamation-diamond"),
            Entry(
                "read_emergencies",
                "oversight:emergency-list",
                _("Emergency views on record"),
                "clipboard-pulse",
            ),
        ),
    ),
)
ON_A_PHONE = MENU[
    3:
]  # shown under 我; the rest is in the thumb bar, under 台账 and on top of the village's lists
THUMB = (
    Entry("see_board", "reports:home", _("Overview"), "house"),
    Entry("record_duty", "reports:home", _("Today"), "house"),
    Entry("read_ledgers", "ledgers:index", _("Ledgers"), "journals"),
    Entry("read_residents", "residents:household-list", pgettext_lazy("menu", "Village"), "houses"),
    Entry("see_accounts", "administration:list", _("Accounts"), "person-gear"),
    Entry("see_accounts", "posts:organisation", _("Organisation"), "diagram-3"),
    Entry("read_trail", "oversight:trail-list", _("Trail"), "eye"),
    Entry("read_trail", "oversight:outlier-list", _("Unusual look-ups"), "search"),
    Entry("read_trail", "oversight:emergency-list", _("Emergency views on record"), "clipboard-pulse"),
    Entry("see_board", "reports:monthly", _("Report"), "table"),
)
IN_REACH = 3  # of them

# What other rooms show on the page of the own account.
ACCOUNT_PARTS = ("oversight/_stand_in.html", "duty/_own_handovers.html")


def for_request(request: HttpRequest) -> dict[str, Any]:
    """The menu, the scope and the theme, worked out when a template asks for them: a function is called by each
    template that names it, a lazy object asks the database once."""
    user, theme = getattr(request, "user", None), request.COOKIES.get("theme", "")
    return {
        "export_url": reverse("reports:export"),
        "account_parts": ACCOUNT_PARTS,
        "sidebar": lambda: as_html(request, "reports/_sidebar.html", MENU),
        "more": SimpleLazyObject(lambda: more_of(request)),
        "village_menu": cache(lambda: village_of(request)),
        "thumb_bar": lambda: as_html(request, "reports/_thumb_bar.html", (("", THUMB),), IN_REACH),
        "scope": scope.for_user(user),
        "stand_in": SimpleLazyObject(lambda: stand_ins.today_of(request.user)),
        "own_handovers": SimpleLazyObject(lambda: own_handovers(request)),
        "role": lambda: role_name(request),
        "theme": theme if theme in {"light", "dark"} else "",
    }


def own_handovers(request: HttpRequest) -> list[Handover]:
    """Open hand-overs of posts that the person has left or leaves: shown to those who serve nowhere, too."""
    rows = Handover.objects.visible_to(request.user).open().filter(leaver=request.user.pk)
    return list(rows.select_related("post"))


def menu_of(request: HttpRequest) -> list[dict[str, Any]]:
    groups = [{"title": title, "entries": entries(request, group)} for title, group in MENU]
    return [group for group in groups if group["entries"]]


def thumbs_of(request: HttpRequest) -> list[dict[str, Any]]:
    """What is in reach of the thumb on a phone."""
    return entries(request, THUMB)[:IN_REACH]


def more_of(request: HttpRequest) -> list[dict[str, Any]]:
    """What a phone finds under 我: all that its thumb bar does not lead to.

    Also the registers of those who have no village in their bar, such as a leader, who reads those of teams alone.
    """
    at_hand = {entry["url"] for entry in thumbs_of(request)}
    groups = [MENU[0][1], *(group for _title, group in ON_A_PHONE)]
    if reverse("residents:household-list") not in at_hand:
        groups.insert(0, Group.REGISTERS)
    found = [entry for group in groups for entry in entries(request, group)]
    return [entry for entry in found if entry["url"] not in at_hand]


def village_of(request: HttpRequest) -> list[dict[str, Any]]:
    """The lists about the people of the villages, when one of them is open: a phone switches between them."""
    found = entries(request, Group.REGISTERS)
    return found if any(request.path == entry["url"] for entry in found) else []


def entries(request: HttpRequest, group: Listed) -> list[dict[str, Any]]:
    """What the person may open of a group, for a template."""
    return [one.shown_at(request.path) for one in links_of(group, verbs_of(request.user))]


def as_html(
    request: HttpRequest,
    template: str,
    groups: Iterable[tuple[str | Promise, Listed]],
    at_most: int | None = None,
) -> SafeString:
    """A menu as a template writes it: once for all pages that show the same links and the same place in them.

    ``at_most`` links of each group.
    """
    allowed = verbs_of(request.user)
    shown = tuple((str(title), links_of(group, allowed)[:at_most]) for title, group in groups)
    above = [one.url for _title, links in shown for one in links if one.is_current(request.path)]
    current = max(above, key=len, default="")  # the nearest; those above it are above the page as well
    return _written(template, tuple(group for group in shown if group[1]), current)


@lru_cache(1_024)  # four kilobytes each: roles, languages, and the entry that is current
def _written(template: str, groups: tuple[tuple[str, tuple[Link, ...]], ...], current: str) -> SafeString:
    """``current``: the address of the page, or of the entry below which it is."""
    menu = [{"title": title, "entries": [one.shown_at(current) for one in links]} for title, links in groups]
    return render_to_string(template, {"menu": menu})


def links_of(group: Listed, allowed: frozenset[str]) -> tuple[Link, ...]:
    """The links of a group that the verbs open."""
    listed = of_books(group) if isinstance(group, Group) else group
    return _links(
        tuple(entry for entry in listed if entry.verb in allowed),
        get_language(),
        get_urlconf() or settings.ROOT_URLCONF,
        get_script_prefix(),
    )


@lru_cache(256)
def _links(shown: tuple[Entry, ...], _language: str | None, urlconf: str, _prefix: str) -> tuple[Link, ...]:
    """A menu of thirty entries is on every page; none of them moves, and their words follow the language alone."""
    return tuple(Link(reverse(one.url_name, urlconf), str(one.label), one.icon) for one in shown)


def of_books(group: Group) -> tuple[Entry, ...]:
    """The entries of the books under a heading."""
    return tuple(_of_book(book) for book in books.books() if book.group == group)


def _of_book(book: Book) -> Entry:
    if book.stem not in _of_books:
        _of_books[book.stem] = Entry(book.listing.verb, book.url_name("list"), book.title, book.icon)
    return _of_books[book.stem]


_of_books: dict[str, Entry] = {}


def role_name(request: HttpRequest) -> str:
    where = scope.for_user(request.user)
    if where.stands_in:
        return str(StandIn._meta.verbose_name)
    return str(row_of(where.role).name) if where.role else ""
