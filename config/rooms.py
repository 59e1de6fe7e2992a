"""The rooms (Django apps) of the registry, floor by floor from the top.

A room imports from the floors below its own and from no other.

Everything that needs a list of rooms reads it here: INSTALLED_APPS, the floors check (ops/floors.py), tests, coverage.
"""

FLOORS: tuple[tuple[str, ...], ...] = (
    ("demo",),
    ("reports", "imports"),
    ("indicators",),
    ("surveys",),
    ("disputes",),
    ("residents", "patrols"),
    ("duty",),
    ("ledgers",),
    ("administration",),
    ("oversight",),
    ("posts",),
    ("access",),
    ("accounts", "jobs", "notices"),
    ("pages",),
    ("retention",),
    ("audit",),
    ("encryption",),
    ("policies",),
    ("formulas", "calendars", "rules"),
)
ROOMS: tuple[str, ...] = tuple(room for floor in FLOORS for room in floor)
