"""Write docs/indicators.md anew from the catalogue."""

from typing import Any

from django.core.management.base import BaseCommand

from indicators import describing


class Command(BaseCommand):
    help = (
        "Write docs/indicators.md anew: what is common to all figures stays, the rest is as in the catalogue."
    )
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        describing.DOCUMENT.write_text(describing.document(), encoding="utf-8")
