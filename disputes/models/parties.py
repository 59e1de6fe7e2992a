"""The parties of a dispute (当事人)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from disputes.models.parts import REMOVABLE, Part
from encryption import masks
from encryption.fields import BlindIndex, EncryptedField
from residents import phones
from residents.models import Resident


@tracked()
class Party(Part):
    """One person or body on one side of a dispute.

    The name is that of the day on which the party was noted: papers print it, whatever becomes of the entry in the
    register. Name and telephone are sealed; nothing ranks or lists parties across disputes.
    """

    class Side(models.TextChoices):
        A, B, C = "A", "B", "C"
        D, E, F = "D", "E", "F"

    class Agrees(models.TextChoices):
        """To mediation (人民调解法 17)."""

        NOT_ASKED = "", _("Not asked yet")
        YES = "yes", _("Agrees to mediation")
        NO = "no", _("Refuses mediation")

    class Part(models.TextChoices):
        """In police mediation (程序规定 181)."""

        NONE = "", _("Not said")
        INJURED = "injured", _("Injured")
        ACTOR = "actor", _("Who violated the order")
        BOTH = "both", _("Both")

    class Notified(models.TextChoices):
        """How the guardian of a minor was notified."""

        NONE = "", _("Not notified")
        IN_PERSON = "in_person", _("In person")
        PHONE = "phone", _("By telephone")
        WRITING = "writing", _("In writing")

    class Came(models.TextChoices):
        """Who came for a minor."""

        UNKNOWN = "", _("Not said")
        GUARDIAN = "guardian", _("The guardian came")
        OTHER = "other", _("Another adult came instead")
        NOBODY = "nobody", _("Nobody came")

    guard = REMOVABLE
    is_personal = True
    PERSONAL_FIELDS = ("name", "phone", "resident", "guardian", "representative", "instead")
    DERIVED = {"phone": ("phone_index",)}

    side = models.CharField(_("side"), max_length=1, choices=Side)
    is_body = models.BooleanField(_("a body, not a person"), default=False)
    resident = models.ForeignKey(
        Resident,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entry in the register"),
    )
    name = EncryptedField(_("name"), mask=masks.name, longest=40)
    phone = EncryptedField(_("phone"), mask=masks.phone, fold=phones.stored)
    phone_index = BlindIndex(of="phone", normal=phones.normal)
    agrees = models.CharField(_("agrees to mediation"), max_length=3, choices=Agrees, blank=True, default="")
    part = models.CharField(_("part in the case"), max_length=7, choices=Part, blank=True, default="")
    hides_address = models.BooleanField(_("address hidden from the other sides"), default=False)
    representative = EncryptedField(_("represented by"), longest=40)
    mandate = models.CharField(_("mandate and its extent"), max_length=200, blank=True)
    is_minor = models.BooleanField(_("under 18"), default=False)
    guardian = EncryptedField(_("guardian"), longest=40)
    notified_how = models.CharField(
        _("how the guardian was notified"), max_length=9, choices=Notified, blank=True, default=""
    )
    notified_on = models.DateField(_("guardian notified on"), null=True, blank=True)
    came = models.CharField(_("who came"), max_length=8, choices=Came, blank=True, default="")
    instead = EncryptedField(_("who came instead"), longest=40)
    is_16 = models.BooleanField(_("16 or older"), default=False)
    lives_on_own_labour = models.BooleanField(_("lives mainly on own labour"), default=False)
    agrees_alone = models.BooleanField(_("agrees himself that no guardian comes"), default=False)

    class Meta:
        verbose_name = _("party of a dispute")
        verbose_name_plural = _("parties of disputes")
        ordering = ["side", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(name__isnull=False),
                name="party_has_a_name",
                violation_error_message=_("Say who it is."),
            ),
            models.CheckConstraint(
                condition=Q(is_body=False) | Q(is_minor=False, resident=None),
                name="party_that_is_a_body_is_no_person",
                violation_error_message=_("A body is no person of the register, and not under 18."),
            ),
            models.CheckConstraint(
                condition=Q(notified_on=None, notified_how="")
                | Q(notified_on__isnull=False) & ~Q(notified_how=""),
                name="party_guardian_is_notified_on_a_day_in_some_way",
                violation_error_message=_("Say on which day and how the guardian was notified."),
            ),
        ]
        indexes = [
            models.Index(fields=["dispute", "side"], name="party_of_dispute"),
            models.Index(fields=["resident"], name="party_of_resident"),
            models.Index(fields=["phone_index"], name="party_by_phone"),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} #{self.pk}"

    def save_name_of_entry(self) -> None:
        """Of a person of the register the name of today is noted; whatever was typed gives way to it."""
        if self.resident is not None:
            self.name = self.resident.name

    @property
    def needs_guardian(self) -> bool:
        """Must a guardian be notified (程序规定 181 ¶1)? Not of who is 16, lives on own labour and agrees himself."""
        return self.is_minor and not (self.is_16 and self.lives_on_own_labour and self.agrees_alone)
