"""The rooms (Django apps) of the registry, floor by floor from the top.

A room imports from the floors below its own and from no other.

Everything that needs a list of rooms reads it here: INSTALLED_APPS, the floors check (ops/floors.py), tests, coverage.
"""

FLOORS: tuple[tuple[str, ...], ...] = (
    ("demo",),
    ("reports", "imports"),
    ("documents",),
    ("indicators", "officers"),
    ("surveys",),
    ("disputes", "hazards", "meetings"),
    ("patrols",),
    ("teams",),
    ("residents",),
    ("duty", "leaders", "library", "referrals", "training"),
    ("ledgers",),
    ("administration",),
    ("oversight",),
    ("posts",),
    ("access",),
    ("accounts", "jobs", "notices"),
    ("pages",),
    ("retention",),
    ("audit",),
    ("encryption",),
    ("policies",),
    ("formulas", "calendars", "folding", "rules"),
)
ABOUT: dict[str, str] = {
    "demo": "the demonstration county",
    "reports": "landing page of each role, boards, monthly report, comparison, menu, exports",
    "imports": "households, accounts and villages of posts from sheets; division files of the statistics office",
    "documents": "papers as PDF and DOCX: registers, the case file of a dispute, forms of the police; templates of the "
    "county",
    "indicators": "counts of a village and month, formulas, five-none, publication",
    "officers": "the year of an officer, familiarity tests, the weekly digest of the chief",
    "surveys": "survey rounds and their tallies (满意率)",
    "disputes": "disputes: parties, mediation, agreement, follow-up; periods and stops of the law; protected ones; "
    "check rounds",
    "hazards": "hazards (隐患): found, assigned, put right with proof, verified by somebody else; photographs",
    "meetings": "village meetings (村(责任区)会议): who was there, what was told, the focus until the next one",
    "patrols": "patrols, their plans, planned rounds, checkpoints and partners",
    "teams": "teams that help to keep order (群防群治队伍), their members and consent, neighbourhood groups, what is "
    "covered",
    "residents": "households, residents, visits, services, requests, pairings; priority visits, requests on own "
    "data; duplicates and merges, moves and splits, leaving, the county's search by number or address",
    "duty": "duty days (驻村日), late arrivals, leave; the hand-over of a post (交接)",
    "leaders": "contact points of county leaders, their days in the field, guidance, briefings (领导联系点)",
    "library": "the county's rules and procedures, their editions, who has read them (制度库)",
    "referrals": "what a post passes on and must come back (转办), to bodies outside and to others inside; slips and "
    "their public page",
    "training": "trainings of officers, auxiliaries and members of teams: who came, how many hours",
    "ledgers": "what a book and any row of it is: receipt, review, month lock, drafts, list, form, file",
    "administration": "accounts and assignments on the pages of two administrators; the county's rules",
    "oversight": "emergency views, stand-ins, unusual look-ups, the auditor's pages",
    "posts": "county, town, village, station, post, membership, assignment, moving",
    "access": "roles, rights, scope, the database level and the session terms of a person",
    "accounts": "who signs in: sessions, passwords, second factor, pauses",
    "jobs": "promised work with progress, and its files",
    "notices": "lines on somebody's first page until somebody has seen to them",
    "pages": "the one family of list, detail, form and confirm pages; addresses, paging, files of a list",
    "retention": "how long each record is kept, the nightly disposal, erasure",
    "audit": "the trail, the history of rows, the seals",
    "encryption": "encrypted fields, keys, masks, rotation",
    "policies": "row-level security: rules of a table, grants, the acting level",
    "formulas": "rates, changes, satisfaction: numbers without tables",
    "calendars": "months, weeks and days",
    "folding": "one spelling of names, house numbers and accounts, for comparing, searching and sorting",
    "rules": "dated settings: limits, norms, due days, with source",
}
ROOMS: tuple[str, ...] = tuple(room for floor in FLOORS for room in floor)
