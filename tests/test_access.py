"""Every url name x every role -> status. A url that is missing from the table fails."""

from datetime import date

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from access.rights import MAY
from access.roles import Role
from ledgers import books

OPEN, SIGNED_IN, EXPORTERS = "open to all", "everybody who has signed in", "export"


def row_book(stem: str, records: str, is_joined: bool = False) -> dict[str, str]:
    """The seven pages of a book of ledger rows, and their verbs; one more of what several do together."""
    own, review = ("create", "edit", *(("join",) if is_joined else ())), ("accept", "give-back")
    read = {f"{stem}-{page}": "read_ledgers" for page in ("list", "detail")}
    return (
        read
        | {f"{stem}-{page}": records for page in own}
        | {f"{stem}-withdraw": "withdraw_row"}
        | {f"{stem}-{page}": "review_rows" for page in review}
    )


ACCESS = {
    "health": OPEN,
    **{f"health-{one}": OPEN for one in ("ready", "live", "well")},
    "accounts:sign-in": OPEN,
    "accounts:language": OPEN,
    "accounts:activate": OPEN,
    "accounts:sign-out": SIGNED_IN,
    "accounts:me": SIGNED_IN,
    "accounts:session-end": SIGNED_IN,
    "accounts:session-end-all": SIGNED_IN,
    "accounts:session-end-others": SIGNED_IN,
    "accounts:password": SIGNED_IN,
    "administration:list": "see_accounts",
    "posts:villages-give": "arrange_organisation",
    "administration:proposal": "assign_roles",
    "administration:waiting": "confirm_people",
    "administration:create": "manage_accounts",
    "administration:detail": "see_accounts",
    "administration:reset": "manage_accounts",
    "accounts:factor": OPEN,
    "accounts:factor-set-up": OPEN,
    "administration:factor-reset": "reset_factor",
    "administration:unlock": "manage_accounts",
    "administration:switch": "manage_accounts",
    "administration:assignment-end": "assign_roles",
    "administration:assignment-edit": "assign_roles",
    "administration:assignment-take-back": "assign_roles",
    "administration:assignment-swap": "assign_roles",
    "oversight:trail-list": "read_trail",
    "oversight:trail-detail": "read_trail",
    "oversight:trail-looks": "read_trail",
    "oversight:outlier-list": "tick_outliers or read_trail",
    "oversight:outlier-detail": "tick_outliers or read_trail",
    "pages:saved": SIGNED_IN,
    "jobs:list": SIGNED_IN,
    "jobs:detail": SIGNED_IN,
    "jobs:download": SIGNED_IN,
    "rules:rule-list": "read_rules",
    "rules:rule-detail": "read_rules",
    "rules:law-table": "read_rules",
    "reports:norms": "see_board",
    "reports:map": "see_board",
    "posts:map-bring": "arrange_organisation",
    "reports:norm-preview": "set_rules",
    "reports:post-norm": "set_rules",
    "rules:holiday-list": "read_rules",
    "rules:holiday-edit": "set_rules",
    "notices:line-done": SIGNED_IN,
    "posts:organisation": "see_organisation",
    "posts:offices": "see_organisation",
    "posts:station-create": "arrange_organisation",
    "posts:station-edit": "arrange_organisation",
    "posts:post-create": "arrange_organisation",
    "posts:post-edit": "arrange_organisation",
    "posts:post-village": "arrange_organisation",
    "posts:village-detail": "see_organisation",
    "posts:village-profile": "arrange_organisation",
    "posts:post-file": "check_posts",
    "posts:gaps": "see_gaps",
    "posts:village-move": "arrange_organisation",
    "posts:post-work": "read_ledgers",
    "posts:move-take-back": "arrange_organisation",
    "posts:post-close": "arrange_organisation",
    "posts:post-reopen": "arrange_organisation",
    "posts:station-close": "arrange_organisation",
    "posts:station-reopen": "arrange_organisation",
    "oversight:emergency-list": "read_emergencies",
    "oversight:emergency-open": "open_emergency",
    "oversight:emergency-end": "end_emergency",
    "oversight:emergency-acknowledge": "acknowledge_emergency",
    "oversight:stand-in-list": "grant_stand_in",
    "oversight:stand-in-end": "grant_stand_in",
    "oversight:stand-in-switch": SIGNED_IN,
    "duty:handover-list": "see_handovers",
    **{
        f"duty:handover-{page}": SIGNED_IN for page in ("detail", "give", "take", "back")
    },  # who left serves nowhere
    **{f"duty:handover-{page}": "close_handover" for page in ("in-place", "close")},
    "documents:handover-print": SIGNED_IN,
    **{f"documents:{one}-print": "print_papers" for one in ("team", "member", "training", "meeting")},
    **{f"documents:{one}-print": "print_papers" for one in ("plan", "checkpoint")},
    "documents:team-consent": "print_papers",
    "duty:leave-list": "grant_leave",
    "duty:leave-delete": "grant_leave",
    "ledgers:review": "review_rows",
    "ledgers:review-undo": "review_rows",
    "ledgers:index": "read_ledgers",
    "data_requests:notice": "see_organisation",
    "oversight:retention": "read_retention",
    **{f"training:training-{page}": "read_ledgers" for page in ("list", "detail")},
    **{f"training:training-{page}": "hold_training" for page in ("create", "edit", "withdraw")},
    "training:training-attendance": "note_attendance",
    **{f"teams:{one}-{page}": "read_ledgers" for one in ("team", "group") for page in ("list", "detail")},
    **{
        f"teams:{one}-{page}": "edit_teams" for one in ("team", "group") for page in ("create", "edit", "end")
    },
    "teams:covered": "read_ledgers",
    "training:hours": "hold_training",
    "library:regulation-list": "read_regulations",
    "library:regulation-detail": "read_regulations",
    "library:to-read": "confirm_reading",
    "library:regulation-read": "confirm_reading",
    **{f"library:regulation-{page}": "issue_regulations" for page in ("create", "reissue", "end")},
    "library:regulation-file": "read_regulations",
    "officers:year-list": "see_officers",
    "officers:burden": "see_burden",
    "officers:own-year": "read_officer_year",
    "officers:year-detail": "read_officer_year",
    "documents:officer-print": "read_officer_year",
    **{f"officers:test-{page}": "test_familiarity" for page in ("detail", "result")},
    "officers:officer-draw": "test_familiarity",
    **{f"officers:digest-{page}": "read_digest" for page in ("list", "detail")},
    "leaders:board": "see_leaders",
    "leaders:ledger-detail": "see_leaders",
    "leaders:log-list": "read_advice",
    "leaders:log-detail": "read_leader_log",
    **{f"leaders:log-{page}": "enter_leader_log" for page in ("create", "edit", "outcome", "withdraw")},
    **{f"leaders:contact-{page}": "arrange_contacts" for page in ("create", "end")},
    "documents:leaders-file": "arrange_contacts",
    "documents:leader-print": "see_leaders",
    "teams:team-contract": "edit_teams",
    "teams:contract-detail": "see_members",
    "teams:contract-withdraw": "end_consent",
    "teams:group-households": "edit_teams",
    **{f"teams:member-{page}": "see_members" for page in ("list", "detail")},
    **{f"teams:member-{page}": "edit_teams" for page in ("create", "edit", "leave")},
    "teams:member-consent": "end_consent",
    "teams:member-reveal": "reveal",
    "duty:duty-list": "read_ledgers",
    "duty:duty-arrive": "record_duty",
    "duty:duty-create": "record_duty",
    "duty:duty-detail": "read_ledgers",
    "duty:duty-withdraw": "withdraw_arrival",
    "duty:duty-confirm": "review_rows",
    "duty:duty-refuse": "review_rows",
    "ledgers:history-clean": "take_numbers_out",
    "residents:visit-absent": "record_visit",
    "ledgers:draft-save": SIGNED_IN,
    "ledgers:draft-text": SIGNED_IN,
    "ledgers:draft-discard": SIGNED_IN,
    "residents:household-list": "read_residents",
    "residents:household-create": "edit_residents",
    "residents:household-completeness": "read_residents",
    "residents:household-lookup": "look_up_household",
    "residents:resident-pick": "record_visit",
    "residents:household-looks": "see_looks",
    "residents:resident-looks": "see_looks",
    "residents:household-pick": "record_visit",
    "residents:household-detail": "read_residents",
    "residents:household-edit": "edit_residents",
    "residents:household-deregister": "edit_residents",
    "residents:household-register-again": "edit_residents",
    "residents:household-reveal": "reveal",
    **{f"residents:household-{step}": "edit_residents" for step in ("move", "split")},
    **{f"residents:resident-{step}": "edit_residents" for step in ("move", "second-home")},
    "residents:household-same": "edit_residents",
    "residents:duplicate-list": "see_duplicates",
    "residents:duplicate-detail": "see_duplicates",
    **{f"residents:duplicate-{step}": "edit_residents" for step in ("same", "different", "reopen", "undo")},
    "residents:resident-list": "read_residents",
    "residents:resident-create": "edit_residents",
    "residents:resident-detail": "read_residents",
    "residents:resident-edit": "edit_residents",
    "residents:resident-move-away": "edit_residents",
    "residents:resident-come-back": "edit_residents",
    "residents:resident-reveal": "reveal",
    "residents:resident-identity": "edit_residents",
    "residents:resident-identity-reveal": "reveal",
    "residents:resident-identity-erase": "edit_residents",
    "residents:pairing-list": "read_residents",
    "residents:pairing-create": "pair_household",
    "residents:pairing-end": "end_pairing",
    "residents:data-request-list": "see_data_requests",
    "residents:data-request-create": "receive_data_request",
    "residents:data-request-detail": "see_data_requests",
    "residents:data-request-grant": "answer_data_request",
    "residents:data-request-identity": "answer_data_request",
    "residents:data-request-refuse": "refuse_data_request",
    "residents:data-request-extract": "see_data_requests",
    "referrals:referral-list": "see_referrals",
    "referrals:referral-detail": "see_referrals",
    "referrals:referral-create": "pass_on",
    "referrals:problem-create": "report_problem",
    "referrals:slip-create": "pass_on",
    "referrals:task-create": "hand_down",
    **{f"referrals:referral-{step}": "work_on_referral" for step in ("take-on", "send-back", "finish")},
    "referrals:referral-answer-copy": "pass_on",
    **{f"referrals:copy-{step}": "pass_on" for step in ("detail", "withdraw")},
    "referrals:referral-withdraw": "withdraw_referral",
    "referrals:referral-tell": "pass_on",
    **{f"referrals:body-{step}": "edit_bodies" for step in ("list", "create", "edit")},
    "public": OPEN,
    "residents:priority-list": "see_priority",
    "residents:priority-create": "request_priority",
    "residents:priority-detail": "see_priority",
    "residents:priority-approve": "decide_priority",
    "residents:priority-refuse": "decide_priority",
    "residents:priority-end": "end_priority",
    **{f"residents:premises-{page}": "read_ledgers" for page in ("list", "detail")},
    **{f"residents:premises-{page}": "edit_premises" for page in ("create", "edit", "end")},
    **row_book("residents:visit", "record_visit", is_joined=True),
    **row_book("residents:service", "record_service", is_joined=True),
    **row_book("residents:request", "record_visit"),
    "residents:request-answer": "answer_request",
    **row_book("patrols:patrol", "record_patrol", is_joined=True),
    **{
        f"patrols:{one}-{page}": "read_ledgers"
        for one in ("walk", "plan", "checkpoint")
        for page in ("list", "detail")
    },
    **{
        f"patrols:{one}-{page}": "plan_patrols"
        for one in ("plan", "checkpoint")
        for page in ("create", "edit", "end")
    },
    **{f"patrols:walk-{page}": "walk_round" for page in ("start", "pass", "take-back", "finish")},
    "patrols:walk-skip": "explain_round",
    "patrols:patrol-partner": "record_patrol",
    **{f"patrols:partner-{page}": "read_ledgers" for page in ("list", "detail")},
    **{f"patrols:partner-{page}": "record_patrol" for page in ("answer", "decline", "take-back")},
    **row_book("meetings:meeting", "record_meeting"),
    **row_book("hazards:hazard", "record_hazard"),
    **{f"hazards:hazard-{step}": f"{step}_hazard" for step in ("assign", "rectify", "verify")},
    "hazards:hazard-reopen": "verify_hazard",
    "hazards:hazard-picture": "record_hazard",
    "hazards:picture-detail": "see_hazard_picture",
    "hazards:picture-withdraw": "withdraw_hazard_picture",
    **row_book("disputes:dispute", "record_dispute"),
    **row_book("disputes:check-round", "record_dispute", is_joined=True),
    "disputes:dispute-protect": "protect_dispute",
    "disputes:dispute-lift": "lift_protection",
    "disputes:dispute-measure": "protect_dispute",
    "disputes:dispute-close": "settle_dispute",
    "disputes:dispute-reopen": "settle_dispute",
    "disputes:dispute-agreement": "file_agreement",
    "disputes:copy-detail": "see_agreement",
    "disputes:copy-withdraw": "withdraw_agreement",
    "disputes:dispute-party": "record_dispute",
    "disputes:party-edit": "record_dispute",
    "disputes:party-remove": "record_dispute",
    "disputes:dispute-mediator": "record_dispute",
    "disputes:mediator-remove": "record_dispute",
    "disputes:dispute-session": "record_dispute",
    "disputes:minutes-edit": "record_dispute",
    "disputes:dispute-suspend": "settle_dispute",
    "disputes:suspension-resume": "settle_dispute",
    "disputes:dispute-draft": "settle_dispute",
    "disputes:agreement-edit": "settle_dispute",
    "disputes:agreement-finish": "settle_dispute",
    "disputes:agreement-correct": "settle_dispute",
    "disputes:agreement-sign": "settle_dispute",
    "disputes:agreement-court": "settle_dispute",
    "disputes:dispute-extend": "settle_dispute",
    "disputes:extension-edit": "settle_dispute",
    "disputes:dispute-case": "settle_dispute",
    "disputes:party-reveal": "reveal",
    "disputes:measure-edit": "protect_dispute",
    "disputes:measure-withdraw": "protect_dispute",
    "disputes:duty-performed": "record_dispute",
    "disputes:duty-broken": "settle_dispute",
    "disputes:duty-correct": "settle_dispute",
    "disputes:call-edit": "record_dispute",
    "disputes:suspension-edit": "settle_dispute",
    "disputes:call-make": "record_dispute",
    "disputes:dispute-mark": "record_dispute",
    "disputes:mark-end": "record_dispute",
    "documents:dispute-papers": "print_papers",
    "documents:slip-print": "pass_on",
    "documents:hazard-print": "print_papers",
    "documents:village-problems": "print_papers",
    **{
        f"documents:{one}": "print_papers"
        for one in (
            "door-labels",
            "incomplete",
            "post-sheet",
            "post-sheet-file",
            "work-book",
            "privacy-notice",
            "card",
            "blank-choose",
            "blank-print",
        )
    },
    "documents:dispute-print": "print_papers",
    "documents:statistics": "see_figures",
    "documents:statistics-file": "export",
    "disputes:prevented-list": "see_figures",
    "disputes:prevented-report": "report_prevented",
    "documents:template-list": "arrange_papers",
    "documents:template-bring": "arrange_papers",
    "documents:template-use": "arrange_papers",
    "documents:template-file": "arrange_papers",
    "imports:division-list": "arrange_organisation",
    "imports:division-create": "arrange_organisation",
    "imports:division-detail": "arrange_organisation",
    "imports:division-take-over": "arrange_organisation",
    "imports:import-list": "see_imports",
    "imports:import-create": "import_sheet",
    "imports:import-template": "import_sheet",
    "imports:import-detail": "see_imports",
    "imports:import-columns": "import_sheet",
    "imports:import-tick": "import_sheet",
    "imports:import-confirm": "confirm_import",
    "imports:import-commit": "import_sheet",
    "imports:import-slips": "manage_accounts",
    "imports:import-withdraw": "import_sheet",
    "imports:import-refused": "see_imports",
    "indicators:watch": "see_board",
    "indicators:incident-board": "see_board",
    "indicators:incident-attest": "attest_incidents",
    "indicators:incident-hours": "attest_incidents",
    "surveys:round-list": "see_board",
    "surveys:round-create": "enter_survey",
    "surveys:round-detail": "see_board",
    "surveys:round-edit": "enter_survey",
    "surveys:round-delete": "enter_survey",
    "surveys:round-open": "enter_survey",
    "surveys:round-close": "enter_survey",
    "surveys:round-count": "enter_survey",
    "surveys:round-enter": "enter_survey",
    "indicators:month-list": "see_board",
    "indicators:month-detail": "see_board",
    "reports:month-submit": "submit_month",
    "reports:month-approve": "approve_month or publish_month",
    "indicators:month-remind": "publish_month",
    "indicators:month-give-back": "approve_month or publish_month",
    "indicators:month-publish": "publish_month",
    "indicators:indicator-retire": "set_rules",
    "indicators:indicator-reinstate": "set_rules",
    "indicators:month-compute": "compute_month",
    "indicators:publication-detail": "read_publications",
    "indicators:publication-restate": "publish_month",
    "reports:home": SIGNED_IN,
    "reports:monthly": "see_figures",
    "reports:meanings": "see_figures",
    "reports:why": "see_figures",
    "reports:by-village": "see_figures",
    "reports:ranking": "see_board",
    "reports:export": EXPORTERS,
}
REFUSED, SIGN_IN = 403, 302


