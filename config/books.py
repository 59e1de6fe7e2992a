"""The books, in the order in which people read them: each name leads to a value that a room's ``book.py`` declares.

Everything that needs a list of books reads it (ledgers/books.py): index, menu, drafts, Today, boards, late reasons,
exports, the demonstration, tests.
"""

BOOKS: tuple[str, ...] = (
    "residents.book.VISITS",
    "residents.book.SERVICES",
    "residents.book.REQUESTS",
    "patrols.book.PATROLS",
    "patrols.book.ROUNDS",
    "patrols.book.PARTNERS",
    "hazards.book.HAZARDS",
    "meetings.book.MEETINGS",
    "disputes.book.DISPUTES",
    "disputes.rounds.book.CHECK_ROUNDS",
    "duty.book.DUTY_DAYS",
    "training.book.TRAININGS",
    "referrals.book.REFERRALS",
    "residents.book.HOUSEHOLDS",
    "residents.book.RESIDENTS",
    "residents.book.PREMISES",
    "residents.book.PAIRINGS",
    "residents.book.DUPLICATES",
    "residents.book.DATA_REQUESTS",
    "residents.book.PRIORITY_VISITS",
    "teams.book.TEAMS",
    "teams.book.MEMBERS",
    "teams.book.GROUPS",
    "patrols.book.PLANS",
    "patrols.book.CHECKPOINTS",
)
