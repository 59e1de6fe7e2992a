"""What is expected of a post: by its class (plain, hills, mountains), or what the county has set for this post alone.

The norm of a single post is a dated value (rules/models.py) of the code ``own_code``; the room of the rules knows a
post by its key alone. Read with all other values (rules/reading.py), so that asking costs no statement. Set by
administration/county_rules/actions.py.
"""

from datetime import date

from rules.declared import BY_CODE
from rules.declared.norms import BY_CLASS, HARDER
from rules.declared.shape import Declared
from rules.reading import codes_of, set_on, whole

PLAIN = "plain"
CLASSES = (PLAIN, *HARDER)  # from the easiest to the hardest
NORMS: dict[str, Declared] = {one.code: one for one in BY_CLASS}
BETWEEN = "@"  # of the norm and the key of the post


def of_post(norm: str, *, on: date, county: str, terrain: str = PLAIN, post: int | None = None) -> int:
    """The norm on the day: of the post itself where one was set, else of its class. KeyError for an unknown norm."""
    if post is not None and (own := own_norm(norm, post, on=on, county=county)) is not None:
        return own
    return whole(code_of(norm, terrain), on=on, county=county)


def own_norm(norm: str, post: int, *, on: date, county: str) -> int | None:
    """What was set for the post alone; None where its class decides."""
    found = set_on(own_code(norm, post), on=on, county=county)
    return found if isinstance(found, int) else None


def code_of(norm: str, terrain: str = PLAIN) -> str:
    """The code of the rule of a class."""
    return norm if terrain == PLAIN else f"{norm}.{terrain}"


def split(code: str) -> tuple[Declared, str] | None:
    """The norm of the plain and the class of which a rule is; None for a rule that is no norm of a class."""
    rule = BY_CODE.get(code, (None,))[0]
    if rule is None or (rule.like or code) not in NORMS:
        return None
    return NORMS[rule.like or code], code.removeprefix(rule.like + ".") if rule.like else PLAIN


def own_code(norm: str, post: int) -> str:
    """The code of the dated value of a single post."""
    return f"{norm}{BETWEEN}{post}"


def posts_with_own(county: str) -> set[int]:
    """The keys of the posts for which any norm was ever set."""
    return {int(code.split(BETWEEN)[1]) for code in codes_of(county) if BETWEEN in code}


def hardest(terrains: list[str]) -> str:
    """The hardest of these classes; the plain where there is none."""
    return max(terrains, key=CLASSES.index, default=PLAIN)
