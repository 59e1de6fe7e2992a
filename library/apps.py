from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "library"
    verbose_name = _("Rules and procedures")

    def ready(self) -> None:
        from library import asking

        user_logged_in.connect(asking.note, dispatch_uid="library.asking.note")
