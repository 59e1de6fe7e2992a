"""What the trail calls what is done in this room (pages/trail_words.py)."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from disputes.models import Measure, PreventedCount
from disputes.models.prevented import COUNTS
from policies import acting
from policies.guards import PLACE_LEVELS
from rules.declared import BY_CODE
from rules.law import VERSIONS

VERBS = {
    "file_agreement": _("kept a page of the agreement"),
    "withdraw_agreement": _("withdrew a page of the agreement"),
    "close_dispute": _("closed the dispute"),
    "reopen_dispute": _("took the dispute up again"),
    "add_party": _("named a party"),
    "amend_party": _("corrected a party"),
    "remove_party": _("took a party out"),
    "name_mediator": _("named a mediator"),
    "remove_mediator": _("took a mediator out"),
    "record_session": _("recorded a mediation session"),
    "amend_session": _("corrected the minutes of a session"),
    "suspend_dispute": _("let the mediation rest"),
    "resume_dispute": _("went on with the mediation"),
    "extend_period": _("noted the extension of a period"),
    "close_case": _("noted the end of the case"),
    "draft_agreement": _("began an agreement"),
    "amend_agreement": _("changed the draft of an agreement"),
    "finish_agreement": _("made an agreement final"),
    "sign_agreement": _("noted who signed an agreement"),
    "confirm_agreement": _("noted the confirmation by a court"),
    "correct_agreement": _("corrected a final agreement"),
    "amend_duties": _("changed the duties of a draft"),
    "settle_duty": _("noted what became of a duty"),
    "amend_follow_up": _("corrected a follow-up call"),
    "amend_rest": _("corrected the end of a rest"),
    "correct_duty": _("corrected what was noted of a duty"),
    "make_follow_up": _("made a follow-up call"),
    "mark_dispute": _("marked the dispute"),
    "protect_dispute": _("protected the dispute"),
    "record_measure": _("recorded what was done"),
    "amend_measure": _("corrected what was recorded"),
    "withdraw_measure": _("withdrew what was recorded"),
    "lift_protection": _("lifted the protection of the dispute"),
    "report_prevented": _("reported prevented cases"),
    "override_warning": _("went on in spite of a warning"),
    "end_mark": _("ended the mark of a dispute"),
}

DETAILS = {
    "quarter": _("quarter"),
    **{field.name: field.verbose_name for field in PreventedCount._meta.fields if field.name in COUNTS},
    "warning": _("warning"),
    "part": _("what"),
    "case_closed_on": _("case closed on"),
    "state": _("state"),
    "added": _("added"),
    "sides": _("sides that signed"),
    "confirmation": _("confirmation by a court"),
    "removed": _("removed"),
    "handled_on": _("handled on"),
    "stage": _("stage"),
}


def _warning(entry: Any, code: str) -> str:
    """The article of a legal rule, or what a setting of the county is called."""
    if code in VERSIONS:
        return VERSIONS[code][-1].article
    return str(BY_CODE[code][-1].name) if code in BY_CODE else code


def _measure(entry: Any) -> str:
    """Which one, for those who see it; the entry itself keeps no more than its key."""
    if (known := getattr(entry, "measure_named", None)) is not None:
        return str(known)
    reader = acting.now()
    if reader is None or reader.level not in PLACE_LEVELS:  # an auditor can not even ask
        return ""
    found = Measure.objects.filter(pk=entry.detail.get("number")).first()
    return str(found.get_kind_display()) if found else ""


def name_measures(entries: Iterable[Any], measures: Callable[[], Iterable[Measure]]) -> None:
    """Tell all entries of a page at once which one each is about; ``measures``: those that its reader sees."""
    about = [entry for entry in entries if entry.action in NAMED]
    kinds = {one.pk: one.get_kind_display() for one in measures()} if about else {}
    for entry in about:
        entry.measure_named = kinds.get(entry.detail.get("number"), "")


NAMED = dict.fromkeys(("record_measure", "amend_measure", "withdraw_measure"), _measure)
WRITERS = {"warning": _warning}
