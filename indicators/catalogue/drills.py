"""The lists that indicators lead to."""

from indicators.figure import Drill

MONTHS = "from_month={first}&to_month={last}&counted=1"


def rows(url: str, params: str, *, summed: str = "") -> Drill:
    """The rows of what happened in the months, in the list of the place as it was."""
    return Drill(url, params, is_then=True, summed=summed)


def villages(state: str = "") -> Drill:
    """The villages of a month's five-none in a state (indicators/views/five_none.py)."""
    params = f"month={{last}}&state={state}" if state else "month={last}"
    return Drill("indicators:incident-board", params, "see_board", is_of_month=True)


def answers() -> Drill:
    """The survey rounds of the months, with the answers of the place."""
    return Drill("surveys:round-list", "from_month={first}&to_month={last}", "see_board")
