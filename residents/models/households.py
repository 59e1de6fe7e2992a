"""Households, their residents, and the pairing of a household with an officer."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear, Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

import rules
from audit.history import tracked
from audit.versions import Versioned
from encryption import masks
from encryption.fields import BlindIndex, EncryptedField, SequencedKey
from folding import house_numbers, text
from folding.fields import FoldedKey
from policies import guards
from posts import place_guards
from posts.models import Placed, Village
from posts.models.stations import date_range
from residents import phones
from residents.pinyin import first_letters, full, given
from retention.periods import Retention, Then

YOUNGEST = rules.newest("resident.youngest")  # younger children are a number on the household (PIPL 28, 31)


@tracked(
    computed=(
        "pinyin", "initials", "householder_key", "given_key", "number_key", "number_order", "last_met_on",
        "next_visit_on",
    )
)  # fmt: skip
class Household(Versioned, Placed):
    """One household (户) of a village. Children under 14 are only counted, never entered as residents.

    An empty ``opened_on`` means: since before the registry.
    ``pinyin`` and ``initials`` of the householder's name are stored keys for search and order, ``householder_key``,
    ``given_key`` and ``number_key`` the folded name, its part after the surname, and the house number;
    ``number_order`` sorts as an officer walks (folding/).
    """

    class Leaving(models.TextChoices):
        MOVED = "moved", _("Moved away")
        DISSOLVED = "dissolved", _("Household dissolved")
        MISTAKE = "mistake", _("Entered by mistake")

    is_personal = True
    retention = Retention(
        ("closed_on",),
        Then.ANONYMISE,
        _("questions after somebody has moved away"),
        years=1,
        erases=(
            "number", "householder", "phone", "phone_index", "note", "is_hardship", "pinyin", "initials",
            "householder_key", "given_key", "number_key", "number_order",
        ),
        along=("residents",),
    )  # fmt: skip

    id = SequencedKey(primary_key=True)
    PERSONAL_FIELDS = ("householder", "phone")
    DERIVED = {
        "householder": ("pinyin", "initials", "householder_key", "given_key"),
        "number": ("number_key", "number_order"),
        "phone": ("phone_index",),
    }

    village = models.ForeignKey(Village, models.PROTECT, related_name="households", verbose_name=_("village"))
    number = models.CharField(_("house number"), max_length=20)
    householder = models.CharField(_("householder"), max_length=40)
    phone = EncryptedField(_("phone"), mask=masks.phone)
    phone_index = BlindIndex(of="phone", normal=phones.normal)
    members = models.PositiveSmallIntegerField(_("people"), default=1)
    children_under_14 = models.PositiveSmallIntegerField(_("of them under 14"), default=0)
    is_hardship = models.BooleanField(_("in hardship"), default=False)
    note = models.CharField(_("how to find the house"), max_length=100, blank=True)
    pinyin = FoldedKey(of="householder", fold=full, max_length=120)
    initials = FoldedKey(of="householder", fold=first_letters, max_length=20)
    householder_key = FoldedKey(of="householder", fold=text.name)
    given_key = FoldedKey(of="householder", fold=given)
    number_key = FoldedKey(of="number", fold=house_numbers.folded, blank=True)  # no input fills it
    number_order = FoldedKey(of="number", fold=house_numbers.in_order)
    last_met_on = models.DateField(_("last met on"), null=True, editable=False)
    next_visit_on = models.DateField(_("next visit on"), null=True, editable=False)
    opened_on = models.DateField(_("registered on"), null=True, blank=True)
    closed_on = models.DateField(_("deregistered on"), null=True, blank=True)
    closed_for = models.CharField(
        _("why deregistered"), max_length=10, choices=Leaving, blank=True, default="", db_default=""
    )
    erased_on = models.DateField(_("made anonymous on"), null=True, editable=False)

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        ordering = ["village", "number_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["village", "number_key"],
                condition=Q(closed_on=None),
                name="house_number_is_one_in_its_village",
                violation_error_message=_("The village has a household with this house number."),
            ),
            models.CheckConstraint(
                condition=Q(children_under_14__lte=F("members")),
                name="children_are_among_the_people",
                violation_error_message=_("There can not be more children than people."),
            ),
            models.CheckConstraint(
                condition=Q(closed_for="") | Q(closed_on__isnull=False),
                name="household_has_left_for_a_reason",
                violation_error_message=_("Say why the household is deregistered."),
            ),
        ]
        indexes = [
            models.Index(
                F("post"), F("last_met_on").asc(nulls_first=True), F("id"), name="household_of_post_by_met"
            ),
            models.Index(
                F("station"),
                F("last_met_on").asc(nulls_first=True),
                F("id"),
                name="household_of_station_by_met",
            ),
            models.Index(
                F("county"),
                F("last_met_on").asc(nulls_first=True),
                F("id"),
                name="household_of_county_by_met",
            ),
            models.Index(fields=["post", "next_visit_on"], name="household_of_post_by_next"),
            models.Index(fields=["village", "householder"], name="household_by_name"),
            # A search reads its own place alone; the households of a post are few enough to be read through.
            models.Index(fields=["station", "householder_key"], name="household_of_station_by_name"),
            models.Index(fields=["station", "given_key"], name="household_of_station_by_given"),
            models.Index(fields=["station", "initials"], name="household_of_station_initials"),
            models.Index(fields=["station", "pinyin"], name="household_of_station_by_pinyin"),
            models.Index(fields=["station", "number_key"], name="household_of_station_by_number"),
            models.Index(fields=["phone_index"], name="household_by_phone"),
        ]

    def __str__(self) -> str:
        return f"{self.householder} {self.number}"

    def clean(self) -> None:
        """The constraint of the house number compares the folded one."""
        key = self._meta.get_field("number_key")
        assert isinstance(key, FoldedKey)
        self.number_key = key.key_of(self)

    def get_absolute_url(self) -> str:
        return reverse("residents:household-detail", args=[self.pk])


@tracked(computed=("pinyin", "initials", "name_key", "given_key"))
class Resident(Versioned, Placed):
    """A person of 14 or more who lives in a household (实有人口)."""

    guard = place_guards.by_place(
        "post", "station", rights=guards.READ_WRITE_DELETE
    )  # an entry is deleted when the person asks for it

    class Residence(models.TextChoices):
        PERMANENT = "permanent", _("Permanent")
        TEMPORARY = "temporary", _("Temporary")
        FOREIGN = "foreign", _("Foreign")

    dependents = ("identity",)
    is_personal = True
    retention = Retention(("left_on",), Then.DELETE, _("questions after somebody has moved away"), years=1)

    id = SequencedKey(primary_key=True)
    PERSONAL_FIELDS = ("name", "phone", "household")
    DERIVED = {
        "name": ("pinyin", "initials", "name_key", "given_key"),
        "phone": ("phone_index",),
        "household": ("village", "post", "station", "county"),
    }

    household = models.ForeignKey(
        Household, models.CASCADE, related_name="residents", verbose_name=_("household")
    )
    name = models.CharField(_("name"), max_length=40)
    residence = models.CharField(
        _("residence"), max_length=10, choices=Residence, default=Residence.PERMANENT
    )
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    phone = EncryptedField(_("phone"), mask=masks.phone)
    phone_index = BlindIndex(of="phone", normal=phones.normal)
    pinyin = FoldedKey(of="name", fold=full, max_length=120)
    initials = FoldedKey(of="name", fold=first_letters, max_length=20)
    name_key = FoldedKey(of="name", fold=text.name)
    given_key = FoldedKey(of="name", fold=given)
    is_stated_14 = models.BooleanField(_("stated to be 14 or older"), default=False, db_default=False)
    entered_on = models.DateField(
        _("entered on"), default=timezone.localdate, db_default=Now(), editable=False
    )
    left_on = models.DateField(_("moved away on"), null=True, blank=True)

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
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.placed_like(self.household)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("residents:resident-detail", args=[self.pk])


@tracked()
class Pairing(Versioned, Placed):
    """An officer supports one household in hardship, from one day to another (结对帮扶)."""

    is_personal = True

    PERSONAL_FIELDS = ("household",)

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="pairings", verbose_name=_("household")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="pairings", verbose_name=_("officer")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("pairing")
        verbose_name_plural = _("pairings")
        ordering = ["-starts_on", "-pk"]
        indexes = [
            models.Index(fields=[place, "-starts_on", "-id"], name=f"pairing_of_{place}")
            for place in ("post", "station", "county")
        ]
        constraints = [
            ExclusionConstraint(
                name="household_is_paired_once_on_any_day",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    (date_range("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The household is already paired on these days."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.household} · {self.officer}"

    def get_absolute_url(self) -> str:
        return reverse("residents:pairing-list")
