"""Households: who stands in the register of a village, until when, and under which row they go on."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit import looks
from audit.history import tracked
from audit.models import made_in
from audit.versions import Versioned
from encryption import masks
from encryption.fields import BlindIndex, EncryptedField, SequencedKey
from folding import house_numbers, text
from folding.fields import FoldedKey
from posts.models import Placed, Village
from residents import phones
from residents.pinyin import first_letters, full, given
from retention.periods import Retention, Then

NUMBER_TAKEN = _("The village has a household with this house number.")
NUMBER_TAKEN_NOW = _("Another household has this house number now. Change one of the two first.")


@tracked(
    computed=(
        "pinyin", "initials", "householder_key", "given_key", "number_key", "number_order", "last_met_on",
        "next_visit_on", "made_tx",
    )
)  # fmt: skip
class Household(Versioned, Placed):
    """One household (户) of a village. Children under 14 are only counted, never entered as residents.

    An empty ``opened_on`` means: since before the registry.
    ``pinyin`` and ``initials`` of the householder's name are stored keys for search and order, ``householder_key``,
    ``given_key`` and ``number_key`` the folded name, its part after the surname, and the house number;
    ``number_order`` sorts as an officer walks (folding/).

    A merged household (合并) and one that moved inside the county (迁往) stay as a closed row: its visits and its
    months stay where they happened, and ``continued_in`` is the row under which it goes on (residents/family.py).
    """

    class Leaving(models.TextChoices):
        MOVED = "moved", _("Moved away")
        DISSOLVED = "dissolved", _("Household dissolved")
        MISTAKE = "mistake", _("Entered by mistake")
        MERGED = "merged", _("Merged with another entry")
        RELOCATED = "relocated", _("Moved inside the county")

    is_personal = True
    LOOKED_UP_AS = looks.HOUSEHOLDS
    retention = Retention(
        ("closed_on",),
        Then.ANONYMISE,
        _("questions after somebody has moved away"),
        years=1,
        erases=(
            "number", "householder", "phone", "phone_index", "phone_tail", "note", "is_hardship", "pinyin", "initials",
            "householder_key", "given_key", "number_key", "number_order", "went_to",
        ),
        along=("residents", "first_of_pairs", "second_of_pairs"),
    )  # fmt: skip

    id = SequencedKey(primary_key=True)
    PERSONAL_FIELDS = ("householder", "phone")
    DERIVED = {
        "householder": ("pinyin", "initials", "householder_key", "given_key"),
        "number": ("number_key", "number_order"),
        "phone": ("phone_index", "phone_tail"),
    }

    village = models.ForeignKey(Village, models.PROTECT, related_name="households", verbose_name=_("village"))
    number = models.CharField(_("house number"), max_length=20)
    householder = models.CharField(_("householder"), max_length=40)
    phone = EncryptedField(_("phone"), mask=masks.phone, fold=phones.stored)
    phone_index = BlindIndex(of="phone", normal=phones.normal)
    phone_tail = BlindIndex(of="phone", normal=phones.tail)
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
    continued_in = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="earlier_entries",
        verbose_name=_("goes on as"),
    )
    went_to = models.CharField(
        _("moved to"), max_length=100, blank=True, default="", db_default="", editable=False
    )
    made_tx = made_in()
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
                violation_error_message=NUMBER_TAKEN,
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
            models.CheckConstraint(
                condition=Q(continued_in=None)
                | (Q(closed_on__isnull=False, closed_for__in=("merged", "relocated")))
                & ~Q(continued_in=F("pk")),
                name="household_goes_on_under_another_row",
                violation_error_message=_("A household that goes on under another entry is deregistered."),
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
            models.Index(fields=["station", "phone_tail"], name="household_of_station_by_tail"),
        ]

    def __str__(self) -> str:
        return f"{self.householder} {self.number}"

    def masked_label(self) -> str:
        """What it is called for those who may not see names: as its columns in the lists."""
        return f"{masks.name(self.householder)} {self.number}"

    def clean(self) -> None:
        """The constraint of the house number compares the folded one."""
        key = self._meta.get_field("number_key")
        assert isinstance(key, FoldedKey)
        self.number_key = key.key_of(self)

    @classmethod
    def left_for(cls) -> list[tuple[str, Any]]:
        """The reasons for which a household leaves the register, to choose from."""
        further = (cls.Leaving.MERGED, cls.Leaving.RELOCATED)
        return [one for one in cls.Leaving.choices if one[0] not in further]

    @property
    def goes_on(self) -> bool:
        """Was it merged, or has it moved inside the county? Such a row is changed no more."""
        return self.closed_for in (self.Leaving.MERGED, self.Leaving.RELOCATED)

    def get_absolute_url(self) -> str:
        return reverse("residents:household-detail", args=[self.pk])
