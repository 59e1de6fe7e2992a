"""A village stays with its post while something is entered in it, and nothing is entered in it while it moves.

A new row takes the access keys of the post that its village belongs to. Written beside a move it would get those of the
former post, which the move can not see yet, and nobody would take it along. Called first by the actions that write into
a village (ledgers/actions.py, the registers), by each row that takes the keys of another one
(posts/models/placed.py), and by those that move a village (posts/actions/moving.py, posts/arriving.py).
"""

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from config.lock_order import Advisory


def hold(village: int) -> None:
    """Until the transaction ends the village stays where it is. ValidationError while it is being moved.

    It does not wait: whoever writes may hold rows already that the move waits for.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock_shared(%s, %s)", [Advisory.PLACE_OF_A_VILLAGE, village]
        )
        if not cursor.fetchone()[0]:
            raise moved()


def moved() -> ValidationError:
    """The refusal while the village moves, and once it has."""
    return ValidationError(_("The village is just being moved to another post. Save once more in a moment."))


def take(village: int) -> None:
    """Until the transaction ends nothing is entered in the village; waits for those who are just doing so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [Advisory.PLACE_OF_A_VILLAGE, village])
