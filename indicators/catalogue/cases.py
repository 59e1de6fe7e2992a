"""Few cases: the five-none and what stations report of it (发案少)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.catalogue.drills import villages
from indicators.catalogue.words import ATTESTED, EXPECTED, PREVENTABLE
from indicators.figure import COUNT, RATE, Indicator

CASES: tuple[Indicator, ...] = (
    Indicator(
        "five_none",
        _("Five-none villages"),
        pgettext_lazy("unit", "villages"),
        RATE,
        "met_five_none",
        "judged_five_none",
        reported_by="judged_five_none",
        drill=villages("met"),
        drill_of_all=villages("judged"),
        meaning=_(
            "Villages in which all five categories (criminal cases, mass incidents, serious disasters"
            " and accidents, petitions over the head of an instance, cult organisations) are attested"
            " as none for every month of the period, of the villages that belong to a post on its "
            "last day."
        ),
        source=ATTESTED,
        undefined=EXPECTED,
    ),
    Indicator(
        "five_none_reported",
        _("Villages reported"),
        pgettext_lazy("unit", "villages"),
        RATE,
        "reported",
        "expected",
        drill=villages("reported"),
        drill_of_all=villages(),
        meaning=_(
            "Villages that have attested all five categories for every month of the period, of the "
            "villages that belong to a post on its last day."
        ),
        source=ATTESTED,
        undefined=EXPECTED,
    ),
    Indicator(
        "preventable",
        _("Preventable cases"),
        pgettext_lazy("unit", "cases"),
        COUNT,
        "preventable",
        reported_by="preventable_reported",
        more_is_better=False,
        drill=villages("preventable"),
        meaning=_("Criminal cases that could have been prevented: some of the criminal cases, never more."),
        source=ATTESTED,
        undefined=PREVENTABLE,
    ),
)
