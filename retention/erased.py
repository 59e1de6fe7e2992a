"""What was erased stays erased, whoever writes: a trigger on every model that declares so in its ``retention``.

Else a row could be called erased for a moment, so that its history is let go, and be called so no more.
"""

from typing import Any

import pgtrigger
from django.apps import apps
from django.db import models

from audit.triggers import Unconditional, compiled
from retention.periods import GONE, Retention


class StaysErased(pgtrigger.Trigger):
    """Refuses to call an erased row anything else, and to call a row erased in which something is left."""

    when = pgtrigger.Before
    operation = pgtrigger.Update

    def __init__(self, model: type[models.Model], rule: Retention):
        left = " AND ".join(_is_empty(model._meta.get_field(name)) for name in rule.emptied(model))
        super().__init__(
            name="stays_erased",
            condition=pgtrigger.Condition("(OLD.erased_on IS NOT NULL OR NEW.erased_on IS NOT NULL)"),
            func=(
                "IF OLD.erased_on IS NOT NULL AND NEW.erased_on IS DISTINCT FROM OLD.erased_on THEN "
                "RAISE EXCEPTION '% % was erased and stays so', TG_TABLE_NAME, OLD.id "
                "USING ERRCODE = 'check_violation'; END IF; "
                f"IF NOT ({left}) THEN RAISE EXCEPTION '% % is erased: nothing stands in it', TG_TABLE_NAME, OLD.id "
                "USING ERRCODE = 'check_violation'; END IF; "
                "RETURN NEW;"
            ),
        )

    def compile(self, model: Any) -> Any:
        return compiled(self, model, Unconditional)


def _is_empty(field: Any) -> str:
    """The SQL of what retention/disposal.py leaves in a column."""
    column = f'NEW."{field.column}"'
    if isinstance(field, models.CharField | models.TextField):
        return f"{column} IN ('', '{GONE}')"
    if field.null:
        return f"{column} IS NULL"
    if isinstance(field, models.BooleanField):
        return f"{column} = {str(field.get_default()).lower()}"
    raise TypeError(f"How is {field} emptied?")


def watch() -> None:
    """Register the trigger on every model whose rows are emptied and stay; ``makemigrations`` finds it."""
    for model in apps.get_models():
        rule = getattr(model, "retention", None)
        if rule is not None and any(field.name == "erased_on" for field in model._meta.fields):
            pgtrigger.register(StaysErased(model, rule))(model)
