from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from policies import guards
from posts.place_guards import CODE_OF_OWN_COUNTY


class AdministrationConfig(AppConfig):
    name = "administration"
    verbose_name = _("Administration of accounts")
    guarded_tables = {
        # The room of the rules knows no county; a value that has begun is ended and never rewritten.
        "rules_datedvalue": guards.open_to_all(
            guards.Rule(("county",), (guards.INSERT, guards.DELETE), CODE_OF_OWN_COUNTY),
            guards.Rule(("county",), (guards.UPDATE,), CODE_OF_OWN_COUNTY, ("valid_until",)),
        )
    }
