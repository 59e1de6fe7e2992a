"""What is wrong with a line, as it is stored beside it: ``{"field", "text", "weight"}``."""

from imports.models import ImportLine

State = ImportLine.State
Fault = dict[str, str]


def fault(name: str, text: object, weight: str = State.REFUSED) -> Fault:
    """``name``: a field of the form, or the meaning of a column (imports/report.py)."""
    return {"field": name, "text": str(text), "weight": str(weight)}


def state_of(faults: list[Fault]) -> ImportLine.State:
    """What a line is by its own faults; checks.STATES decides anew when other lines have been looked at."""
    if any(one["weight"] == State.REFUSED for one in faults):
        return State.REFUSED
    return State.DOUBTFUL if faults else State.GOOD


def once(faults: list[Fault]) -> list[Fault]:
    """The faults without those that say the same of the same column again."""
    return list({(one["field"], one["text"]): one for one in faults}.values())
