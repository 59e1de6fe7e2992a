"""What an agreement must state and does not."""

from typing import Any

from django.utils.translation import gettext as _

from disputes.models import Agreement, Dispute


def fields(agreement: Agreement) -> list[str]:
    """The fields that it must state and does not."""
    wanted = ["terms", "effective_on"]
    if agreement.form == Agreement.Form.WRITTEN:
        wanted += ["facts", "manner", "place"]
    return [name for name in wanted if not getattr(agreement, name)]


def missing_parts(agreement: Agreement, dispute: Dispute) -> list[str]:
    """What the agreement must state and does not (若干规定 35; 程序规定 184), by name; an oral one its terms alone."""
    oral: dict[str, Any] = {"terms": agreement.terms, "effective_on": agreement.effective_on}
    written = {"facts": agreement.facts, "manner": agreement.manner, "place": agreement.place}
    wanted = oral if agreement.form == Agreement.Form.ORAL else oral | written
    fields = {field.name: field.verbose_name for field in Agreement._meta.fields}
    missing = [str(fields[name]) for name, value in wanted.items() if not value]
    sides = set(dispute.party_set.values_list("side", flat=True))
    if len(sides) < 2:
        missing.insert(0, str(_("parties of two sides")))
    if agreement.form == Agreement.Form.WRITTEN and not agreement.duties.exists():
        missing.append(str(_("duties with their days")))
    return missing
