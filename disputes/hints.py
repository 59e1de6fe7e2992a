"""Words in what is written of a dispute that suggest to ask about domestic violence.

They never answer: a county has its list (the setting ``dispute.violence_words``), and whoever writes asks the parties.
"""

from collections.abc import Iterable, Iterator
from datetime import date

import rules
from disputes.models import Session
from folding import text as folding


def found(texts: Iterable[str], *, on: date, county: str) -> tuple[str, ...]:
    """The words of the county's list that stand in the texts, in the order of the list."""
    whole = folding.name("\n".join(texts))
    listed = rules.words("dispute.violence_words", on=on, county=county)
    return tuple(word for word in listed if folding.name(word) in whole)


def minutes(sessions: Iterable[Session]) -> Iterator[str]:
    """What the minutes say in words."""
    for one in sessions:
        yield from (one.claims, one.asked, one.offered)
