from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import blocks, seals


class Command(BaseCommand):
    help = "Recompute every sealed block of the trail and say what is broken; exit code 1 when something is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anchor", default="", help="a seal that was noted outside the machine, NUMBER:MAC"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        findings = 0
        for finding in blocks.verify(seals.export(), seals.key(), options["anchor"]):
            findings += 1
            self.stderr.write(f"block {finding.block}: {finding.kind}: {finding.what}")
        if findings:
            raise CommandError(f"The trail is broken: {findings} findings.")
        if not seals.anchor():
            raise CommandError(
                "The trail is empty: nothing was ever sealed in this database. Is it the right one?"
            )
        self.stdout.write(f"The trail is whole. Note this outside the machine: {seals.anchor()}")
