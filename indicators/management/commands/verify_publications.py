from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators import verifying
from indicators.verifying import PENDING


class Command(BaseCommand):
    help = (
        "Recompute hash and signature of every publication and say what is broken; exit code 1 when something is. "
        "Run as the owner of the tables."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--pending", action="store_true", help="take a signature that is pending for a fault"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        publications = faults = pending = 0
        for publication, found in verifying.problems():
            publications += 1
            for one in found:
                pending += one == PENDING
                if one != PENDING or options["pending"]:
                    faults += 1
                    self.stderr.write(f"{verifying.named(publication)}: {one}")
        if faults:
            raise CommandError(f"Of {publications} publications something is broken: {faults} findings.")
        keys = " ".join(settings.PUBLICATION_PUBLIC_KEYS) or "none"
        self.stdout.write(
            f"{publications} publications are whole, {pending} not signed yet. Public keys: {keys}"
        )
