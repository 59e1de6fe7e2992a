"""Requests of people about their own data."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

import rules
from audit.history import tracked
from audit.versions import Versioned
from policies import guards
from posts import place_guards
from posts.models import Placed
from posts.querysets import ScopedQuerySet
from residents.models.households import Household
from residents.models.people import Resident
from retention.periods import Retention, Then

ANSWERED_WITHIN = timedelta(days=rules.highest("data_request.answer_days"))  # a county may set fewer


class DataRequestQuerySet(ScopedQuerySet["DataRequest"]):
    def waiting(self) -> Self:
        return self.filter(state="received")


@tracked()
class DataRequest(Versioned, Placed):
    """Somebody asks for their own data: a copy, a correction, a deletion, an explanation (个人信息保护法 44-49).

    RECEIVED -> GRANTED | REFUSED, within 30 days. The post receives and grants; only the chief refuses, with a reason.
    """

    class Kind(models.TextChoices):
        COPY = "copy", _("A copy of what is held")
        CORRECT = "correct", _("A correction")
        DELETE = "delete", _("A deletion")
        EXPLAIN = "explain", _("An explanation of the rules")

    class Channel(models.TextChoices):
        PERSON = "person", _("In person")
        PHONE = "phone", _("By phone")
        LETTER = "letter", _("By letter")

    class Asker(models.TextChoices):
        SELF = "self", _("The person")
        GUARDIAN = "guardian", _("A guardian")
        RELATIVE = "relative", _("A close relative of somebody who has died")
        AGENT = "agent", _("Somebody with a power of attorney")

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")

    guard = (*place_guards.seen_up_to("station"), guards.HIDDEN_IN_EMERGENCY)
    is_personal = True
    retention = Retention(("answered_on",), Then.DELETE, _("to show that the right was heard"), years=3)

    PERSONAL_FIELDS = ("household",)

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="data_requests", verbose_name=_("household")
    )
    resident = models.ForeignKey(
        Resident,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="data_requests",
        verbose_name=_("resident"),
    )
    # Stays true when the person's entry is deleted: the request does not become one of the whole household.
    is_of_person = models.BooleanField(default=False, db_default=False, editable=False)
    kind = models.CharField(_("what is asked for"), max_length=10, choices=Kind)
    asker = models.CharField(_("who asks"), max_length=10, choices=Asker, default=Asker.SELF)
    is_identity_checked = models.BooleanField(_("identity has been checked"), default=False)
    channel = models.CharField(_("how it came"), max_length=10, choices=Channel, default=Channel.PERSON)
    wish = models.TextField(_("in their words"), max_length=500, blank=True)
    asked_on = models.DateField(_("asked on"), default=timezone.localdate)
    due_on = models.DateField(_("answer due on"), editable=False)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("received by")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED, editable=False)
    answer = models.TextField(_("answer given"), max_length=500, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("answered by"),
    )

    objects = DataRequestQuerySet.as_manager()  # type: ignore[misc]  # more than Placed has

    class Meta:
        verbose_name = _("request about own data")
        verbose_name_plural = _("requests about own data")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("asked_on"), due_on__lte=F("asked_on") + ANSWERED_WITHIN),
                name="data_request_is_answered_within_30_days",
                violation_error_message=_("It is due within 30 days after it was made."),
            ),
            models.CheckConstraint(
                condition=Q(state="received", answered_on=None, answered_by=None)
                | Q(
                    ~Q(state="received"), ~Q(answer=""), answered_on__isnull=False, answered_by__isnull=False
                ),
                name="data_request_is_answered_in_words_by_somebody",
                violation_error_message=_("An answer has words, a name and a day."),
            ),
            models.CheckConstraint(
                condition=Q(resident=None) | Q(is_of_person=True),
                name="data_request_of_a_person_says_so",
                violation_error_message=_("A request about a person says that it is one."),
            ),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(kind="explain") | Q(is_identity_checked=True),
                name="data_is_given_to_somebody_whose_identity_was_checked",
                violation_error_message=_("Check the identity of who asks first."),
            ),
        ]
        indexes = [
            models.Index(fields=["post", "due_on", "id"], name="data_request_of_post"),
            models.Index(fields=["station", "due_on", "id"], name="data_request_of_station"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.resident or self.household}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.due_on = self.due_on or self.asked_on + ANSWERED_WITHIN
        self.is_of_person |= self.resident_id is not None
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("residents:data-request-detail", args=[self.pk])

    @property
    def is_overdue(self) -> bool:
        return self.state == self.State.RECEIVED and self.due_on < timezone.localdate()

    @property
    def has_extract(self) -> bool:
        """A copy is printed for somebody whose identity was checked, and for nobody who was refused."""
        asked = self.kind == self.Kind.COPY and self.state != self.State.REFUSED
        return asked and self.is_identity_checked and self.subject is not None

    @property
    def subject(self) -> Household | Resident | None:
        """Whose data is asked for: the resident, or the household without its residents. None: it was deleted."""
        return self.resident if self.is_of_person else self.household
