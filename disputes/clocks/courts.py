"""Which agreements no court confirms (民诉法解释 355), by the type of the dispute and what the agreement decides."""

from disputes.models import Agreement, Dispute

OF_STATUS = (Dispute.Kind.MARRIAGE,)  # marriage, parentage, adoption
OF_OWNERSHIP = (Dispute.Kind.HOUSE_SITE, Dispute.Kind.LAND, Dispute.Kind.EXPROPRIATION)


def may_confirm(kind: str, ownership: str) -> bool:
    """Not status, and not who owns land, a house or a forest; there it was asked, and the answer was no."""
    is_asked = kind in OF_OWNERSHIP
    decides = ownership == Agreement.Ownership.YES or (is_asked and ownership != Agreement.Ownership.NO)
    return kind not in OF_STATUS and not decides
