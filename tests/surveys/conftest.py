import pytest
from django.urls import reverse

from surveys import actions, answer_actions
from surveys.models import SurveyRound
from tests import build
from tests.indicators.conftest import figures, in_english  # noqa: F401 - a round counts in the figures


@pytest.fixture
def draft(county, bureau, february):
    return actions.draft(SurveyRound(name="第一轮", month=february), by=bureau)


@pytest.fixture
def survey(draft, bureau):
    """An open round."""
    return actions.open_round(draft, by=bureau)


@pytest.fixture
def enter(bureau):
    """Enter the answers of one village: ``satisfied=12``, ``feels_safe__yes=3``."""

    def save(survey, village, invited=40, channel="paper", by=bureau, **answers):
        return answer_actions.enter_answers(survey, channel, {village.pk: row(invited, **answers)}, by=by)

    return save


def row(invited=40, **answers):
    cells = {}
    for name, count in answers.items():
        question, _sep, answer = name.rpartition("__")
        cells[question or "satisfaction", answer] = count
    return {answer_actions.INVITED: invited} | cells


@pytest.fixture
def grid():
    """The address of a village's station in the grid."""
    return lambda survey, village, channel="paper": (
        reverse("surveys:round-enter", args=[survey.pk, build.keys(village)["station"].pk])
        + f"?channel={channel}"
    )


def typed(village, invited="40", **answers):
    """What the grid sends of one village."""
    cells = {f"{village.pk}-invited": invited}
    for name, text in answers.items():
        question, _sep, answer = name.rpartition("__")
        cells[f"{village.pk}-{question or 'satisfaction'}-{answer}"] = text
    return cells
