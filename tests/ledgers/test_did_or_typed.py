"""Each place that reads who recorded something is decided: does it mean who typed it, or who did it?

A new place fails here until somebody has decided. Work, norms, arrivals and "mine" mean who did it
(``ledgers/people.py``); receipts, keys of a sending and minutes mean who typed it.
"""

from collections import Counter

from ops.environment import ROOT

KINDS = ("*.py", "*.sql", "*.html")
ROOMS_LEFT_OUT = ("tests", "migrations", "demo", "benchmarks", "node_modules", ".venv", "var")
DECLARED = "declares the column, or writes who types it now"
SHOWN = "shows who typed it, beside who did it"
EITHER = "who did or typed it: both know of the row, and may mend it"
TYPED = "means who typed it: "

# File -> how often it names the column, and what they mean.
DECIDED = {
    "ledgers/models/rows.py": (4, DECLARED),
    "ledgers/actions.py": (3, TYPED + "a form that is sent again comes from the same person"),
    "ledgers/people.py": (4, EITHER),
    "ledgers/returned.py": (1, EITHER),
    "ledgers/tables.py": (3, SHOWN),
    "ledgers/filters.py": (1, TYPED + "the filter says so; the one beside it asks for who did it"),
    "ledgers/views/details.py": (1, TYPED + "the receipt and the button Undo are for whoever has just saved"),
    "reports/author_hints.py": (1, TYPED + "hints about typing go to whoever typed"),
    "reports/own_day.py": (1, TYPED + "the last receipt is the last one that the person was given"),
    "indicators/sql/open_work.sql": (10, EITHER),
    "indicators/causes.py": (1, TYPED + "among the fields of which a change says nothing of the figures"),
    "posts/sql/move_rows.sql": (2, TYPED + "it lies beside the same question about who did it"),
    "hazards/actions/verifying.py": (
        1,
        TYPED + "beside who found and who mended it: none of them verifies it",
    ),
    "hazards/book.py": (1, SHOWN),
    "hazards/views/hazards.py": (1, SHOWN),
    "training/actions.py": (1, DECLARED),
    "training/book.py": (1, SHOWN),
    "training/models.py": (1, DECLARED),
    "training/tables.py": (2, SHOWN),
    "training/views.py": (1, SHOWN),
    "meetings/book.py": (1, SHOWN),
    "meetings/views.py": (1, SHOWN),
    "patrols/book.py": (1, SHOWN),
    "patrols/views/patrols.py": (1, SHOWN),
    "residents/book.py": (1, SHOWN),
    "residents/views/visits.py": (1, SHOWN),
    "residents/views/services.py": (1, SHOWN),
    "residents/requests/views.py": (1, SHOWN),
    "residents/actions/identities.py": (1, DECLARED),
    "residents/models/identities.py": (1, DECLARED),
    "disputes/book.py": (1, SHOWN),
    "disputes/tables.py": (3, SHOWN),
    "disputes/rounds/book.py": (1, SHOWN),
    "disputes/rounds/views.py": (1, SHOWN),
    "disputes/views/story.py": (2, SHOWN),
    "disputes/views/extending.py": (1, SHOWN),
    "disputes/views/parts.py": (1, SHOWN),
    "disputes/views/copies.py": (1, SHOWN),
    "disputes/protected/views.py": (3, SHOWN),
    "disputes/parts_of.py": (3, SHOWN),
    "disputes/models/agreements.py": (1, DECLARED),
    "disputes/models/measures.py": (1, DECLARED),
    "disputes/models/mediation.py": (2, DECLARED),
    "disputes/models/extensions.py": (1, DECLARED),
    "disputes/actions/extending.py": (1, DECLARED),
    "disputes/actions/measures.py": (1, DECLARED),
    "disputes/actions/agreeing.py": (2, DECLARED),
    "disputes/actions/mediating.py": (
        3,
        TYPED + "whoever wrote the minutes corrects them; who mediated is named apart",
    ),
    "disputes/views/mediation.py": (1, TYPED + "whoever wrote the minutes corrects them"),
    "templates/disputes/_course.html": (1, TYPED + "whoever wrote the minutes corrects them"),
    "documents/layouts/beginning.py": (1, TYPED + "the paper asks for the registrar"),
    "documents/layouts/meetings.py": (4, TYPED + "the minutes ask for who took them down"),
    "documents/views/teams.py": (1, TYPED + "the minutes ask for who took them down"),
    "documents/views/papers.py": (1, SHOWN),
}


def test_each_place_that_reads_who_recorded_something_is_decided():
    found: Counter[str] = Counter()
    for kind in KINDS:
        for path in ROOT.rglob(kind):
            name = path.relative_to(ROOT)
            if not set(name.parts) & set(ROOMS_LEFT_OUT):
                found[str(name)] += path.read_text(encoding="utf-8").count("recorded_by")
    lines = {name: number for name, number in found.items() if number}
    assert lines == {name: number for name, (number, _why) in DECIDED.items()}
