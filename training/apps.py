from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Training")
    granted_functions = {
        "training_hours_of_member(bigint, date)": ("post", "station"),
        "training_hours_of_people(date, date, date)": ("post", "station", "county"),
    }
