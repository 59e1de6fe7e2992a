"""The page of a dispute as one story: what is next on top, then who, what was said, agreed, done, and asked after."""

from typing import Any

from django.utils.translation import gettext as _

from access.rights import may
from disputes import names, recurrence, story, trail_words, way
from disputes.actions import extending
from disputes.book import DISPUTES
from disputes.clocks.next_date import next_date
from disputes.legality.agreements import CourtOffer, confirmation
from disputes.legality.facts import GateStep as Rule
from disputes.legality.reading import facts_of
from disputes.models import Dispute, Duty, Party
from disputes.parts_of import Parts
from disputes.protected import buttons as protection_buttons
from disputes.protected.views import measures_of
from disputes.referring import KIND
from disputes.views.copies import copies_of
from disputes.views.disputes import DisputePage
from ledgers.views.details import RowDetail
from referrals.views.about import about_row, buttons_of_row

OF_POLICE = ("act", "ground", "excluded")
ALWAYS = {"kind", "stage", "village", "occurred_on", "origin", "host", "parties", "recorded_by", "done_by"}


class DisputeDetail(DisputePage, RowDetail):
    row: Dispute
    edit_verb = DISPUTES.records
    template = "disputes/dispute_detail.html"
    facts = (
        "kind", "stage", "village", "occurred_on", "handled_on", "origin", "host", "procedure", "place_handled",
        "parties", "agreement", "result", "told_routes_on", "applied_on", "approved_on", "amount", "people_concerned",
        "may_escalate", "filed_on", "check_round", "violence", *OF_POLICE, "done_by", "recorded_by", "recorded_at",
        "post",
    )  # fmt: skip
    linked = ("check_round",)

    def context(self) -> dict[str, Any]:
        user, row, parts = self.request.user, self.row, Parts(self.row, self.request.user)
        shown = super().context()
        shown["facts"] = [one for one in shown["facts"] if self.is_shown(one, parts)]
        entries = [entry for moment in shown["history"] for entry in moment.entries]
        trail_words.name_measures(entries, lambda: parts.measures)
        return (
            shown
            | copies_of(row, user, parts)
            | self.of_parts(parts)
            | about_row(KIND, row.pk, user)
            | measures_of(row, user, parts.clocks)
        )

    def is_shown(self, fact: dict[str, Any], parts: Parts) -> bool:
        """Empty facts are left out; words are for those who see names."""
        if fact["name"] in Dispute.PRIVATE_FIELDS and not parts.is_shown:
            return False
        if fact["name"] == "host" and self.row.is_protected:
            return False  # nobody hosts what is not mediated
        return fact["name"] in ALWAYS or bool(fact["value"])

    def of_parts(self, parts: Parts) -> dict[str, Any]:
        row, user = self.row, self.request.user
        phone: Any = Party._meta.get_field("phone")
        duties = parts.current_duties
        open_now = row.stage == Dispute.Stage.OPEN
        records = may(user, "record_dispute") and row.is_counted and not row.erased_on and parts.is_shown
        settles = may(user, "settle_dispute") and records
        return {
            "parts": parts,
            "court": self.court(parts),
            **self.periods(parts),
            "steps": story.next_steps(row, user, parts),
            "path": way.path(row, parts),
            "next_on": next_date(*parts.timed) if parts.timed and row.is_counted else None,
            "against": names.against(parts.parties),
            "people": [(party, names.shown(party), phone.shown(party.phone)) for party in parts.parties],
            "may_reveal": may(user, "reveal"),
            "again": recurrence.found(row, parts) if parts.is_shown else None,
            "duties": [(duty, names.shown(duty.who) if duty.who_id and duty.who else "") for duty in duties],
            "done": sum(duty.state == Duty.State.PERFORMED for duty in duties),
            "former": parts.former,
            "calls_made": sum(call.made_on is not None for call in parts.calls),
            "records": records,
            "changes_parties": settles or (records and open_now),
            "are_parties_fixed": parts.agreement is not None and parts.agreement.is_current,
            "settles": settles,
            "mediates": records and open_now and not row.is_protected and row.procedure != row.Procedure.TOLD,
        }

    def court(self, parts: Parts) -> CourtOffer | None:
        """Whether a court may confirm the agreement that holds, or why none does; None without such an agreement."""
        if parts.agreement is None or not parts.agreement.is_current or self.row.is_protected:
            return None
        return confirmation(facts_of(Rule.CONFIRM, self.row, self.request.user))

    def periods(self, parts: Parts) -> dict[str, Any]:
        """The period of the case, and whether it or the month may be extended now."""
        case_clock = next((one for one in parts.clocks if one.rule == "po.case"), None)
        is_open = self.row.is_counted and not self.row.erased_on and not self.row.is_protected
        extendable = extending.offered(self.row, parts.timed[0]) if parts.timed and is_open else ()
        return {"case_clock": case_clock, "extendable": extendable}

    def buttons(self) -> list[dict[str, Any]]:
        found, row = super().buttons(), self.row
        if row.is_counted and not row.erased_on and may(self.request.user, "settle_dispute"):
            if row.stage == Dispute.Stage.OPEN:
                found.insert(
                    0, {"url": self.url("close", row.pk), "label": _("Close the dispute"), "style": "quiet"}
                )
            elif not row.agreement_set.filter(replaced_on=None, confirmation="confirmed").exists():
                reopen = {"url": self.url("reopen", row.pk), "label": _("Take it up again"), "style": "quiet"}
                found.insert(0, reopen)
        if row.stage == Dispute.Stage.OPEN and row.is_counted and not row.is_protected:
            found += buttons_of_row(KIND, row.pk, self.request.user)
        found += protection_buttons.of(row, self.request.user)
        return [one | ({"style": "quiet"} if one["url"].endswith("/edit/") else {}) for one in found]
