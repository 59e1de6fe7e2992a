import base64
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Make a pair of keys that signs publications: the first line is for the worker alone, the second for all."

    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        private = Ed25519PrivateKey.generate()
        public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.stdout.write(f"PUBLICATION_KEY={base64.b64encode(private.private_bytes_raw()).decode()}")
        self.stdout.write(f"PUBLICATION_PUBLIC_KEYS={base64.b64encode(public).decode()}")
