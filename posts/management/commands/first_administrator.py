"""manage.py first_administrator --county 360925: the account that opens all others."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import actions
from accounts.models import User
from audit import trail
from posts.models import Assignment, County, Role


class Command(BaseCommand):
    help = "Open the first administrator's account of a county and print its password, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--county", required=True, help="division code, 6 digits; import the divisions first"
        )
        parser.add_argument("--username", default="admin")
        parser.add_argument("--name", default="账号管理员")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        county = County.objects.filter(code=options["county"]).first()
        if county is None:
            raise CommandError(
                _("There is no county %(code)s. Import the divisions first.") % {"code": options["county"]}
            )
        if User.objects.filter(username=options["username"]).exists():
            raise CommandError(_("There is an account %(name)s already.") % {"name": options["username"]})
        user = User(username=options["username"], name=options["name"])
        password = actions.open_account(user, by=None)
        place = Assignment(user=user, role=Role.ADMINISTRATOR, county=county, starts_on=timezone.localdate())
        place.save()
        trail.record("assign", place, by=None, role=place.role, place=str(county))
        self.stdout.write(f"{user.username}  {password}")
