"""Survey rounds and their states, how many people were asked in each village, and the tallies of their answers."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from access import scope
from accounts.models import User
from audit.history import tracked
from audit.versions import Versioned
from policies import guards
from posts import place_guards, places
from posts.models import County, Village
from surveys.questions import ANSWERS, Answer, Question


def _person(step: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=step,
        null=True,
        editable=False,
    )


def _day(step: Any) -> Any:
    return models.DateField(step, null=True, editable=False)


class SurveyRoundQuerySet(models.QuerySet["SurveyRound"]):
    def visible_to(self, user: User) -> Self:
        """The county's rounds. Whoever serves at a station or a post, and is rated, sees the counted ones alone."""
        county = places.county_of(user)
        found = self.filter(county=county) if county else self.none()
        return found if scope.for_user(user).county_id else found.filter(state=SurveyRound.State.COUNTED)


@tracked()
class SurveyRound(Versioned):
    """One round of asking villagers (民意测评); its answers belong to ``month``, and count there once it is counted.

    It goes from draft to open, closed and counted, and never back; the day and the person of each step are stored.
    ``without_reason``: why it was counted although villages were not entered.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("survey round", "Draft")
        OPEN = "open", pgettext_lazy("survey round", "Open")
        CLOSED = "closed", pgettext_lazy("survey round", "Closed")
        COUNTED = "counted", pgettext_lazy("survey round", "Counted")

    guard = (
        guards.Rule(("post", "station"), (guards.SELECT,), f"{guards.OWN_COUNTY} AND state = 'counted'"),
        guards.Rule(("county",), guards.READ_WRITE_DELETE, guards.OWN_COUNTY),
        guards.Rule(("compute",), (guards.SELECT,)),
    )

    county = models.ForeignKey(
        County, models.PROTECT, related_name="+", verbose_name=_("county"), editable=False
    )
    name = models.CharField(pgettext_lazy("place", "name"), max_length=60)
    month = models.DateField(_("month"))
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, db_default=State.DRAFT, editable=False
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("survey round", "drafted by"),
        editable=False,
    )
    drafted_on = models.DateField(pgettext_lazy("survey round", "drafted on"), editable=False)
    opened_by = _person(pgettext_lazy("survey round", "opened by"))
    opened_on = _day(pgettext_lazy("survey round", "opened on"))
    closed_by = _person(pgettext_lazy("survey round", "closed by"))
    closed_on = _day(pgettext_lazy("survey round", "closed on"))
    counted_by = _person(pgettext_lazy("survey round", "counted by"))
    counted_on = _day(pgettext_lazy("survey round", "counted on"))
    without_reason = models.CharField(
        _("why counted without these villages"), max_length=200, blank=True, default="", editable=False
    )

    objects = SurveyRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey round")
        verbose_name_plural = _("survey rounds")
        ordering = ["-month", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="round_month_is_its_first_day",
                violation_error_message=_("A month is written as its first day."),
            ),
            models.UniqueConstraint(
                fields=["county", "month"],
                name="county_has_one_round_a_month",
                violation_error_message=_("The county has a round in this month."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="draft", opened_on=None, closed_on=None, counted_on=None)
                    | Q(state="open", opened_on__isnull=False, closed_on=None, counted_on=None)
                    | Q(state="closed", opened_on__isnull=False, closed_on__isnull=False, counted_on=None)
                    | Q(
                        state="counted",
                        opened_on__isnull=False,
                        closed_on__isnull=False,
                        counted_on__isnull=False,
                    )
                ),
                name="round_has_the_days_of_its_steps",
                violation_error_message=_("A survey round is opened, closed and counted in this order."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("surveys:round-detail", args=[self.pk])


class Sample(models.Model):
    """How many people of a village were asked in a round: the denominator of the response rate.

    ``late_reason``: why answers changed after the month was published; shown beside the difference.
    """

    guard = guards.follows(
        "surveys_surveyround",
        "round_id",
        guards.Rule(("post", "station"), (guards.SELECT,)),
        guards.Rule(("county",), guards.READ_WRITE_DELETE, check=place_guards.VILLAGE_OF_OWN_COUNTY),
        guards.Rule(("compute",), (guards.SELECT,), "true"),
    )

    round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="samples", verbose_name=_("round"))
    village = models.ForeignKey(Village, models.PROTECT, related_name="+", verbose_name=_("village"))
    invited = models.PositiveIntegerField(_("people asked"))
    late_reason = models.CharField(_("why late"), max_length=200, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("sample")
        verbose_name_plural = _("samples")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "village"],
                name="village_has_one_sample_a_round",
                violation_error_message=_("The village has a sample in this round already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.village} {self.invited}"


class AnswerTally(models.Model):
    """How many villagers of a village gave an answer to a question through a channel.

    A tally and not one row an answer: without time, order or name no answer can be traced to a person. Each question
    has its own: a table of two questions at once tells more of a person than both of them.
    """

    guard = guards.follows(
        "surveys_surveyround",
        "round_id",
        guards.Rule(("post", "station"), (guards.SELECT,)),
        guards.Rule(("county",), guards.READ_WRITE_DELETE, check=place_guards.VILLAGE_OF_OWN_COUNTY),
        guards.Rule(("compute",), (guards.SELECT,), "true"),
    )

    class Channel(models.TextChoices):
        PAPER = "paper", _("Paper form")
        PHONE = "phone", pgettext_lazy("survey", "By phone")
        FACE = "face", _("Asked at the door")

    round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="tallies", verbose_name=_("round"))
    village = models.ForeignKey(Village, models.PROTECT, related_name="+", verbose_name=_("village"))
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    question = models.CharField(_("question"), max_length=20, choices=Question)
    answer = models.CharField(_("answer"), max_length=20, choices=Answer)
    count = models.PositiveIntegerField(_("count"))

    class Meta:
        verbose_name = _("answers")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "village", "channel", "question", "answer"],
                name="answer_is_tallied_once",
                violation_error_message=_("This answer is tallied already."),
            ),
            models.CheckConstraint(
                condition=Q(question="satisfaction", answer__in=ANSWERS[Question.SATISFACTION])
                | Q(~Q(question="satisfaction"), answer__in=ANSWERS[Question.SAW_OFFICER]),
                name="answer_is_one_of_its_question",
                violation_error_message=_("This is no answer to this question."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village} {self.get_answer_display()} {self.count}"


class Correction(models.Model):
    """Why the answers of a village were changed after the round was closed: stands on the page of the round."""

    guard = guards.follows(
        "surveys_surveyround",
        "round_id",
        guards.Rule(("post", "station"), (guards.SELECT,)),
        guards.Rule(("county",), (guards.SELECT, guards.INSERT), check=place_guards.VILLAGE_OF_OWN_COUNTY),
        guards.Rule(("compute",), (guards.SELECT,), "true"),
    )

    round = models.ForeignKey(
        SurveyRound, models.PROTECT, related_name="corrections", verbose_name=_("round")
    )
    village = models.ForeignKey(Village, models.PROTECT, related_name="+", verbose_name=_("village"))
    channel = models.CharField(_("channel"), max_length=10, choices=AnswerTally.Channel)
    reason = models.CharField(_("reason"), max_length=200)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("corrected by")
    )
    corrected_on = models.DateField(_("corrected on"))

    class Meta:
        verbose_name = _("correction of answers")
        verbose_name_plural = _("corrections of answers")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.reason
