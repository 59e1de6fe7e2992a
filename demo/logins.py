"""Accounts of the demo county to try: every role once, officers and chiefs of several stations."""

from unicodedata import east_asian_width

from django.utils.translation import gettext as _

from posts.models import Assignment

SHOWN = (
    "officer01", "officer04", "officer12", "auxiliary01", "clerk1", "clerk6", "chief1", "chief6", "county1", "leader1",
    "auditor1", "admin1", "grantor1",
)  # fmt: skip

Login = tuple[str, str, str, str]


def shown_logins() -> list[Login]:
    """Role, account, place and name."""
    found = Assignment.objects.filter(user__username__in=SHOWN, ends_on=None)
    rows = {row.user.username: row for row in found.select_related("user", "post", "station", "county")}
    return [
        (str(row.get_role_display()), name, str(row.place), row.user.name)
        for name in SHOWN
        if (row := rows.get(name))
    ]


def table_of(logins: list[Login]) -> str:
    """Aligned columns for a terminal, where a Chinese character is two columns wide."""
    lines = [(_("Role"), _("Account"), _("Place"), _("Name")), *logins]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(_filled, line, widths)).rstrip() for line in lines)


def _filled(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