def patterns(resolver: URLResolver, prefix: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            found += patterns(one, f"{prefix}{one.namespace}:" if one.namespace else prefix)
        else:
            found.append((f"{prefix}{one.name}", one))
    return found


URLS = dict(patterns(get_resolver()))


def test_every_url_declares_who_opens_it():
    assert set(URLS) == set(ACCESS)


def test_every_verb_is_in_the_table_of_roles():
    verbs = {verb for rule in ACCESS.values() for verb in rule.split(" or ")} - {OPEN, SIGNED_IN}
    assert verbs <= set(MAY)


def address(name: str, rows: dict) -> str:
    what = "jobs" if name.startswith("jobs:") else noun(name)
    what = "station" if name == "posts:post-create" else what
    known = {
        "pk": rows.get(what),
        "form": "residents.visit",
        "month": "2026-02",
        "code": "duty.days_a_week",
        "paper": "acceptance",
        "kind": "pdf",
        "sheet": "visit",
        "measure": "order",
        "number": 1,
        "indicator": "talks",
        "quarter": "2026-1",
        "year": timezone.localdate().year,
    } | {key: rows[key] for key in ("village", "station")}
    wanted = URLS[name].pattern.converters
    return reverse(name, kwargs={key: known[key] for key in wanted})


def allowed(role: Role, rule: str) -> bool:
    if rule in {OPEN, SIGNED_IN}:
        return True
    return any(role in MAY[verb] for verb in rule.split(" or "))


METHOD = {"reports:export": "post"}
SAYS_WHAT_IS_WRONG = {"health-well"}  # 503 while something is behind, as here, where no worker runs


@pytest.mark.turns(6, by="role")
@pytest.mark.parametrize("role", Role)
def test_each_role_opens_what_the_table_says(role, tour):
    answers = tour.answers(role, "get")
    for name, method in METHOD.items():
        answers = answers | tour.answers(role, method, [name])
    wrong = {}
    for name, rule in ACCESS.items():
        status = answers[name].status
        if (status == REFUSED) == allowed(role, rule) and not own_row_only(name, role, status):
            wrong[name] = status
        if status >= 500 and name not in SAYS_WHAT_IS_WRONG:
            wrong[name] = status
    assert wrong == {}


def own_row_only(name: str, role: Role, status: int) -> bool:
    """A row is changed by the officer who recorded it, a referral answered by its receiver and withdrawn by its sender:
    the role may, this person may not."""
    of_author = role != Role.OFFICER and name.endswith(
        ("-edit", "pairing-end", "duty-withdraw", "copy-withdraw", "contract-withdraw", "picture-withdraw")
    )
    of_receiver = role == Role.COUNTY and name.endswith(
        ("-take-on", "-send-back", "-finish", "referral-withdraw")
    )
    return status == REFUSED and (of_author or of_receiver)


def test_anonymous_is_sent_to_sign_in(client, rows):
    answers = {
        name: client.get(address(name, rows)).status_code for name, rule in ACCESS.items() if rule != OPEN
    }
    assert set(answers.values()) == {SIGN_IN}


@pytest.mark.turns(3)
def test_who_serves_nowhere_opens_the_own_pages_and_nothing_breaks(rows, officer, sign_in, in_march):
    officer.assignments.update(ends_on=date(2026, 3, 19))
    client = sign_in(officer)
    answers = {name: client.get(address(name, rows)).status_code for name in ACCESS}
    ends = {
        "accounts:sign-out",
        "accounts:session-end",
        "accounts:session-end-all",
        "accounts:session-end-others",
    }
    statuses = {name: client.post(address(name, rows)).status_code for name in ACCESS.keys() - ends}
    for found in (statuses, answers):
        broken = {name for name, status in found.items() if status >= 500}
        assert broken <= SAYS_WHAT_IS_WRONG
    assert [answers[name] for name in ("reports:home", "jobs:list", "accounts:me")] == [200, 200, 200]


# Names of two rooms that begin alike: the rows of the second one have another key.
OTHERWISE = {
    "referrals:copy-detail": "answer",
    "referrals:copy-withdraw": "answer",
    "disputes:duty-performed": "owed",
    "disputes:duty-broken": "owed",
    "disputes:duty-correct": "owed",
    "disputes:agreement-correct": "final",
    "disputes:agreement-sign": "final",
    "disputes:agreement-court": "final",
}


def noun(name: str) -> str:
    """``noun("residents:data-request-list") == "data"``: what the keys of objects are called by (tests/objects.py)."""
    return OTHERWISE.get(name, name.partition(":")[2].partition("-")[0])


OF_A_DISPUTE = {
    "copy",
    "party",
    "mediator",
    "minutes",
    "suspension",
    "agreement",
    "final",
    "owed",
    "call",
    "mark",
    "extension",
    "measure",
}
OF_A_VILLAGE = {*OF_A_DISPUTE, "answer", "contract", *(noun(book.stem) for book in books.books())}


@pytest.mark.turns(2)
def test_a_foreign_row_answers_like_a_missing_one(rows, sign_in, stranger, in_march):
    client, wrong = sign_in(stranger), {}
    for name, url in URLS.items():
        what = noun(name)
        if "pk" in url.pattern.converters and what in OF_A_VILLAGE and allowed(Role.OFFICER, ACCESS[name]):
            foreign = client.get(address(name, rows))
            missing = client.get(address(name, rows | {what: 999_999_999}))
            if foreign.status_code != 404 or body(foreign) != body(missing):
                wrong[name] = foreign.status_code
    assert wrong == {}


def body(response) -> bytes:
    """The page without what differs by request: the address that stands in it, and the one-time token."""
    import re

    text = response.content.replace(response.request["PATH_INFO"].encode(), b"")
    return re.sub(rb"X-CSRFToken[^}]*", b"", text)
