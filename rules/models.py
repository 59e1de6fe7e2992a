"""The values of dated settings that counties have given."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import connection, models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from rules.declared import Unit
from rules.reading import changed


class DatedValueQuerySet(models.QuerySet["DatedValue"]):
    def of(self, code: str, county: str) -> "DatedValueQuerySet":
        """What was set for one rule in one county, the newest first."""
        return self.filter(code=code, county=county).order_by("-valid_from")

    def update(self, **values: Any) -> int:
        changed(connection)
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        changed(connection)
        return super().delete()


class DatedValue(models.Model):
    """The value of a rule (rules/declared/) from one day to another, both inside, in one county or in all of them.

    ``county`` is the six-digit division code; empty: all counties. No foreign keys: this room knows no other. Who may
    write which rows is declared by the room that has the page (administration/apps.py).
    """

    code = models.CharField(_("rule"), max_length=60)
    county = models.CharField(_("county"), max_length=6, blank=True)
    value = models.JSONField(_("value"))
    unit = models.CharField(_("unit"), max_length=20)
    source = models.CharField(_("source"), max_length=120, blank=True)  # empty: a setting of the county
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("to"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    set_by_id = models.BigIntegerField(null=True)
    set_by_name = models.CharField(_("set by"), max_length=60, blank=True)
    set_at = models.DateTimeField(_("set at"), auto_now_add=True)

    objects = DatedValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("value of a rule")
        verbose_name_plural = _("values of rules")
        ordering = ["code", "county", "-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(county="") | Q(county__regex=r"^[0-9]{6}$"),
                name="rule_is_of_a_county_or_of_all",
                violation_error_message=_("A value is of one county or of all."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="rule_ends_after_it_begins",
                violation_error_message=_("The last day lies before the first."),
            ),
            ExclusionConstraint(
                name="rule_has_one_value_on_any_day",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    ("county", RangeOperators.EQUAL),
                    (
                        Func(
                            "valid_from",
                            "valid_until",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_(
                    "There is a value for some of these days already. Load the page again."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.value}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        changed(connection)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        changed(connection)
        return super().delete(*args, **kwargs)

    @property
    def unit_name(self) -> str:
        return str(Unit(self.unit).label)
