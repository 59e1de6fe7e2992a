"""Who may do what: one literal table, verb -> roles. A change of rights is a reviewed commit.

Pages, actions and templates ask ``may(user, verb)``; rooms below this one are given ``rights_of(user)``.
"""

from collections.abc import Callable
from functools import cache, partial

from django.contrib.auth.models import AnonymousUser

from access import scope
from access.roles import Role
from accounts.models import User

OFFICER, AUXILIARY = Role("officer"), Role("auxiliary")
CLERK, CHIEF = Role("clerk"), Role("chief")
COUNTY, LEADER = Role("county"), Role("leader")
AUDITOR, ADMINISTRATOR, GRANTOR = Role("auditor"), Role("administrator"), Role("grantor")

MAY: dict[str, frozenset[Role]] = {
    # Ledgers: the work of a post
    "read_ledgers": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF, COUNTY, LEADER}),
    "record_visit": frozenset({OFFICER, AUXILIARY, CLERK}),
    "record_service": frozenset({OFFICER, AUXILIARY, CLERK}),
    "record_patrol": frozenset({OFFICER, AUXILIARY, CLERK}),
    "plan_patrols": frozenset({OFFICER, AUXILIARY, CHIEF}),  # checkpoints and plans
    "walk_round": frozenset({OFFICER, AUXILIARY}),
    "explain_round": frozenset({OFFICER, AUXILIARY, CHIEF}),  # why it was not walked
    "record_meeting": frozenset({OFFICER, AUXILIARY, CLERK}),
    "edit_teams": frozenset({OFFICER, AUXILIARY, CLERK}),  # teams, members, neighbourhood groups
    "see_members": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF}),  # their names; others read numbers
    "end_consent": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF}),  # of a member who withdraws it
    "hold_training": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF, COUNTY}),  # of their own place
    "note_attendance": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF}),
    "see_leaders": frozenset({COUNTY, LEADER}),  # the ledgers of all leaders of the county
    "arrange_contacts": frozenset({COUNTY}),
    "enter_leader_log": frozenset({LEADER}),  # the own ledger
    "read_advice": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF}),  # what leaders advised at the own place
    "read_leader_log": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF, COUNTY, LEADER}),
    "read_regulations": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF, COUNTY, LEADER}),
    "confirm_reading": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF}),  # of the county's regulations
    "see_readers": frozenset({CHIEF, COUNTY}),  # who has read them
    "issue_regulations": frozenset({COUNTY}),
    "read_officer_year": frozenset({OFFICER, AUXILIARY, CHIEF, COUNTY}),  # one's own; of the own place
    "see_officers": frozenset({CHIEF, COUNTY}),  # the years of those of the own place
    "test_familiarity": frozenset({CHIEF}),
    "read_digest": frozenset({CHIEF}),
    "see_burden": frozenset({COUNTY}),  # what the forms cost, of all people together
    "record_hazard": frozenset({OFFICER, AUXILIARY, CLERK}),
    "assign_hazard": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF}),
    "rectify_hazard": frozenset({OFFICER, AUXILIARY, CLERK}),
    # Never who found it, typed it or put it right: hazards/actions/verifying.py. The clerk too, else a post whose
    # officer has typed it under a chief who was its officer before has nobody left.
    "verify_hazard": frozenset({OFFICER, CLERK, CHIEF}),
    "see_hazard_picture": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF}),
    "withdraw_hazard_picture": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF}),  # whose: ledgers/copies.py
    "record_dispute": frozenset({OFFICER, AUXILIARY, CLERK}),
    "protect_dispute": frozenset({OFFICER, CHIEF}),  # domestic violence: seen by these alone
    "lift_protection": frozenset({CHIEF}),
    "host_police_mediation": frozenset({OFFICER}),
    "settle_dispute": frozenset({OFFICER}),
    "file_agreement": frozenset({OFFICER}),
    "withdraw_agreement": frozenset({OFFICER, CHIEF}),  # a wrong picture: ledgers/copies.py says whose
    "see_agreement": frozenset({OFFICER, CHIEF}),  # names and signatures of the parties
    "print_papers": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF}),  # with the names of the parties
    "report_prevented": frozenset({OFFICER, CLERK, CHIEF}),  # counts of a post and quarter
    "answer_request": frozenset({OFFICER, AUXILIARY, CLERK}),
    "see_referrals": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF, COUNTY}),
    "pass_on": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF}),
    "hand_down": frozenset({COUNTY}),  # a task to a post or a station
    "withdraw_referral": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF, COUNTY}),
    "work_on_referral": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF, COUNTY}),
    "report_problem": frozenset({OFFICER, CHIEF}),
    "edit_bodies": frozenset({COUNTY}),
    "pair_household": frozenset({OFFICER}),
    "end_pairing": frozenset({OFFICER, CHIEF}),  # one's own, and one whose officer has left
    "record_duty": frozenset({OFFICER, AUXILIARY}),
    "withdraw_arrival": frozenset(
        {OFFICER, AUXILIARY, CLERK, CHIEF}
    ),  # one's own, in an office held since as well
    "withdraw_row": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF}),  # whose: ledgers/returned.py
    "see_handovers": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF, COUNTY}),
    "close_handover": frozenset({CHIEF, COUNTY}),  # the county where nobody else at the station may
    "review_rows": frozenset({CHIEF}),
    "take_numbers_out": frozenset({CHIEF}),  # of a row's history, where they slipped in
    # Registers: households and residents
    "read_residents": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF, COUNTY}),
    "edit_residents": frozenset({OFFICER, AUXILIARY, CLERK}),
    "edit_premises": frozenset({OFFICER, AUXILIARY, CLERK}),  # schools, firms and the like; no persons
    "see_duplicates": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF}),  # two entries that may be one
    "see_priority": frozenset({OFFICER, CHIEF}),
    "request_priority": frozenset({OFFICER}),
    "decide_priority": frozenset({CHIEF}),
    "end_priority": frozenset({OFFICER, CHIEF}),
    "look_up_household": frozenset({COUNTY}),  # by a whole telephone or the house, with a reason
    "reveal": frozenset({OFFICER, CHIEF}),  # a hidden number, with a reason
    "see_data_requests": frozenset({OFFICER, CLERK, CHIEF}),
    "receive_data_request": frozenset({OFFICER, CLERK}),
    "answer_data_request": frozenset({OFFICER, CLERK, CHIEF}),
    "refuse_data_request": frozenset({CHIEF}),
    "see_names": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF}),
    # Sheets: whoever brings them in, and the chief who confirms large ones
    "see_imports": frozenset({OFFICER, CLERK, CHIEF, COUNTY, ADMINISTRATOR}),
    "import_sheet": frozenset({OFFICER, CLERK, COUNTY, ADMINISTRATOR}),  # of its kind: imports/kinds.py
    "import_households": frozenset({OFFICER, CLERK}),
    "confirm_import": frozenset({CHIEF}),
    # Figures: from the month's counts to a publication
    "see_figures": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF, COUNTY, LEADER}),
    "see_board": frozenset({CLERK, CHIEF, COUNTY, LEADER}),
    "read_publications": frozenset(
        {CLERK, CHIEF, COUNTY, LEADER, AUDITOR}
    ),  # of the county alone, no person's
    "attest_incidents": frozenset({CLERK, CHIEF}),
    "enter_survey": frozenset({COUNTY}),
    "compute_month": frozenset({CHIEF, COUNTY}),
    "submit_month": frozenset({CLERK, CHIEF}),
    "approve_month": frozenset({CHIEF}),
    "publish_month": frozenset({COUNTY}),
    "export": frozenset({OFFICER, CLERK, CHIEF, COUNTY}),
    # Organisation, rules and oversight
    "see_organisation": frozenset({OFFICER, AUXILIARY, CLERK, CHIEF, COUNTY, LEADER, ADMINISTRATOR, GRANTOR}),
    "arrange_organisation": frozenset({COUNTY}),
    "check_posts": frozenset({CHIEF, COUNTY}),  # the file of a post
    "see_gaps": frozenset({CHIEF, COUNTY, LEADER}),  # what posts lack, and how large their areas are
    "read_rules": frozenset(Role),
    "set_rules": frozenset({COUNTY}),
    "arrange_papers": frozenset({COUNTY}),
    "open_emergency": frozenset({OFFICER, CHIEF}),
    "end_emergency": frozenset({OFFICER, CHIEF}),
    "read_emergencies": frozenset({CHIEF, COUNTY, AUDITOR}),
    "acknowledge_emergency": frozenset({CHIEF}),
    "grant_stand_in": frozenset({CHIEF, GRANTOR}),
    "grant_leave": frozenset({CLERK, CHIEF}),
    "read_retention": frozenset({COUNTY, AUDITOR}),
    "tick_outliers": frozenset({CHIEF}),
    "see_looks": frozenset({CHIEF}),  # who looked at a household or person of the station
    "read_trail": frozenset({AUDITOR}),
    # Three administrators, none of whom can do the work of another: accounts, roles, reading of the trail
    "see_accounts": frozenset({ADMINISTRATOR, GRANTOR}),
    "manage_accounts": frozenset({ADMINISTRATOR}),
    "confirm_people": frozenset(
        {CHIEF, COUNTY, GRANTOR}
    ),  # that they are here, see confirmed_by of the roles
    "reset_factor": frozenset({GRANTOR}),
    "assign_roles": frozenset({GRANTOR}),
}

