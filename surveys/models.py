"""Survey rounds, how many people were asked in each village, and the tallies of their answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policies import guards
from posts import place_guards
from posts.models import County, Village


class SurveyRound(models.Model):
    """One round of asking villagers (民意测评); its figures belong to ``month``."""

    guard = (
        guards.Rule(("post", "station"), (guards.SELECT,), guards.OWN_COUNTY),
        guards.Rule(("county",), guards.READ_WRITE, guards.OWN_COUNTY),
        guards.Rule(("compute",), (guards.SELECT,)),
    )

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name=_("county"))
    name = models.CharField(pgettext_lazy("place", "name"), max_length=60)
    month = models.DateField(_("month"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("opened by")
    )

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
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("surveys:round-detail", args=[self.pk])


class Sample(models.Model):
    """How many people of a village were asked in a round: the denominator of the response rate.

    ``late_reason``: why answers were entered after the month was published; shown beside the difference.
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
    """How many villagers of a village gave an answer through a channel.

    A tally and not one row an answer: without time, order or name no answer can be traced to a person.
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
        PHONE = "phone", _("By phone")
        FACE = "face", _("Asked at the door")

    class Rating(models.TextChoices):
        VERY_SATISFIED = "very_satisfied", _("Very satisfied")
        SATISFIED = "satisfied", _("Satisfied")
        BASICALLY = "basically", _("Basically satisfied")
        DISSATISFIED = "dissatisfied", _("Dissatisfied")
        VERY_DISSATISFIED = "very_dissatisfied", _("Very dissatisfied")
        UNKNOWN = "unknown", _("Do not know")
        REFUSED = "refused", _("No answer")

    class Saw(models.TextChoices):
        YES = "yes", _("Saw an officer in the last month")
        NO = "no", _("Did not see one")
        UNSAID = "unsaid", _("Did not say")

    round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="tallies", verbose_name=_("round"))
    village = models.ForeignKey(Village, models.PROTECT, related_name="+", verbose_name=_("village"))
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    rating = models.CharField(_("answer"), max_length=20, choices=Rating)
    saw_officer = models.CharField(_("saw an officer"), max_length=10, choices=Saw)
    count = models.PositiveIntegerField(_("count"))

    class Meta:
        verbose_name = _("answers")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "village", "channel", "rating", "saw_officer"],
                name="answer_is_tallied_once",
                violation_error_message=_("This answer is tallied already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.village} {self.get_rating_display()} {self.count}"
