"""manage.py first_administrator --county 360925: the accounts that open all others and assign their roles."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.roles import Role
from accounts import actions
from accounts.models import User
from audit import trail
from posts.models import Assignment, County


class Command(BaseCommand):
    help = "Open a county's first account administrator and grant administrator; print their first passwords, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--county", required=True, help="division code, 6 digits; import the divisions first"
        )
        parser.add_argument("--username", default="admin", help="account of the account administrator")
        parser.add_argument("--grantor", default="grants", help="account of the grant administrator")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        county = County.objects.filter(code=options["county"]).first()
        if county is None:
            raise CommandError(
                _("There is no county %(code)s. Import the divisions first.") % {"code": options["county"]}
            )
        names = {Role("administrator"): options["username"], Role("grantor"): options["grantor"]}
        missing = [role for role in names if not _exists(role, county)]
        if not missing:
            raise CommandError(_("The county has both administrators already."))
        for role in missing:
            password = self.engage(names[role], role, county)
            self.stdout.write(f"{names[role]}  {password}")

    def engage(self, username: str, role: Role, county: County) -> str:
        if User.objects.filter(username=username).exists():
            raise CommandError(_("There is an account %(name)s already.") % {"name": username})
        user = User(username=username, name=str(role.label))
        password = actions.open_account(user, by=None)
        place = Assignment(user=user, role=role, county=county, starts_on=timezone.localdate())
        place.save()
        trail.record("assign", place, by=None, role=place.role, place=str(county))
        return password


def _exists(role: Role, county: County) -> bool:
    """Is there one who can sign in? Not after a reset, until another grant administrator confirms."""
    today = Assignment.objects.on(timezone.localdate())
    return today.filter(
        role=role, county=county, user__is_active=True, user__confirmed_at__isnull=False
    ).exists()
