"""manage.py import_divisions counties.csv towns.csv villages.csv [--county 360925] [--mapping answers.csv]"""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from imports.divisions import mapping_file, outcome, wording
from imports.divisions.files import LARGEST, DivisionFile, Fault, FaultyFiles
from imports.divisions.importing import Undecided, import_divisions
from imports.divisions.plans import Plan

FAULTS_SHOWN = 200


class Command(BaseCommand):
    help = "Take over counties, towns and villages from the national division files. Can be run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name in ("counties", "towns", "villages"):
            parser.add_argument(name, type=Path, help=f"CSV file of the {name}")
        parser.add_argument("--county", default="", help="only this county, 6 digits")
        parser.add_argument("--since", type=date.fromisoformat, help="day from which it holds (today)")
        parser.add_argument("--late-reason", default="", help="why a published month changes by it")
        parser.add_argument("--mapping", type=Path, help="CSV with old,new: a code, 注销 or 保留")
        parser.add_argument("--write-mapping", type=Path, help="write proposals and questions to this file")
        parser.add_argument("--confirm", action="store_true", help="take the proposed successors over")
        parser.add_argument("--dry-run", action="store_true", help="show what would change, save nothing")
        parser.add_argument("--json", action="store_true", help="print it as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            plan, is_saved, why = self._import(options)
        except FaultyFiles as error:
            self._show_faults(error.faults)
            raise CommandError(str(error)) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        if options["write_mapping"]:
            news = {**plan.towns.news, **plan.villages.news}
            text = mapping_file.write([*plan.proposals, *plan.questions], news)
            options["write_mapping"].write_text(text, encoding="utf-8-sig")
        self._show(plan, options, is_saved=is_saved)
        if why:
            raise CommandError(why)

    def _import(self, options: dict[str, Any]) -> tuple[Plan, bool, str]:
        """The plan, whether it was saved, and why it was not."""
        mapping = options["mapping"]
        try:
            plan = import_divisions(
                *(_open(options[name]) for name in ("counties", "towns", "villages")),
                since=options["since"] or timezone.localdate(),
                county=options["county"],
                decisions=mapping_file.read(_open(mapping)) if mapping else None,
                is_confirmed=options["confirm"],
                dry_run=options["dry_run"],
                late_reason=options["late_reason"],
            )
        except Undecided as error:
            return error.plan, False, str(error)
        return plan, not options["dry_run"], ""

    def _show_faults(self, faults: list[Fault]) -> None:
        for fault in faults[:FAULTS_SHOWN]:
            self.stderr.write(str(fault))
        if len(faults) > FAULTS_SHOWN:
            self.stderr.write(_("... and %(count)s more.") % {"count": len(faults) - FAULTS_SHOWN})

    def _show(self, plan: Plan, options: dict[str, Any], *, is_saved: bool) -> None:
        if options["json"]:
            found = outcome.as_json(plan, is_saved=is_saved)
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        for line in wording.lines(plan):
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write(_("Nothing was saved: this was a dry run."))


def _open(path: Path) -> DivisionFile:
    try:
        with path.open("rb") as file:
            # One byte more than is taken, so that the reader reports a file that is too large.
            return DivisionFile(path.name, file.read(LARGEST + 1))
    except OSError as error:
        message = _("%(file)s can not be read: %(why)s") % {"file": path, "why": error.strerror}
        raise CommandError(message) from None
