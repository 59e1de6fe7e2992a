"""A plan of divisions as lines of text, for the command."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imports.divisions import outcome
from imports.divisions.files import Division
from imports.divisions.hanging import Hanging
from imports.divisions.outcome import Changes, Fate
from imports.divisions.plans import Plan

KINDS = {
    "recoded": gettext_lazy("Another code"),
    "moved": gettext_lazy("Another town"),
    "renamed": gettext_lazy("Another name"),
    "merged": gettext_lazy("Merged"),
    "split": gettext_lazy("Split off"),
    "closed": gettext_lazy("Closed"),
    "kept": gettext_lazy("Stays for now"),
    "reopened": gettext_lazy("Open again"),
    "new": gettext_lazy("New"),
}
NAMED = ("recoded", "moved", "renamed", "merged", "split", "closed", "kept", "reopened")


def lines(plan: Plan) -> Iterator[str]:
    """Counts of each level, every change that is more than a new division, what is proposed and asked."""
    towns, villages = outcome.of_towns(plan), outcome.of_villages(plan)
    yield counted(_("Towns"), towns)
    yield counted(_("Villages"), villages)
    for changes in (towns, villages):
        for kind in NAMED:
            for fate in getattr(changes, kind):
                hangs = plan.hanging.get(fate.key) if changes is villages and fate.key else None
                yield _("%(kind)s: %(what)s") % {"kind": KINDS[kind], "what": fate_in_words(fate)} + tail(
                    hangs
                )
    news = {**plan.towns.news, **plan.villages.news}
    for line in plan.proposals:
        words = {"old": f"{line.old.code} {line.old.name}", "new": _places(line.codes, news)}
        yield _("Proposed: %(old)s → %(new)s") % words
    for line in plan.questions:
        words = {"old": f"{line.old.code} {line.old.name}", "new": _places(line.candidates, news) or "?"}
        yield _("No successor chosen: %(old)s → %(new)s") % words + tail(plan.hanging.get(line.old.key))
    if plan.left_alone:
        note = _("%(count)s counties without towns in the files were left alone: %(names)s")
        yield note % {"count": len(plan.left_alone), "names": ", ".join(plan.left_alone[:5])}


def counted(title: str, changes: Changes) -> str:
    """How many of each kind, of those that there are any of."""
    counts = changes.counts()
    found = [f"{label} {counts[kind]}" for kind, label in KINDS.items() if counts[kind]]
    return _("%(title)s: %(counts)s; unchanged %(unchanged)s") % {
        "title": title,
        "counts": "，".join(found) or "–",
        "unchanged": counts["unchanged"],
    }


def fate_in_words(fate: Fate) -> str:
    """Old and new code with name, or the one there is."""
    before = f"{fate.former_code} {fate.former_name}".strip()
    after = f"{fate.code} {fate.name}".strip()
    return before if not after or before == after else f"{before} → {after}" if before else after


def tail(hangs: Hanging | None) -> str:
    """What hangs on the village, behind its line."""
    said = hanging_in_words(hangs) if hangs else ""
    return f"（{said}）" if said else ""


def hanging_in_words(hangs: Hanging) -> str:
    """The numbers that are not nought; empty where nothing hangs."""
    found = []
    if hangs.households:
        words = {"n": hangs.households, "people": hangs.people, "residents": hangs.residents}
        found.append(_("%(n)s households with %(people)s people, %(residents)s residents entered") % words)
    found += [_("open %(what)s: %(n)s") % {"what": what, "n": n} for what, n in hangs.open_work.items()]
    found += [f"{what} {n}" for what, n in {**hangs.registers, **hangs.rows}.items()]
    if hangs.post:
        found.append(_("post %(post)s, %(n)s people serve there") % {"post": hangs.post, "n": hangs.serving})
    return "；".join(found)


def _places(codes: tuple[str, ...], news: Mapping[str, Division]) -> str:
    return "、".join(f"{code} {news[code].name}" for code in codes)
