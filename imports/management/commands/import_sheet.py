"""manage.py import_sheet households|accounts|villages FILE --as ACCOUNT [--mapping FILE.json] [--commit]"""

import json
from argparse import ArgumentParser
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from access import scope
from accounts.models import User
from imports import actions, amounts, kinds
from imports.models import Import
from imports.report import report
from imports.sheets.limits import current
from policies.acting import acting

KINDS = tuple(Import.Kind.values)


class Command(BaseCommand):
    help = "Check a sheet as an account, and with --commit take it over. Prints JSON; activation codes are in it, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=KINDS)
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--as", dest="account", required=True, help="the account that brings the sheet in"
        )
        parser.add_argument(
            "--mapping", type=Path, help='JSON: {"columns": {heading: meaning}, "since": "2026-01-01"}'
        )
        parser.add_argument("--commit", action="store_true", help="take the good lines over")
        parser.add_argument("--doubtful", action="store_true", help="and the doubtful ones")

    def handle(self, *args: Any, **options: Any) -> None:
        by = User.objects.filter(username=options["account"]).first()
        if by is None:
            raise CommandError(_("There is no account %(name)s.") % {"name": options["account"]})
        try:
            with options["file"].open("rb") as file:
                content = file.read(current().size + 1)
            chosen = json.loads(options["mapping"].read_text("utf-8")) if options["mapping"] else {}
        except (OSError, ValueError) as why:
            raise CommandError(str(why)) from None
        # A sheet of 160,000 rows takes longer than a page may; here nobody waits in a browser.
        with acting(replace(scope.acting_as(by), in_background=True)):
            self.stdout.write(
                json.dumps(self._run(options, content, chosen, by), ensure_ascii=False, indent=1)
            )

    def _run(
        self, options: dict[str, Any], content: bytes, chosen: dict[str, Any], by: User
    ) -> dict[str, Any]:
        kind, slips = kinds.for_person(by), []
        if kind is None or kind.code != options["kind"]:
            return {"refused": _("The role of this account does not import sheets.")}

        def hand_out(person: User, code: str, place: str) -> None:
            slips.append({"account": person.username, "name": person.name, "place": place, "code": code})

        try:
            owner = actions.upload(options["file"].name, content, by=by)
            since = date.fromisoformat(chosen["since"]) if chosen.get("since") else None
            all_14 = bool(chosen.get("all_14"))
            columns = chosen.get("columns", owner.columns)
            owner = actions.choose_columns(owner, columns, by=by, since=since, all_are_14=all_14)
            owner = actions.check(owner, by=by)
            if options["commit"]:
                self._commit(owner, by, hand_out, with_doubtful=options["doubtful"])
                owner.refresh_from_db()
        except ValidationError as why:
            return {"refused": " ".join(why.messages)}
        except PermissionDenied:
            return {"refused": _("The role of this account does not import sheets.")}
        return report(owner) | ({"slips": slips} if slips else {})

    def _commit(self, owner: Import, by: User, hand_out: actions.HandOut, *, with_doubtful: bool) -> None:
        if with_doubtful:
            doubtful = owner.lines.filter(state="doubtful").values_list("pk", flat=True)
            actions.tick(owner, list(doubtful), by=by)
        if amounts.to_take(owner):  # else the report says what is wrong with each line
            actions.commit(owner, by=by, hand_out=hand_out)
