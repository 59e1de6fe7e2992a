"""The identity number of a resident."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from audit.versions import Versioned
from encryption import masks
from encryption.fields import BlindIndex, EncryptedField, SequencedKey
from policies import guards
from posts import place_guards
from posts.models import Placed
from residents import identity
from residents.models.people import Resident
from retention.periods import Retention, Then


@tracked()
class Identity(Versioned, Placed):
    """The identity number of one resident, entered because a service needs it.

    Source: 个人信息保护法 第六条, no more than the purpose needs.

    It is erased when the service is done, by the nightly disposal after 90 days at the latest. Two residents may have
    the same number for a while, when a person moves and the former post has not yet closed the entry; the form warns of
    the other one within the user's scope.
    """

    class Purpose(models.TextChoices):
        DOCUMENT = "document", _("Papers brought to the door")
        RESIDENCE = "residence", _("Registration of residence")
        BENEFIT = "benefit", _("Application for help or a benefit")
        MEDIATION = "mediation", _("Mediation agreement")

    guard = (
        guards.Rule(
            ("post",), guards.READ_WRITE_DELETE, guards.OWN_POST, (), place_guards.written_in("post")
        ),
        guards.Rule(
            ("station",), guards.READ_WRITE_DELETE, guards.OWN_STATION, (), place_guards.written_in("station")
        ),
        guards.Rule(("housekeeping",), (guards.SELECT, guards.UPDATE, guards.DELETE)),
        guards.HIDDEN_IN_EMERGENCY,
    )
    is_personal = True
    retention = Retention(("recorded_at",), Then.DELETE, _("until the service is done, at most"), days=90)

    DERIVED = {"number": ("index",)}

    id = SequencedKey(primary_key=True)
    resident = models.OneToOneField(
        Resident, models.CASCADE, related_name="identity", verbose_name=_("resident")
    )
    number = EncryptedField(
        _("identity number"), blank=False, mask=masks.identity, longest=40, fold=identity.normal
    )
    index = BlindIndex(of="number", normal=identity.normal)
    purpose = models.CharField(_("needed for"), max_length=10, choices=Purpose)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("identity number")
        verbose_name_plural = _("identity numbers")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["index"], name="identity_by_number"),
            models.Index(fields=["village"], name="identity_of_village"),
        ]

    def __str__(self) -> str:
        return str(self.resident)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.placed_like(self.resident)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return self.resident.get_absolute_url()
