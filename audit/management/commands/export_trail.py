from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from audit import seals


class Command(BaseCommand):
    help = "Write the sealed trail to a file that audit/blocks.py verifies without this installation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a new file; it holds personal data")

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        with options["file"].open("x", encoding="utf-8", newline="\n") as file:
            options["file"].chmod(0o600)
            for line in seals.export():
                file.write(f"{line}\n")
                count += 1
        self.stdout.write(f"{count} lines, anchor {seals.anchor() or 'none'}")
