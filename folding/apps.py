from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FoldingConfig(AppConfig):
    name = "folding"
    verbose_name = _("Folding of text")
