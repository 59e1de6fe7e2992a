"""The order in which a transaction locks rows: one that waits for a row holds none that stands below it.

Two transactions that keep to one order never wait for each other. Every action keeps to it; a walk through all pages
records what each locks and compares it with this table (tests/pages/test_every_form.py). Of one table rows are locked
by ascending key.
"""

from enum import IntEnum


class Advisory(IntEnum):
    """The classes of advisory locks: the first of the two numbers that PostgreSQL takes.

    They are negative, because the month of a station has the station as its first number, 1 and more, and the month as
    its second (ledgers/months.py). No two can meet, whatever the keys of stations will be.
    """

    COUNT_OF_A_MONTH = -7_301  # second number: the month, or 0 for the count of every ten seconds
    COUNTS_OF_A_STATION = -7_302  # second number: the station
    SEAL = -7_303  # second number: 0
    PLACE_OF_A_VILLAGE = -7_305  # second number: the village
    TRIES_OF_AN_ACCOUNT = -7_304  # second number: from the name of the account, which may be anything


LOCK_ORDER: tuple[str, ...] = (
    # before all rows: who moves a village waits for those who write into it, and these wait for nobody who moves it
    "advisory: place of a village",
    "accounts_user",
    "accounts_confirmation",
    "administration_proposal",
    "administration_proposedrole",
    "imports_divisionimport",
    "posts_county",
    "posts_station",
    "posts_post",
    "posts_membership",
    "posts_town",
    "posts_towncode",
    "posts_village",
    "posts_villagecode",
    "posts_villagename",
    "posts_succession",
    "posts_villageprofile",
    "posts_postfile",
    "imports_import",
    "documents_formtemplate",
    "officers_familiaritytest",
    "officers_drawnhouseholds",
    "officers_digest",
    "library_regulation",
    "library_edition",
    "library_reading",
    "leaders_contactpoint",
    "leaders_leaderentry",
    "residents_datarequest",
    # the ledgers
    "residents_premises",
    "residents_visit",
    "residents_request",
    "residents_service",
    "patrols_checkpoint",
    "patrols_patrolplan",
    "patrols_patrol",
    "patrols_plannedround",
    "patrols_roundpoint",
    "patrols_patrolpartner",
    # trainings and members of teams, who are on patrols
    "training_training",
    "training_attendance",
    "teams_team",
    "teams_member",
    "hazards_hazard",
    "meetings_meeting",
    "disputes_dispute",
    "disputes_checkround",
    # the month of a station: shared by those who write into it, alone for those who decide on it
    "advisory: month of a station",
    "ledgers_stationmonth",
    "surveys_surveyround",
    "advisory: counts of a station",
    "disputes_disputenumber",
    # what goes with its row
    "hazards_hazardpicture",
    "disputes_agreementcopy",
    "disputes_session",
    "disputes_suspension",
    "disputes_extension",
    "disputes_agreement",
    "disputes_duty",
    "disputes_followup",
    "disputes_attention",
    "disputes_finding",
    "disputes_measure",
    "disputes_mediator",
    "disputes_party",
    "referrals_outsidebody",
    "referrals_referral",
    "referrals_answercopy",
    "referrals_slip",
    # the register
    "residents_household",
    "residents_resident",
    "residents_identity",
    "residents_pairing",
    "residents_priorityvisit",
    "residents_duplicate",
    "duty_handover",
    # what belongs to teams
    "teams_contractcopy",
    "teams_watchgroup",
    "teams_grouphousehold",
)
