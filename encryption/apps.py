"""The room of encrypted columns; at the start it tries the keys out."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EncryptionConfig(AppConfig):
    name = "encryption"
    verbose_name = _("Encryption")

    def ready(self) -> None:
        from encryption import keyring

        keyring.try_out()
