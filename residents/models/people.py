"""The people of 14 or more who live in the households."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear, Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

import rules
from audit import looks
from audit.history import tracked
from audit.models import made_in
from audit.versions import Versioned
from encryption import masks
from encryption.fields import BlindIndex, EncryptedField, SequencedKey
from folding import text
from folding.fields import FoldedKey
from policies import guards
from posts import place_guards
from posts.models import Placed
from residents import phones
from residents.models.households import Household
from residents.pinyin import first_letters, full, given
from retention.periods import Retention, Then

YOUNGEST = rules.newest("resident.youngest")  # younger children are a number on the household (PIPL 28, 31)


@tracked(computed=("pinyin", "initials", "name_key", "given_key", "made_tx"))
class Resident(Versioned, Placed):
    """A person of 14 or more who lives in a household (实有人口)."""

    guard = place_guards.by_place(
        "post", "station", rights=guards.READ_WRITE_DELETE
    )  # an entry is deleted when the person asks for it

    class Residence(models.TextChoices):
        PERMANENT = "permanent", _("Permanent")
        TEMPORARY = "temporary", _("Temporary")
        FOREIGN = "foreign", _("Foreign")

    class Relation(models.TextChoices):
        """To the householder."""

        HOUSEHOLDER = "head", _("Householder")
        SPOUSE = "spouse", _("Spouse")
        CHILD = "child", _("Son or daughter")
        PARENT = "parent", _("Father or mother")
        OTHER = "other", _("Other")

    dependents = ("identity",)
    is_personal = True
    LOOKED_UP_AS = looks.RESIDENTS
    retention = Retention(("left_on",), Then.DELETE, _("questions after somebody has moved away"), years=1)

    id = SequencedKey(primary_key=True)
    PERSONAL_FIELDS = ("name", "phone", "household", "second_home")
    DERIVED = {
        "name": ("pinyin", "initials", "name_key", "given_key"),
        "phone": ("phone_index", "phone_tail"),
        "household": ("village", "post", "station", "county"),
    }

    household = models.ForeignKey(
        Household, models.CASCADE, related_name="residents", verbose_name=_("household")
    )
    name = models.CharField(_("name"), max_length=40)
    residence = models.CharField(
        _("residence"), max_length=10, choices=Residence, default=Residence.PERMANENT
    )
    relation = models.CharField(
        _("relation to the householder"),
        max_length=6,
        choices=Relation,
        blank=True,
        default="",
        db_default="",
    )
    country = models.CharField(_("country"), max_length=40, blank=True, default="", db_default="")
    stays_until = models.DateField(_("stays until"), null=True, blank=True)
    second_home = models.ForeignKey(
        Household,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="part_time_residents",
        verbose_name=_("second home"),
    )
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    phone = EncryptedField(_("phone"), mask=masks.phone, fold=phones.stored)
    phone_index = BlindIndex(of="phone", normal=phones.normal)
    phone_tail = BlindIndex(of="phone", normal=phones.tail)
    pinyin = FoldedKey(of="name", fold=full, max_length=120)
    initials = FoldedKey(of="name", fold=first_letters, max_length=20)
    name_key = FoldedKey(of="name", fold=text.name)
    given_key = FoldedKey(of="name", fold=given)
    is_stated_14 = models.BooleanField(_("stated to be 14 or older"), default=False, db_default=False)
    entered_on = models.DateField(
        _("entered on"), default=timezone.localdate, db_default=Now(), editable=False
    )
    left_on = models.DateField(_("moved away on"), null=True, blank=True)
    continued_in = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="earlier_entries",
        verbose_name=_("goes on as"),
    )
    made_tx = made_in()
    went_to = models.CharField(
        _("moved to"), max_length=100, blank=True, default="", db_default="", editable=False
    )

    class Meta:
        verbose_name = _("resident")
        verbose_name_plural = _("residents")
        ordering = ["household", "pk"]
        constraints = [
            # A birth year gives the age to a year: who turns 14 in the year of entry, or names no year, states it.
            models.CheckConstraint(
                condition=Q(birth_year__isnull=False, birth_year__lt=ExtractYear("entered_on") - YOUNGEST)
                | Q(is_stated_14=True, birth_year=ExtractYear("entered_on") - YOUNGEST)
                | Q(is_stated_14=True, birth_year=None),
                name="resident_is_14_or_older",
                violation_error_message=_("Children under 14 have no entry of their own."),
            ),
            models.CheckConstraint(
                condition=Q(country="") | Q(residence="foreign"),
                name="resident_has_a_country_when_foreign",
                violation_error_message=_("A country is noted of foreign residents only."),
            ),
            models.CheckConstraint(
                condition=Q(stays_until=None) | ~Q(residence="permanent"),
                name="resident_stays_until_when_not_permanent",
                violation_error_message=_("Who lives here permanently stays without an end."),
            ),
            models.CheckConstraint(
                condition=(Q(continued_in=None) | Q(left_on__isnull=False)) & ~Q(continued_in=F("pk")),
                name="resident_goes_on_under_another_row",
                violation_error_message=_("A person who goes on under another entry has left this one."),
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(relation="head", left_on=None),
                name="household_has_one_householder",
                violation_error_message=_("The household has a householder already."),
            ),
        ]
        indexes = [
            models.Index(fields=["post", "pinyin", "id"], name="resident_of_post_by_name"),
            models.Index(fields=["station", "pinyin", "id"], name="resident_of_station_by_name"),
            models.Index(fields=["county", "pinyin", "id"], name="resident_of_county_by_name"),
            models.Index(fields=["village"], name="resident_of_village"),
            models.Index(fields=["station", "name_key"], name="resident_of_station_by_chars"),
            models.Index(fields=["station", "given_key"], name="resident_of_station_by_given"),
            models.Index(fields=["station", "initials"], name="resident_of_station_initials"),
            models.Index(fields=["phone_index"], name="resident_by_phone"),
            models.Index(fields=["station", "phone_tail"], name="resident_of_station_by_tail"),
            models.Index(
                fields=["post", "stays_until"],
                name="resident_of_post_stays_until",
                condition=Q(stays_until__isnull=False, left_on=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.placed_like(self.household)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("residents:resident-detail", args=[self.pk])
