from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from policies import guards
from posts.place_guards import STATION_OF_OWN_COUNTY


class PostsConfig(AppConfig):
    name = "posts"
    verbose_name = _("Stations and posts")
    guarded_tables = {
        "posts_station_towns": guards.open_to_all(
            guards.Rule(("county",), guards.READ_WRITE_DELETE, STATION_OF_OWN_COUNTY)
        )
    }
    granted_functions = {
        "posts_move_rows(bigint, bigint, text[])": ("county",),
        "posts_last_entered(bigint)": ("county",),
        "posts_last_entered_by(bigint)": ("role_admin",),
        "posts_arrive(bigint, text[])": ("housekeeping",),
    }
