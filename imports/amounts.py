"""How many lines a commit takes over, and what one made, in the words of the pages."""

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imports.committing import taken
from imports.models import Import, ImportLine

MADE: dict[str, Promise] = {
    "households": gettext_lazy("households made"),
    "residents": gettext_lazy("people made"),
    "changed": gettext_lazy("rows changed"),
    "accounts": gettext_lazy("accounts opened"),
    "roles": gettext_lazy("roles proposed"),
    "stations": gettext_lazy("stations opened"),
    "posts": gettext_lazy("posts opened"),
    "villages": gettext_lazy("villages given"),
    "moved": gettext_lazy("villages moved"),
}


def to_take(owner: Import) -> int:
    """How many lines a commit takes over as they stand: the good and the ticked ones."""
    return owner.lines.filter(taken()).count()


def why_nothing(owner: Import) -> str:
    """What to do where a commit would take no line over."""
    if owner.lines.filter(state=ImportLine.State.DOUBTFUL).exists():
        return _(
            "No line would be taken over: none is good, and of the doubtful ones none is ticked. Tick them first."
        )
    return _("No line would be taken over: all are refused. Mend the sheet and bring it in again.")


def check_something(owner: Import) -> None:
    """ValidationError where a commit would take no line over."""
    if not to_take(owner):
        raise ValidationError(why_nothing(owner))


def made(owner: Import) -> list[tuple[str, int]]:
    """What the commit made: ``[("villages given", 107), ...]``."""
    return [(str(label), owner.counts[f"made_{name}"]) for name, label in MADE.items()
            if f"made_{name}" in owner.counts]  # fmt: skip


def result(owner: Import) -> str:
    """What the commit made, in a sentence."""
    parts = "、".join(f"{label} {number}" for label, number in made(owner) if number)
    words = {"n": owner.counts.get("taken", 0), "rows": owner.rows}
    return _("%(n)s of %(rows)s rows were taken over.") % words + (f" {parts}" if parts else "")


def by_state(counts: dict[str, int]) -> dict[str, int]:
    """How many lines are in each state, of all that the check has counted."""
    return {name: counts[name] for name in ("good", "doubtful", "refused")}
