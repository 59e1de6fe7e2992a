"""What villagers are asked, by the code of its indicator: the favourable answers, and all that count."""

from formulas.satisfaction import CREDITED, SUBSTANTIVE

Answers = tuple[str, ...]
QUESTIONS: dict[str, tuple[Answers, Answers]] = {
    "satisfaction": (CREDITED["A"], SUBSTANTIVE),
    "visibility_survey": (("saw_officer",), ("saw_officer", "saw_no_officer")),
}
