from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import trail
from encryption import keyring, rotation
from encryption.fields import CanNotDecrypt


class Command(BaseCommand):
    help = "Seal encrypted values anew with the first key of FIELD_KEYS, while the registry serves; run as the owner."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="count what is left to older keys, change nothing"
        )
        parser.add_argument(
            "--all", action="store_true", help="take every value, to make the blind indexes anew"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        number = next(iter(keyring.current().masters))
        total, faults = 0, []
        for column in rotation.columns():
            before = rotation.left(column)
            try:
                done = 0 if options["check"] else rotation.rotate(column, everything=options["all"])
            except CanNotDecrypt as fault:
                faults.append(f"{column}: {fault}")
                done = before - rotation.left(column)
            total += done
            self.stdout.write(
                f"{column}: {done} encrypted with key {number}, {rotation.left(column)} left to older keys"
            )
        if total:
            trail.record("rotate_keys", None, by=None, rows=total, key=number)
        if faults:
            raise CommandError("\n".join([*faults, "Everything else was encrypted."]))
