"""The questions of a survey round and their answers. Read by its tables, the grid, the results and the figures."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Question(models.TextChoices):
    SATISFACTION = "satisfaction", _("Satisfied with the village officer?")
    SAW_OFFICER = "saw_officer", _("Saw an officer in the last month?")
    FEELS_SAFE = "feels_safe", _("Feels safe walking at night?")
    KNOWS_OFFICER = "knows_officer", _("Knows the officer's name or telephone?")


class Answer(models.TextChoices):
    VERY_SATISFIED = "very_satisfied", _("Very satisfied")
    SATISFIED = "satisfied", _("Satisfied")
    BASICALLY = "basically", _("Basically satisfied")
    DISSATISFIED = "dissatisfied", _("Dissatisfied")
    VERY_DISSATISFIED = "very_dissatisfied", _("Very dissatisfied")
    UNKNOWN = "unknown", _("Do not know")
    REFUSED = "refused", _("No answer")
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNSAID = "unsaid", _("Did not say")


_YES_OR_NO = (Answer.YES.value, Answer.NO.value, Answer.UNSAID.value)
ANSWERS: dict[str, tuple[str, ...]] = {
    Question.SATISFACTION.value: tuple(one.value for one in Answer if one.value not in _YES_OR_NO),
    **{one.value: _YES_OR_NO for one in Question if one is not Question.SATISFACTION},
}
# The count of a village and month (indicators/models/months.py) that each answer goes to; an answer that is none stands
# in no figure.
COUNTED: dict[tuple[str, str], str] = {
    **{(Question.SATISFACTION.value, answer): answer for answer in ANSWERS[Question.SATISFACTION]},
    (Question.SAW_OFFICER.value, "yes"): "saw_officer",
    (Question.SAW_OFFICER.value, "no"): "saw_no_officer",
    (Question.FEELS_SAFE.value, "yes"): "felt_safe",
    (Question.FEELS_SAFE.value, "no"): "felt_unsafe",
    (Question.KNOWS_OFFICER.value, "yes"): "knows_officer",
    (Question.KNOWS_OFFICER.value, "no"): "knows_no_officer",
}
# One cell of the grid: a question and an answer to it.
CELLS: tuple[tuple[str, str], ...] = tuple(
    (question, answer) for question, answers in ANSWERS.items() for answer in answers
)
