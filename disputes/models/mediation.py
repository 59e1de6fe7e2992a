"""Who mediates, the sessions, and the days on which the mediation rests."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.history import tracked
from disputes.models.parts import REMOVABLE, Part


@tracked()
class Mediator(Part):
    """Somebody who mediates or helps: an officer, or a person of a committee, who is a name and a body, no account."""

    class Kind(models.TextChoices):
        OFFICER = "officer", _("Officer")
        SECURITY = "security", _("Security committee")
        COMMITTEE = "committee", _("Mediation committee")
        INVITED = "invited", _("Invited person")
        EXPERT = "expert", _("Expert")

    guard = REMOVABLE
    is_personal = True

    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("officer"),
    )
    name = models.CharField(_("name"), max_length=40, blank=True)
    body = models.CharField(_("organisation he or she is of"), max_length=60, blank=True)
    is_host = models.BooleanField(_("hosts"), default=False)
    # Relatives, neighbours and experts are invited with the consent of the parties (人民调解法 20).
    is_agreed_to = models.BooleanField(_("parties agree to the invitation"), default=False)

    class Meta:
        verbose_name = _("mediator")
        verbose_name_plural = _("mediators")
        ordering = ["-is_host", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="officer", user__isnull=False)
                | ~Q(kind="officer") & Q(user=None) & ~Q(name=""),
                name="mediator_is_an_officer_or_a_name",
                violation_error_message=_("An officer has an account; of others the name is noted."),
            ),
            models.UniqueConstraint(
                fields=["dispute", "user"],
                name="mediator_is_named_once",
                violation_error_message=_("This officer mediates here already."),
            ),
        ]
        indexes = [models.Index(fields=["dispute"], name="mediator_of_dispute")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"


@tracked()
class Session(Part):
    """One mediation meeting with the facts of its minutes (调解笔录)."""

    PRIVATE_FIELDS = ("place", "others_present", "claims", "asked", "offered", "recording_number", "recorder")

    class Result(models.TextChoices):
        AGREED = "agreed", _("Agreed")
        GOES_ON = "goes_on", _("Goes on")
        FAILED = "failed", _("No agreement")
        REFUSED = "refused", _("A party refused")
        NOT_HELD = "not_held", _("A party stayed away")

    class AskedBy(models.TextChoices):
        """Why there is a second session of police mediation (程序规定 183)."""

        NONE = "", _("First session")
        PARTY = "party", _("A party asked for it")
        POLICE = "police", _("Held needed")

    class Recording(models.TextChoices):
        """Sound and picture from beginning to end (治安管理处罚法 108)."""

        UNKNOWN = "", _("Not said")
        YES = "yes", _("Recorded in full")
        NO = "no", _("Not recorded")

    held_on = models.DateField(_("held on"))
    began_at = models.TimeField(_("from"), null=True, blank=True)
    ended_at = models.TimeField(_("to"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=100)
    sides_present = ArrayField(
        models.CharField(max_length=1), verbose_name=_("sides present"), default=list, blank=True
    )
    others_present = models.CharField(_("others present"), max_length=200, blank=True)
    is_closed = models.BooleanField(_("not open to the public"), default=False)
    told_rights = models.BooleanField(_("parties told of their rights and duties"), default=False)
    claims = models.TextField(_("what each side says"), max_length=5000, blank=True)
    asked = models.TextField(_("what was asked and found out"), max_length=5000, blank=True)
    offered = models.TextField(_("what was offered"), max_length=5000, blank=True)
    result = models.CharField(_("result"), max_length=8, choices=Result)
    asked_by = models.CharField(_("why once more"), max_length=6, choices=AskedBy, blank=True, default="")
    officers_present = models.PositiveSmallIntegerField(_("officers present"), null=True, blank=True)
    recording = models.CharField(_("recording"), max_length=3, choices=Recording, blank=True, default="")
    recording_number = models.CharField(_("number of the recording"), max_length=40, blank=True)
    recorder = models.CharField(_("recorder of the minutes"), max_length=40, blank=True)
    next_on = models.DateField(_("next session on"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    erased_on = models.DateField(_("text erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("mediation session")
        verbose_name_plural = _("mediation sessions")
        ordering = ["held_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_on=None) | Q(next_on__gte=F("held_on")),
                name="session_is_followed_by_a_later_one",
                violation_error_message=_("The next session lies before this one."),
            ),
            models.CheckConstraint(
                condition=Q(recording_number="") | Q(recording="yes"),
                name="session_with_a_recording_has_its_number",
                violation_error_message=_("Only what was recorded has a number."),
            ),
        ]
        indexes = [
            models.Index(fields=["dispute", "held_on"], name="session_of_dispute"),
            models.Index(fields=["village", "held_on"], name="session_of_village"),
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d}"


@tracked()
class Suspension(Part):
    """Days on which the mediation rests; those of an expert opinion or a hearing do not count for the case period."""

    class Why(models.TextChoices):
        EXPERT = "expert", _("Expert opinion")
        HEARING = "hearing", _("Hearing")
        ASKED = "asked", _("The parties asked for time")
        OTHER = "other", _("Other reason")

    why = models.CharField(_("why"), max_length=7, choices=Why)
    note = models.CharField(_("remark"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"))
    planned_until = models.DateField(_("planned until"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("starts_on")),
                name="suspension_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            ),
            models.UniqueConstraint(
                fields=["dispute"],
                condition=Q(ended_on=None),
                name="dispute_is_suspended_once",
                violation_error_message=_("The mediation rests already."),
            ),
        ]
        indexes = [models.Index(fields=["dispute"], name="suspension_of_dispute")]

    def __str__(self) -> str:
        return f"{self.get_why_display()} {self.starts_on:%Y-%m-%d}"
