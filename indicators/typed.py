"""What of the figures of a month was typed by hand, and by whom: what stations attest and what villagers answered.

Everything else is counted from rows of the books. Stands in each publication and in the manifest of each file.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import IncidentCount, LateAttestation
from surveys.models import Sample, SurveyRound


def of_month(villages: Iterable[int], month: date) -> dict[str, Any]:
    """``{attested: [{by, station, cells, villages, last}], late: [{by, village, reason}], answers: [{...}]}``."""
    inside = list(villages)
    counts = IncidentCount.objects.filter(village__in=inside, month=month).order_by()
    by_person = counts.values("attested_by__name", "station__name").annotate(
        cells=Count("pk"), villages=Count("village", distinct=True), last=Max("attested_at")
    )
    late = LateAttestation.objects.filter(village__in=inside, month=month).order_by("pk")
    rounds = (
        SurveyRound.objects.filter(month=month, state="counted", samples__village__in=inside)
        .distinct()
        .order_by("pk")
    )
    return {
        "attested": [
            {"by": one["attested_by__name"], "station": one["station__name"], "cells": one["cells"],
             "villages": one["villages"], "last": f"{timezone.localtime(one['last']):%Y-%m-%d}"}
            for one in by_person.order_by("station__name", "attested_by__name")
        ],
        "late": [
            {"by": name, "village": village, "reason": reason}
            for name, village, reason in late.values_list("attested_by__name", "village__name", "reason")
        ],
        "answers": [_round(one, inside) for one in rounds.select_related("opened_by")],
    }  # fmt: skip


def _round(survey: SurveyRound, villages: list[int]) -> dict[str, Any]:
    samples = Sample.objects.filter(round=survey, village__in=villages)
    return {
        "name": survey.name,
        "by": survey.opened_by.name,
        "villages": samples.count(),
        "late": samples.exclude(late_reason="").count(),
    }


def lines(found: dict[str, Any]) -> list[tuple[str, str]]:
    """The same in words: what, and how much by whom."""
    shown = [
        (
            _("Typed by hand: five-none"),
            _("%(cells)s counts of %(villages)s villages, by %(by)s (%(station)s), last on %(last)s") % one,
        )
        for one in found.get("attested", [])
    ]
    shown += [
        (_("Typed by hand, late: five-none"), _("%(village)s, by %(by)s: %(reason)s") % one)
        for one in found.get("late", [])
    ]
    shown += [
        (
            _("Typed by hand: answers of villagers"),
            _("%(name)s: answers of %(villages)s villages, entered by the county (round of %(by)s)") % one,
        )
        for one in found.get("answers", [])
    ]
    return shown or [(_("Typed by hand"), _("nothing"))]
