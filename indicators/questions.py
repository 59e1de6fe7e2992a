"""What villagers are asked, by the code of its indicator: the favourable answers, and all that count."""

from formulas.satisfaction import CREDITED, NO_OF, SUBSTANTIVE

Answers = tuple[str, ...]
QUESTIONS: dict[str, tuple[Answers, Answers]] = {
    "satisfaction": (CREDITED["A"], SUBSTANTIVE),
    **{
        code: ((yes,), (yes, NO_OF[yes]))
        for code, yes in (
            ("visibility_survey", "saw_officer"),
            ("safety", "felt_safe"),
            ("awareness", "knows_officer"),
        )
    },
}
