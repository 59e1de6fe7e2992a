from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from policies.grants import grant


class Command(BaseCommand):
    help = "Give the login role its rights on the tables; run as the owner after every migrate."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--role", default="registry_app", help="the login role of web and jobs")

    def handle(self, *args: Any, **options: Any) -> None:
        count = grant(options["role"])
        self.stdout.write(f"{options['role']}: guarded {count} tables")
