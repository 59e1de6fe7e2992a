"""The menu: one literal tuple; an entry shows when the role has its right. Books declare their own entries.

``for_request`` is a context processor (config/settings/base.py)."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from access import scope
from access.rights import may
from access.roles import row_of
from duty.models import Handover
from ledgers import books
from ledgers.book import Group
from oversight.actions import stand_ins
from oversight.models import StandIn

Entry = tuple[
    str, str, str | Promise, str
]  # the verb that shows it, the name of its url, its words, its icon
MENU: tuple[tuple[str | Promise, Group | tuple[Entry, ...]], ...] = (
    (
        _("Work"),
        (
            ("see_board", "reports:home", _("Overview"), "house"),
            ("record_duty", "reports:home", _("Today"), "house"),
            ("read_ledgers", "ledgers:index", _("All books"), "journals"),
        ),
    ),
    (_("Ledgers"), Group.LEDGERS),
    (pgettext_lazy("menu", "Village"), Group.REGISTERS),
    (
        _("Figures"),
        (
            ("see_figures", "reports:monthly", _("Monthly report"), "table"),
            ("see_board", "reports:ranking", _("Comparison"), "bar-chart-steps"),
            ("see_figures", "documents:statistics", _("Disputes by quarter"), "people"),
            ("see_board", "indicators:incident-board", _("Five-none"), "shield-check"),
            ("see_board", "surveys:round-list", _("Satisfaction"), "clipboard-data"),
            ("see_board", "indicators:month-list", _("Months"), "calendar3"),
        ),
    ),
    (
        _("Administration"),
        (
            ("see_imports", "imports:import-list", _("Bring in sheets"), "file-earmark-arrow-up"),
            ("see_organisation", "posts:organisation", _("Organisation"), "diagram-3"),
            ("see_handovers", "duty:handover-list", _("Hand-overs"), "arrow-left-right"),
            ("read_rules", "rules:rule-list", _("Rules and limits"), "sliders"),
            ("arrange_papers", "documents:template-list", _("Templates of papers"), "printer"),
            ("see_accounts", "administration:list", _("Accounts"), "person-gear"),
            ("read_trail", "oversight:trail-list", _("Trail"), "eye"),
            ("read_retention", "oversight:retention", _("Periods and disposal"), "hourglass-bottom"),
            ("tick_outliers", "oversight:outlier-list", _("Unusual look-ups"), "search"),
            ("read_trail", "oversight:outlier-list", _("Unusual look-ups"), "search"),
            ("open_emergency", "oversight:emergency-open", _("Emergency view"), "exclamation-diamond"),
            (
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
    ("see_board", "reports:home", _("Overview"), "house"),
    ("record_duty", "reports:home", _("Today"), "house"),
    ("read_ledgers", "ledgers:index", _("Ledgers"), "journals"),
    ("read_residents", "residents:household-list", pgettext_lazy("menu", "Village"), "houses"),
    ("see_accounts", "administration:list", _("Accounts"), "person-gear"),
    ("see_accounts", "posts:organisation", _("Organisation"), "diagram-3"),
    ("read_trail", "oversight:trail-list", _("Trail"), "eye"),
    ("read_trail", "oversight:outlier-list", _("Unusual look-ups"), "search"),
    ("read_trail", "oversight:emergency-list", _("Emergency views on record"), "clipboard-pulse"),
    ("see_board", "reports:monthly", _("Report"), "table"),
)

# What other rooms show on the page of the own account.
ACCOUNT_PARTS = ("oversight/_stand_in.html", "duty/_own_handovers.html")


def for_request(request: HttpRequest) -> dict[str, Any]:
    """The menu, the scope and the theme, worked out when a template asks for them."""
    return {
        "export_url": reverse("reports:export"),
        "account_parts": ACCOUNT_PARTS,
        "sidebar": SimpleLazyObject(lambda: as_html("reports/_sidebar.html", menu_of(request))),
        "more": SimpleLazyObject(lambda: more_of(request)),
        "village_menu": SimpleLazyObject(lambda: village_of(request)),
        "thumb_bar": SimpleLazyObject(lambda: as_html("reports/_thumb_bar.html", thumbs_of(request))),
        "scope": SimpleLazyObject(lambda: scope.for_user(request.user)),
        "stand_in": SimpleLazyObject(lambda: stand_ins.today_of(request.user)),
        "own_handovers": SimpleLazyObject(lambda: own_handovers(request)),
        "role": SimpleLazyObject(lambda: role_name(request)),
        "theme": request.COOKIES.get("theme", "")
        if request.COOKIES.get("theme") in {"light", "dark"}
        else "",
    }


def own_handovers(request: HttpRequest) -> list[Handover]:
    """Open hand-overs of posts that the person has left or leaves: shown to those who serve nowhere, too."""
    rows = Handover.objects.visible_to(request.user).open().filter(leaver=request.user.pk)
    return list(rows.select_related("post"))


def menu_of(request: HttpRequest) -> list[dict[str, Any]]:
    groups = [{"title": title, "entries": entries(request, group)} for title, group in MENU]
    return [group for group in groups if group["entries"]]


def thumbs_of(request: HttpRequest) -> list[dict[str, Any]]:
    """What is in reach of the thumb on a phone, as a menu of one group."""
    return [{"title": "", "entries": entries(request, THUMB)[:3]}]


def as_html(template: str, groups: list[dict[str, Any]]) -> SafeString:
    """A menu as a template writes it: once for all pages that show the same words, addresses and place in it."""
    return _written(
        template,
        tuple((str(group["title"]), *(tuple(one.items()) for one in group["entries"])) for group in groups),
    )


@lru_cache(1_024)  # four kilobytes each: roles, languages, and the entry that is current
def _written(template: str, groups: tuple[Any, ...]) -> SafeString:
    menu = [{"title": title, "entries": [dict(one) for one in shown]} for title, *shown in groups]
    return render_to_string(template, {"menu": menu})


def more_of(request: HttpRequest) -> list[dict[str, Any]]:
    """What a phone finds under 我: all that its thumb bar does not lead to."""
    at_hand = {entry["url"] for group in thumbs_of(request) for entry in group["entries"]}
    found = [entry for _title, group in ON_A_PHONE for entry in entries(request, group)]
    return [entry for entry in found if entry["url"] not in at_hand]


def village_of(request: HttpRequest) -> list[dict[str, Any]]:
    """The lists about the people of the villages, when one of them is open: a phone switches between them."""
    found = entries(request, Group.REGISTERS)
    return found if any(request.path == entry["url"] for entry in found) else []


def of_books(group: Group) -> tuple[Entry, ...]:
    """The entries of the books under a heading."""
    found = [book for book in books.books() if book.group == group]
    return tuple((book.listing.verb, book.url_name("list"), book.title, book.icon) for book in found)


def entries(request: HttpRequest, group: Group | tuple[Entry, ...]) -> list[dict[str, Any]]:
    path = request.path
    found = []
    for verb, name, label, icon in of_books(group) if isinstance(group, Group) else group:
        if may(request.user, verb):
            url = address(name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())
            current = path == url or (url != "/" and path.startswith(url) and url.count("/") > 2)
            found.append({"url": url, "label": str(label), "icon": icon, "is_current": current})
    return found


@lru_cache(256)
def address(name: str, urlconf: str, prefix: str) -> str:
    """The address of a page; a menu of thirty entries is on every page, and none of them moves."""
    return reverse(name, urlconf)


def role_name(request: HttpRequest) -> str:
    where = scope.for_user(request.user)
    if where.stands_in:
        return str(StandIn._meta.verbose_name)
    return str(row_of(where.role).name) if where.role else ""
