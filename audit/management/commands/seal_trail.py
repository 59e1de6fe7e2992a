from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from audit import seals, trail


class Command(BaseCommand):
    help = "Seal what is new in the trail now; the worker does it every ten seconds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--restored", metavar="MOMENT", help="first note that a backup of that moment was restored"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["restored"]:
            trail.record("restore_backup", None, by=None, made_at=options["restored"])
        self.stdout.write(f"{seals.seal_all()} blocks, anchor {seals.anchor() or 'none'}")
