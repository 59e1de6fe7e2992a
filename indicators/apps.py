from collections.abc import Iterable
from datetime import date
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from policies.guards import ASSIGNED_LEVELS


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = _("Indicators")
    granted_functions = {
        "indicators_open_work(bigint, bigint, bigint, bigint)": ("county", "role_admin"),
        # who has left signs as well, at whatever level
        "indicators_handover_work(bigint)": ASSIGNED_LEVELS,
    }

    def case_hours(self, user: Any, villages: Iterable[int]) -> dict[int, dict[str, int]]:
        """For patrols/case_hours.py: the hours of the day in which villages had preventable cases."""
        from indicators import case_hours  # the models are not there yet when this module is read

        return case_hours.of_villages(user, villages)

    def villages_then(
        self, user: Any, first: date | None, last: date | None, *, at_end: bool = False, **place: int
    ) -> Iterable[tuple[date, int]]:
        """For ledgers/then.py: where each village was in each month, as its figures have it."""
        from indicators.models import VillageMonth  # the models are not there yet when this module is read

        rows = VillageMonth.objects.visible_to(user).filter(
            **{f"{level}_id": key for level, key in place.items()}
        )
        if at_end:
            rows = rows.filter(is_expected=True)
        if first and last:
            rows = rows.filter(month__gte=first, month__lte=last)
        return rows.order_by().values_list("month", "village_id")

    def verified_with_the_trail(self) -> Iterable[Any]:
        """For verify_trail: publications that do not fit their signatures; one that is pending is none."""
        from indicators import verifying  # the models are not there yet when this module is read

        return verifying.findings()

    def hidden_answers(self, user: Any, month: date, question: str) -> Any:
        """For surveys/hiding.py."""
        from indicators import hiding  # the models are not there yet when this module is read

        return hiding.hidden_answers(user, month, question)
