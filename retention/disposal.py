"""Dispose of rows past their period, by the rule that each model declares (retention/periods.py).

Once a day (retention/tasks.py), in small batches: a batch, its history and its line in the log are one transaction, so
the log of a run that is killed is right and the next one goes on. Counts stay, so no published figure changes.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import history, seals, trail
from audit.models import Entry
from policies.acting import ERASER, acting
from retention.models import DisposedBatch
from retention.periods import GONE, LOG_DAYS, Retention, Then

BATCH = 500
OF_LOWER_ROOMS: dict[type[models.Model], Retention] = {
    Entry: Retention(
        ("at",),
        Then.BLOCKS,
        _("who did or read what; six months at least by law"),
        years=3,
        at_least=LOG_DAYS,
    )
}


def rules() -> Iterator[tuple[type[models.Model], Retention]]:
    """Every model that declares the period of its rows."""
    for model in apps.get_models():
        declared = OF_LOWER_ROOMS.get(model) or getattr(model, "retention", None)
        if declared is not None and not issubclass(model, history.Change):
            yield model, declared


def rule_of(model: type[models.Model]) -> Retention:
    """The rule of the model; KeyError for a model that declares none."""
    return dict(rules())[model]


def days_set(model: type[models.Model], rule: Retention) -> int | None:
    """The period in days that the county has set for the model; None: the declared one. Never below the law."""
    days: int | None = settings.RETENTION_DAYS.get(model._meta.label_lower)
    if days is not None and days < rule.at_least:
        raise ImproperlyConfigured(
            f"RETENTION_DAYS: {model._meta.label_lower} is kept {rule.at_least} days at least, not {days}"
        )
    return days


def due(model: type[models.Model], rule: Retention, today: date) -> models.QuerySet[models.Model]:
    """The rows whose period is over and which are not disposed of yet."""
    until = rule.until(today, days_set(model, rule))
    day = Coalesce(*map(F, rule.after)) if len(rule.after) > 1 else F(rule.after[0])
    field = model._meta.get_field(rule.after[0])
    edge: Any = _midnight(until) if isinstance(field, models.DateTimeField) else until
    rows = model._base_manager.alias(kept_from=day).filter(rule.only or Q(), kept_from__lt=edge)
    return rows if rule.then == Then.DELETE else rows.filter(erased_on=None)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def dispose(today: date | None = None, *, batch: int = BATCH) -> dict[str, int]:
    """Dispose of everything that is due; returns how many rows by model. A second run on the same day finds nothing."""
    today, found = today or timezone.localdate(), {}
    for model, rule in rules():
        if rule.then == Then.BLOCKS:
            total = _whole_blocks(model, rule, today)
        else:
            total, after = 0, None
            while keys := _one_batch(model, rule, today, batch, after):
                total, after = total + len(keys), keys[-1]
        if total:
            found[model._meta.label_lower] = total
            trail.record("dispose", None, by=None, book=model._meta.label_lower, rows=total)
    return found


@transaction.atomic
def _whole_blocks(model: type[models.Model], rule: Retention, today: date) -> int:
    """The trail goes block by block, so that what stays is verified as before."""
    until = rule.until(today, days_set(model, rule))
    rows = seals.dispose_trail(_midnight(until))
    if rows:
        _log(model, rule, until, rows)
    return rows


def _log(model: type[models.Model], rule: Retention, until: date, rows: int) -> None:
    DisposedBatch.objects.create(book=model._meta.label_lower, then=rule.then, until=until, rows=rows)


@transaction.atomic
def _one_batch(
    model: type[models.Model], rule: Retention, today: date, size: int, after: Any = None
) -> list[Any]:
    """Dispose of the next ``size`` rows behind the key ``after``; returns their keys, in order.

    Each batch goes on where the last one ended: a night reads a table once, not once a batch. Rows that another run
    holds are left to it.
    """
    waiting = due(model, rule, today).select_for_update(skip_locked=True, of=("self",)).order_by("pk")
    if after is not None:
        waiting = waiting.filter(pk__gt=after)
    keys = list(waiting.values_list("pk", flat=True)[:size])
    if not keys:
        return []
    rows = model._base_manager.filter(pk__in=keys)
    for name in rule.along:
        _take_along(model, name, keys)
    if rule.then == Then.DELETE:
        rows.delete()
    else:
        for name in rule.emptied_along:
            _empty_along(model, name, keys, today)
        erase(rows, rule, today)
    forget(model, keys)
    _log(model, rule, rule.until(today, days_set(model, rule)), len(keys))
    return keys


def erase(rows: models.QuerySet[models.Model], rule: Retention, today: date) -> None:
    """Empty what the rule names: texts become a dash, so that they are not taken for texts that were always empty."""
    _empty(rows, rule.emptied(rows.model))
    rows.update(erased_on=today)


def _empty(rows: models.QuerySet[models.Model], names: Sequence[str]) -> None:
    for name in names:
        field: Any = rows.model._meta.get_field(name)
        if isinstance(field, models.CharField | models.TextField):
            rows.exclude(**{name: ""}).update(**{name: GONE[: field.max_length]})
        else:
            rows.update(**{name: None if field.null else field.get_default()})


def _empty_along(model: type[models.Model], name: str, keys: list[Any], today: date) -> None:
    related: Any = model._meta.get_field(name)
    rows = related.related_model._base_manager.filter(**{f"{related.field.name}__in": keys})
    _empty(rows, related.related_model.PRIVATE_FIELDS)
    rows.update(erased_on=today)
    forget(related.related_model, list(rows.values_list("pk", flat=True)))


def _take_along(model: type[models.Model], name: str, keys: list[Any]) -> None:
    related: Any = model._meta.get_field(name)
    rows = related.related_model._base_manager.filter(**{f"{related.field.name}__in": keys})
    gone = list(rows.values_list("pk", flat=True))
    rows.delete()
    forget(related.related_model, gone)


def forget(model: type[models.Model], keys: list[Any]) -> None:
    """Let the history go too, which still has the words. The database does so for rows that are gone or erased, and of
    rows that stand without their private texts for changes that have them (retention/sql/forget.sql). It notes what
    went, and refuses, with a DatabaseError, when one of the rows stands with its words.

    The caller must have checked the right to the rows before: whoever serves where they are now may not see what was
    written elsewhere, as before a village moved, so this is done by a level of its own (policies/acting.py).
    """
    if history.changes_model(model) is None or not keys:
        return
    with acting(ERASER), connection.cursor() as cursor:
        cursor.execute("SELECT retention_forget(%s, %s)", [model._meta.db_table, keys])


def take_out(model: type[models.Model], key: int, field: str) -> int:
    """Put a dash where ``field`` held a number of a person in the changes of one row; the database looks for it.

    Returns in how many. The caller must have checked the right to the row, as for ``forget``; IntegrityError when the
    number still stands in the row.
    """
    with acting(ERASER), connection.cursor() as cursor:
        cursor.execute("SELECT retention_take_out(%s, %s, %s)", [model._meta.db_table, key, field])
        taken: int = cursor.fetchone()[0]
    return taken
