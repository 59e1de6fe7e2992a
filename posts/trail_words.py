"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from access.roles import Role

VERBS = {
    "give_villages": _("gave villages to a post together"),
    "assign": _("assigned"),
    "end_assignment": _("ended an assignment"),
    "arrange_station": _("arranged a station"),
    "arrange_post": _("arranged a post"),
    "give_village": _("gave a post a village"),
    "move_village": _("moved a village to another post"),
}

DETAILS = {
    "name": pgettext_lazy("place", "name"),
    "since": _("since"),
    "towns": _("towns served"),
    "village": _("village"),
    "from_post": _("former post"),
    "to_post": _("new post"),
    "moved": _("rows moved"),
    "role": _("role"),
    "place": _("Place"),
    "starts_on": _("from"),
    "ends_on": _("to"),
}

CHOICES = {"role": Role.choices}

AROUND = {"move_village"}  # all rows of the village
