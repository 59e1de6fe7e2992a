from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import blocks, seals, states


def of_other_rooms() -> Iterator[blocks.Finding]:
    """What rooms above find in what they sign (``verified_with_the_trail`` of their AppConfigs)."""
    for config in apps.get_app_configs():
        ask = getattr(config, "verified_with_the_trail", None)
        if ask is not None:
            yield from ask()


class Command(BaseCommand):
    help = (
        "Recompute every sealed block of the trail, hold the rows and their history against it, and the publications "
        "against their signatures, and say what is broken; exit code 1 when something is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anchor", default="", help="a seal that was noted outside the machine, NUMBER:MAC"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        findings = 0
        sealed = blocks.verify(seals.export(), seals.key(), options["anchor"])
        for finding in chain(sealed, states.findings(), of_other_rooms()):
            findings += 1
            where = f"block {finding.block}: " if finding.block else ""
            self.stderr.write(f"{where}{finding.kind}: {finding.what}")
        if findings:
            raise CommandError(f"The trail is broken: {findings} findings.")
        if not seals.anchor():
            raise CommandError(
                "The trail is empty: nothing was ever sealed in this database. Is it the right one?"
            )
        self.stdout.write(f"The trail is whole. Note this outside the machine: {seals.anchor()}")
