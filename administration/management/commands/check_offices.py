"""manage.py check_offices: for monitoring; fails and says which offices and posts of a county nobody holds today."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from administration import offices
from posts import vacancies
from posts.models import County, Post


class Command(BaseCommand):
    help = "Name administrators, auditors, chiefs and responsible officers that are missing; exit 1 when there are any."

    def handle(self, *args: Any, **options: Any) -> None:
        lines = [line for county in County.objects.order_by("code") for line in missing(county)]
        if lines:
            raise CommandError("\n".join(lines))
        self.stdout.write(_("Every office and every post has somebody."))


def missing(county: County) -> list[str]:
    """A line for each empty office and each post without responsible officer."""
    empty = [
        _("%(county)s: no %(role)s at %(place)s") % {"county": county, "role": one.role, "place": one.place}
        for one in offices.read(offices.rows(county.pk))
    ]
    vacant = [
        _("%(county)s: %(post)s without responsible officer since %(day)s")
        % {"county": county, "post": f"{one.station} {one.name}", "day": f"{one.since:%Y-%m-%d}"}
        for one in vacancies.of(Post.objects.filter(station__county=county))
    ]
    return empty + vacant