# The rights that remain while another post is open in an emergency: to read, and to end the view.
RIGHTS_IN_EMERGENCY = frozenset({"read_ledgers", "read_residents", "see_names", "end_emergency"})

# Rights of a chief that the acting chief does not get.
CHIEF_IN_PERSON = frozenset({"grant_stand_in", "protect_dispute", "lift_protection"})


def rights_of(user: User | AnonymousUser | None) -> Callable[[str], bool]:
    """``rights_of(user)(verb)``: what lower rooms, which know no roles, ask."""
    return partial(may, user)


def may(user: User | AnonymousUser | None, verb: str) -> bool:
    """Does the role that the person holds today carry ``verb``? An unknown verb is a mistake: KeyError."""
    allowed = MAY[verb]
    if user is None or not user.is_authenticated:
        return False
    return _carries(scope.for_user(user), verb, allowed)


def verbs_of(user: User | AnonymousUser | None) -> frozenset[str]:
    """Every verb for which ``may`` says yes, for who asks for many."""
    if user is None or not user.is_authenticated:
        return frozenset()
    where = scope.for_user(user)
    return _verbs(where.role, where.stands_in, where.emergency is not None)


@cache
def _verbs(role: str, stands_in: bool, in_emergency: bool) -> frozenset[str]:
    """A page asks for them three times, and there are as many answers as roles."""
    where = scope.Scope(role=role, stands_in=stands_in, emergency=0 if in_emergency else None)
    return frozenset(verb for verb, allowed in MAY.items() if _carries(where, verb, allowed))


def _carries(where: scope.Scope, verb: str, allowed: frozenset[Role]) -> bool:
    if where.stands_in and verb in CHIEF_IN_PERSON:
        return False
    return where.role in allowed and (where.emergency is None or verb in RIGHTS_IN_EMERGENCY)
