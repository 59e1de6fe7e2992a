"""The transaction counter after a restore from a dump: seals (audit/seals.py) go on only above the last one.

A new server counts from the beginning. On our own one the counter is lifted by a whole epoch, which PostgreSQL's manual
names as safe (pg_resetwal, --epoch). On a server of the operator's, whose files are out of reach, numbers are used
up until the counter is above the last seal, which does for some hundred million of them.
"""

import math
from typing import Any

from ops import cluster, postgres
from ops.backups.facts import EPOCH, next_transaction
from ops.instance import Instance
from ops.steps import Step
from ops.trouble import Trouble

AT_ONCE = 1_000_000  # transactions of a statement, some two seconds
MOST = 300_000_000  # numbers that are used up rather than asking for pg_resetwal: some ten minutes
USE_UP = "DO $$ BEGIN FOR i IN 1..{count} LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$"


def epoch_above(sealed_to: int) -> int:
    """The first epoch all of whose numbers lie above ``sealed_to``."""
    return math.floor(sealed_to / EPOCH) + 1


def lift_stopped(instance: Instance, sealed_to: int) -> None:
    """Of our own server, which must not run."""
    place = cluster.find(instance, postgres.WHEEL)
    command = [
        str(place.programs / "bin" / "pg_resetwal"),
        f"--epoch={epoch_above(sealed_to)}",
        "-D",
        str(place.data),
    ]
    Step("pg_resetwal", command, postgres.ENVIRONMENT, place.user).finish(
        "The transaction counter could not be lifted:"
    )


def lift_running(cursor: Any, sealed_to: int) -> int:
    """Use numbers up until the next one is above ``sealed_to``; returns how many. Outside of a transaction."""
    begun = next_transaction(cursor)
    if sealed_to - begun > MOST:
        raise Trouble(
            f"The transaction counter stands at {begun}, and the trail is sealed up to {sealed_to}. Stop the server, "
            f"run `pg_resetwal --epoch={epoch_above(sealed_to)} -D DATADIR`, start it, and restore again."
        )
    now = begun
    while now <= sealed_to:
        cursor.execute(USE_UP.format(count=min(AT_ONCE, sealed_to - now + 1)))
        now = next_transaction(cursor)
    return now - begun
