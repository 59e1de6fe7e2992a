"""What a reader who sees no names gets in place of a house number or a year of birth: the group, the decade.

A list of masked people with both would name them to whoever knows the village. Columns name these functions
(``Column(coarse=...)``); they are part of the query, so the exact value does not leave the database.
"""

from typing import Any

from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import pgettext_lazy

from pages.row_history import HIDDEN

GROUP = "^.*?组"  # 村民小组: 3组12号, 三组十二号 and 上坝村民小组8号 lie in groups; 88号 in none


def group(number: Any) -> Any:
    """The group in which a house number lies; nothing of a number without one."""
    found = Func(number, Value(GROUP), function="substring", output_field=TextField())
    return Coalesce(found, Value(HIDDEN), output_field=TextField())


def decade(year: Any) -> Any:
    """``1950年代`` for 1957; nothing for no year."""
    tens = Cast(F(year.name) / Value(10) * Value(10), TextField())
    words = Value(str(pgettext_lazy("decade", "s")), output_field=TextField())
    return Func(tens, words, template="(%(expressions)s)", arg_joiner=" || ", output_field=TextField())
