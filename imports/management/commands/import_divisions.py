"""manage.py import_divisions counties.csv towns.csv villages.csv [--county 360925]"""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from imports.division_files import LARGEST, DivisionFile, Fault
from imports.division_import import Changes, FaultyFiles, Takeover, import_divisions

FAULTS_SHOWN = 200


class Command(BaseCommand):
    help = "Take over counties, towns and villages from the national division files. Can be run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name in ("counties", "towns", "villages"):
            parser.add_argument(name, type=Path, help=f"CSV file of the {name}")
        parser.add_argument("--county", default="", help="only this county, 6 digits")
        parser.add_argument("--since", type=date.fromisoformat, help="day from which it holds (today)")
        parser.add_argument("--late-reason", default="", help="why a published month changes by it")
        parser.add_argument("--dry-run", action="store_true", help="show what would change, save nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            takeover = import_divisions(
                *(_open(options[name]) for name in ("counties", "towns", "villages")),
                since=options["since"] or timezone.localdate(),
                county=options["county"],
                dry_run=options["dry_run"],
                late_reason=options["late_reason"],
            )
        except FaultyFiles as error:
            self._show_faults(error.faults)
            raise CommandError(str(error)) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self._show(takeover, options["dry_run"])

    def _show_faults(self, faults: list[Fault]) -> None:
        for fault in faults[:FAULTS_SHOWN]:
            self.stderr.write(str(fault))
        if len(faults) > FAULTS_SHOWN:
            self.stderr.write(_("... and %(count)s more.") % {"count": len(faults) - FAULTS_SHOWN})

    def _show(self, takeover: Takeover, dry_run: bool) -> None:
        self._show_level(_("Counties"), takeover.counties)
        self._show_level(_("Towns"), takeover.towns)
        self._show_level(_("Villages"), takeover.villages)
        for village in takeover.villages.closed:
            self.stdout.write(_("Closed: %(code)s %(name)s") % {"code": village.code, "name": village.name})
        if takeover.left_alone:
            names = ", ".join(takeover.left_alone[:5])
            note = _("%(count)s counties without towns in the files were left alone: %(names)s")
            self.stdout.write(note % {"count": len(takeover.left_alone), "names": names})
        if dry_run:
            self.stdout.write(_("Nothing was saved: this was a dry run."))

    def _show_level(self, title: str, changes: Changes[Any]) -> None:
        line = _(
            "%(title)s: %(new)s new, %(renamed)s renamed, %(closed)s closed, %(reopened)s reopened, "
            "%(unchanged)s unchanged"
        )
        self.stdout.write(line % ({"title": title} | changes.counts()))


def _open(path: Path) -> DivisionFile:
    try:
        with path.open("rb") as file:
            # One byte more than is taken, so that the reader reports a file that is too large.
            return DivisionFile(path.name, file.read(LARGEST + 1))
    except OSError as error:
        message = _("%(file)s can not be read: %(why)s") % {"file": path, "why": error.strerror}
        raise CommandError(message) from None
