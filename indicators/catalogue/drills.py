"""The lists that indicators lead to."""

from indicators.figure import Drill

MONTHS = "from_month={first}&to_month={last}&counted=1"


def rows(url: str, params: str, *, summed: str = "", is_of_all: bool = False) -> Drill:
    """The rows of what happened in the months, in the list of the place as it was."""
    return Drill(url, params, is_then=True, summed=summed, is_of_all=is_of_all)
