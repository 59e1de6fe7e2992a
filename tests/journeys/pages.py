"""Every page by its url name, and where each role finds a row to open it with."""

from django.urls import reverse

from access.roles import Role
from calendars import calendar
from ledgers import books
from tests.journeys.stack import Registry
from tests.test_access import ACCESS, URLS, allowed, noun

# What a role opens only of rows that the demonstration has for others alone.
NONE_OF = {
    Role.COUNTY: {"referrals:referral-take-on", "referrals:referral-send-back"}
}  # nothing was sent to it
# An auxiliary opens the pages of an officer, with fewer buttons on them.
PEOPLE = {
    Role.OFFICER: "officer01",
    Role.CLERK: "clerk1",
    Role.CHIEF: "chief1",
    Role.COUNTY: "county1",
    Role.LEADER: "leader1",
    Role.AUDITOR: "auditor1",
    Role.ADMINISTRATOR: "admin1",
    Role.GRANTOR: "grantor1",
}
# Where another role than the first that opens a page finds a tenth more links, buttons, fields and figures on it.
RICHEST = {
    "accounts:me": Role.CHIEF, "residents:priority-list": Role.CHIEF, "residents:data-request-list": Role.CHIEF,
    **dict.fromkeys(
        (
            "jobs:list", "posts:organisation", "rules:rule-detail", "residents:pairing-list", "patrols:patrol-list",
            "disputes:dispute-list", "indicators:incident-board", "indicators:month-detail", "reports:ranking",
            "surveys:round-detail",
        ),
        Role.COUNTY,
    ),
}  # fmt: skip
OF_EACH_ROLE = {"reports:home"}  # another page in each: opened in all of them in every run
STEPS = ("detail", "edit", "withdraw", "accept", "give-back")
JOINED = ("residents:visit", "residents:service", "patrols:patrol", "disputes:check-round")
PAGES = (
    "accounts:me", "accounts:password", "accounts:factor-set-up", "administration:list", "administration:create",
    "administration:waiting", "posts:villages-give",
    "administration:detail", "oversight:trail-list", "oversight:trail-detail",
    "oversight:trail-looks", "residents:household-looks", "residents:resident-looks",
    "jobs:list", "jobs:detail", "posts:organisation",
    "posts:station-create", "posts:station-edit", "posts:post-create", "posts:post-edit", "posts:post-village",
    "posts:post-close", "posts:station-close", "administration:assignment-end", "administration:assignment-swap",
    "posts:village-detail", "posts:village-move", "duty:leave-list",
    "posts:village-profile", "posts:post-file", "posts:gaps", "posts:map-bring",
    "duty:handover-list", "duty:handover-detail",
    "oversight:stand-in-list", "oversight:outlier-list", "oversight:outlier-detail",
    "ledgers:index", "ledgers:history-clean", "rules:rule-list", "rules:rule-detail",
    "rules:law-table", "rules:holiday-list", "rules:holiday-edit",
    "data_requests:notice", "duty:duty-list",
    *(f"duty:duty-{step}" for step in ("create", "detail", "withdraw", "confirm", "refuse")),
    "residents:household-list", "residents:household-create", "residents:household-completeness",
    "residents:household-lookup",
    "residents:household-same", "residents:household-move", "residents:household-split", "residents:resident-move",
    "residents:resident-second-home",
    *(f"residents:duplicate-{step}" for step in ("list", "detail", "same", "different", "reopen", "undo")),
    "residents:household-detail", "residents:household-edit", "residents:household-deregister",
    "residents:household-register-again", "residents:household-reveal", "residents:resident-list",
    "residents:resident-create", "residents:resident-detail", "residents:resident-edit",
    "residents:resident-move-away", "residents:resident-come-back", "residents:resident-reveal",
    "residents:resident-identity", "residents:resident-identity-reveal", "residents:resident-identity-erase",
    *(f"residents:premises-{step}" for step in ("list", "create", "detail", "edit", "end")),
    "residents:pairing-list", "residents:pairing-create", "residents:pairing-end",
    *(book.url_name(page) for book in books.ledgers() for page in ("list", "create", *STEPS)),
    *(f"patrols:plan-{step}" for step in ("list", "create", "detail", "edit", "end")),
    *(f"patrols:checkpoint-{step}" for step in ("list", "create", "detail", "edit", "end")),
    *(f"patrols:walk-{step}" for step in ("list", "detail", "skip", "finish")),
    "teams:covered", "training:hours",
    *(f"teams:{one}-{step}" for one in ("team", "group") for step in ("list", "create", "detail", "edit", "end")),
    *(f"teams:member-{step}" for step in ("list", "create", "detail", "edit", "leave", "consent", "reveal")),
    "teams:team-contract", "teams:group-households",
    *(f"training:training-{step}" for step in ("list", "create", "detail", "edit", "attendance", "withdraw")),
    *(f"{stem}-join" for stem in JOINED), "residents:request-answer",
    "patrols:patrol-partner",
    *(f"patrols:partner-{step}" for step in ("list", "detail", "answer", "decline", "take-back")),
    *(f"hazards:hazard-{step}" for step in ("assign", "rectify", "verify", "reopen", "picture")),
    "disputes:dispute-close", "disputes:dispute-agreement", "disputes:dispute-reopen",
    *(f"disputes:dispute-{step}" for step in ("party", "mediator", "session", "suspend", "draft", "mark")),
    "disputes:party-edit", "disputes:party-remove", "disputes:mediator-remove", "disputes:minutes-edit",
    "disputes:agreement-correct", "disputes:party-reveal",
    "disputes:call-make",
    "disputes:dispute-protect", "disputes:dispute-lift", "disputes:dispute-measure", "disputes:measure-edit",
    "disputes:measure-withdraw",
    *(f"disputes:agreement-{step}" for step in ("edit", "finish", "sign", "court")), "disputes:suspension-resume",
    "disputes:duty-performed", "disputes:duty-broken", "disputes:duty-correct", "disputes:call-edit",
    "disputes:mark-end", "disputes:dispute-extend",
    "disputes:dispute-case", "disputes:extension-edit",
    "documents:dispute-papers", "documents:statistics", "disputes:prevented-list", "disputes:prevented-report",
    "documents:template-list", "documents:template-bring", "documents:template-use", "documents:card",
    "documents:blank-choose",
    "indicators:incident-board", "indicators:incident-attest", "indicators:incident-hours", "indicators:watch",
    "indicators:indicator-retire",
    "surveys:round-list", "surveys:round-create", "surveys:round-detail", "surveys:round-enter",
    "surveys:round-close",
    "indicators:month-list",
    "indicators:month-detail", "reports:month-submit", "reports:month-approve", "indicators:month-give-back",
    "indicators:month-publish", "indicators:publication-detail", "indicators:publication-restate",
    "oversight:retention", "oversight:emergency-list", "oversight:emergency-open", "residents:priority-list",
    "residents:priority-create", *(f"residents:priority-{step}" for step in ("detail", "approve", "refuse", "end")),
    "residents:data-request-list", "residents:data-request-create",
    *(f"residents:data-request-{step}" for step in ("detail", "identity", "grant", "refuse", "extract")),
    "referrals:referral-list", "referrals:problem-create", "referrals:task-create",
    *(f"referrals:referral-{step}" for step in ("detail", "take-on", "send-back", "finish", "withdraw", "tell")),
    *(f"referrals:body-{step}" for step in ("list", "create", "edit")),
    "ledgers:review",
    "reports:home", "reports:monthly", "reports:meanings", "reports:why", "reports:by-village", "reports:ranking",
    "reports:norms", "reports:norm-preview", "reports:post-norm", "reports:map",
    "imports:import-list",
    "imports:import-create",
    "imports:division-list", "imports:division-create",
    "posts:offices", "leaders:board", "leaders:ledger-detail", "library:to-read",
    "officers:burden", "officers:year-list", "officers:own-year", "officers:year-detail", "officers:officer-draw",
    "officers:test-detail", "officers:test-result", "officers:digest-list", "officers:digest-detail",
    *(f"library:regulation-{step}" for step in ("list", "create", "detail", "read", "reissue", "end")),
    *(f"leaders:contact-{step}" for step in ("create", "end")),
    *(f"leaders:log-{step}" for step in ("list", "create", "detail", "edit", "outcome", "withdraw")),
)  # fmt: skip
# One template serves these steps in every book; axe checks it with the visits.
TWINS = {
    book.url_name(step)
    for book in books.ledgers()
    for step in ("edit", "withdraw", "accept", "give-back", *(("join",) if book.stem in JOINED else ()))
    if book.stem != "residents:visit"
}
NO_PAGES = {
    "ledgers:review-undo",  # a button: tests/journeys/test_review_queue.py
    # of one person and one state: tests/duty/test_handover.py walks them
    *(f"duty:handover-{step}" for step in ("give", "in-place", "take", "back", "close")),
    "notices:line-done",
    "documents:dispute-print", "documents:template-file", "documents:statistics-file", "documents:slip-print",
    "documents:hazard-print", "documents:village-problems",  # files
    "documents:officer-print", "library:regulation-file",
    "documents:door-labels", "documents:incomplete", "documents:post-sheet", "documents:post-sheet-file",
    "documents:work-book", "documents:privacy-notice", "documents:blank-print",
    "documents:leaders-file", "documents:leader-print",
    "documents:handover-print", "documents:team-print", "documents:team-consent", "documents:member-print",
    "documents:training-print", "documents:meeting-print", "documents:plan-print", "documents:checkpoint-print",
    "imports:import-template", "imports:import-tick", "imports:import-refused", "imports:import-detail",
    "imports:import-columns", "imports:import-confirm", "imports:import-commit", "imports:import-withdraw",
    "imports:import-slips",
    "health", "health-ready", "health-live", "health-well",
    "accounts:sign-in", "accounts:activate", "accounts:sign-out",
    "accounts:language", "administration:reset", "administration:switch",
    "duty:leave-delete", "jobs:download", "duty:duty-arrive", "ledgers:draft-save",
    "residents:visit-absent", "pages:saved", *(f"patrols:walk-{step}" for step in ("start", "pass", "take-back")),
    "teams:contract-detail", "teams:contract-withdraw",
    "disputes:copy-detail", "disputes:copy-withdraw", "hazards:picture-detail", "hazards:picture-withdraw",
    "referrals:copy-detail", "referrals:copy-withdraw", "referrals:referral-answer-copy",
    "ledgers:draft-text",  # without a draft: tests/ledgers/test_draft_subjects.py
    "ledgers:draft-discard", "residents:household-pick", "residents:resident-pick",
    "indicators:month-compute", "indicators:month-remind", "reports:export",
    "indicators:indicator-reinstate",  # of one that is given up: tests/indicators/test_retiring.py
    "oversight:emergency-end", "oversight:emergency-acknowledge", "accounts:session-end", "accounts:session-end-all",
    "accounts:session-end-others",
    "administration:factor-reset", "administration:unlock", "oversight:stand-in-end",
    "oversight:stand-in-switch", "posts:post-work",  # buttons: they take POST and lead to another page
    "administration:proposal",  # the demonstration has none: test_set_up.py walks it
    "referrals:referral-create", "referrals:slip-create",  # of a row that the address names beside it
    "disputes:suspension-edit",  # the demonstration ends no rest: tests/disputes/test_turns_of_the_story.py
    "imports:division-detail", "imports:division-take-over",  # test_town_recoded.py walks them
    # the demonstration plans no move and no assignment, and closes nothing: tests/posts/test_by_date.py
    "posts:move-take-back", "posts:post-reopen", "posts:station-reopen",
    "administration:assignment-edit", "administration:assignment-take-back",
    # the demonstration has one round that is open, the others count: test_survey_round.py walks them
    *(f"surveys:round-{step}" for step in ("edit", "delete", "open", "count")),
    "public",  # without sign-in: tests/referrals/test_public.py
    "accounts:factor",  # between password and code only: test_second_factor.py walks it
}  # fmt: skip
TABLES = {noun(book.stem): book.model._meta.db_table for book in books.books()} | {
    "outlier": "oversight_outlier"
}
TABLES |= {
    "log": "leaders_leaderentry",
    "party": "disputes_party", "mediator": "disputes_mediator", "minutes": "disputes_session",
    "final": "disputes_agreement",
    "call": "disputes_followup", "owed": "disputes_duty", "mark": "disputes_attention",
    "suspension": "disputes_suspension", "extension": "disputes_extension", "measure": "disputes_measure",
}  # fmt: skip
HAS_EFFECT = (
    "EXISTS (SELECT 1 FROM disputes_agreement a WHERE a.id = agreement_id AND a.replaced_on IS NULL"
    " AND (a.form = 'oral' OR a.signed_on IS NOT NULL))"
)
COUNTS = "dispute_id IN (SELECT id FROM disputes_dispute WHERE state IN ('recorded', 'accepted') AND erased_on IS NULL"
OPEN_AND_MEDIATED = (
    "stage = 'open' AND state IN ('recorded', 'accepted') AND NOT is_protected AND procedure <> 'told'"
)
LIVING = "state IN ('recorded', 'accepted') AND erased_on IS NULL"
# Which rows have something to show on the page.
FIT = {
    "priority-approve": "state = 'requested'",
    "priority-refuse": "state = 'requested'",
    "priority-end": "state = 'approved' AND ended_on IS NULL AND expires_on > current_date",
    "data-request-identity": "state = 'received' AND kind <> 'explain' AND NOT is_identity_checked",
    "data-request-grant": "state = 'received' AND (kind <> 'copy' OR is_identity_checked)",
    "duplicate-same": "state = 'open'",
    "duplicate-different": "state = 'open'",
    "duplicate-reopen": "state = 'different'",
    "duplicate-undo": "state = 'same'",
    "household-edit": "continued_in_id IS NULL AND erased_on IS NULL",
    "household-move": "closed_on IS NULL",
    "household-same": "closed_on IS NULL",
    "household-split": "closed_on IS NULL AND (SELECT count(*) FROM residents_resident r"
    " WHERE r.household_id = residents_household.id AND r.left_on IS NULL AND r.relation <> 'head') > 0",
    "resident-edit": "continued_in_id IS NULL",
    "resident-move": "left_on IS NULL",
    "resident-second-home": "left_on IS NULL",
    "request-answer": "told_back_on IS NULL AND state IN ('recorded', 'accepted')",
    **dict.fromkeys(("hazard-assign", "hazard-rectify"), f"{LIVING} AND rectified_on IS NULL"),
    "hazard-verify": f"{LIVING} AND rectified_on IS NOT NULL AND verified_on IS NULL"
    " AND recorded_by_id = rectified_by_id"
    " AND recorded_by_id IN (SELECT user_id FROM posts_assignment WHERE role = 'auxiliary')",
    "patrol-partner": LIVING,
    **dict.fromkeys(
        ("partner-answer", "partner-decline"),
        "state = 'asked' AND partner_post_id IN (SELECT a.post_id FROM posts_assignment a "
        f"JOIN accounts_user u ON u.id = a.user_id WHERE u.username = '{PEOPLE[Role.OFFICER]}')",
    ),
    "partner-take-back": "state = 'asked'",
    "hazard-reopen": f"{LIVING} AND rectified_on IS NOT NULL",
    "hazard-picture": LIVING,
    **dict.fromkeys(("dispute-mediator", "dispute-session"), OPEN_AND_MEDIATED),
    "dispute-suspend": f"{OPEN_AND_MEDIATED} AND id NOT IN (SELECT dispute_id FROM disputes_suspension"
    " WHERE ended_on IS NULL)",
    "dispute-draft": f"{OPEN_AND_MEDIATED} AND id NOT IN (SELECT dispute_id FROM disputes_agreement"
    " WHERE replaced_on IS NULL)",
    **dict.fromkeys(
        ("dispute-party", "dispute-mark"), "state IN ('recorded', 'accepted') AND erased_on IS NULL"
    ),
    **dict.fromkeys(("party-edit", "mediator-remove", "minutes-edit"), f"{COUNTS})"),
    "party-remove": f"{COUNTS}) AND id NOT IN (SELECT who_id FROM disputes_duty WHERE who_id IS NOT NULL)",
    "final-correct": f"{COUNTS}) AND is_final AND replaced_on IS NULL",
    **dict.fromkeys(("final-edit", "final-finish"), f"{COUNTS}) AND NOT is_final AND replaced_on IS NULL"),
    "final-sign": f"{COUNTS} AND stage = 'open') AND is_final AND form = 'written' AND replaced_on IS NULL",
    "final-court": f"{COUNTS} AND procedure = 'people') AND is_final AND form = 'written' AND replaced_on IS NULL"
    " AND is_sealed_by_body AND confirmation = ''",
    **dict.fromkeys(("owed-performed", "owed-broken"), f"{COUNTS}) AND state = 'pending' AND {HAS_EFFECT}"),
    "owed-correct": f"{COUNTS} AND NOT is_protected) AND state <> 'pending' AND {HAS_EFFECT}",
    "call-edit": f"{COUNTS}) AND made_on IS NOT NULL",
    "suspension-resume": f"{COUNTS}) AND ended_on IS NULL",
    "mark-end": f"{COUNTS}) AND ended_on IS NULL",
    "extension-edit": f"{COUNTS})",
    **dict.fromkeys(("dispute-extend", "dispute-case"), "filed_on IS NOT NULL AND stage = 'open'"),
    **dict.fromkeys(("dispute-measure", "dispute-lift"), "is_protected"),
    "party-reveal": f"{COUNTS}) AND phone IS NOT NULL",
    "call-make": f"{COUNTS}) AND made_on IS NULL AND dropped_on IS NULL",
    **dict.fromkeys(
        ("visit-join", "service-join", "patrol-join", "check-round-join"),
        "state IN ('recorded', 'accepted') AND erased_on IS NULL",
    ),
    "dispute-close": "stage = 'open' AND state IN ('recorded', 'accepted')",
    "dispute-papers": "NOT is_protected AND procedure IN ('people', 'police', 'spot')",
    "pairing-end": "ends_on IS NULL",
    **dict.fromkeys(
        (
            "team-edit",
            "team-end",
            "member-edit",
            "member-leave",
            "group-edit",
            "group-households",
            "group-end",
        ),
        "ends_on IS NULL",
    ),
    **dict.fromkeys(("plan-edit", "plan-end", "checkpoint-edit", "checkpoint-end"), "ends_on IS NULL"),
    **dict.fromkeys(("premises-edit", "premises-end"), "ends_on IS NULL"),
    "walk-skip": "state = 'planned'",
    "walk-finish": "started_at IS NOT NULL AND patrol_id IS NULL AND erased_on IS NULL",
    "team-contract": "ends_on IS NULL AND agreement_with <> ''",
    "member-consent": "consent_ended_on IS NULL AND erased_on IS NULL",
    "member-reveal": "phone IS NOT NULL AND erased_on IS NULL",
    **dict.fromkeys(("training-edit", "training-withdraw", "training-attendance"), "state = 'held'"),
    **dict.fromkeys(("log-edit", "log-outcome", "log-withdraw"), "state = 'held'"),
    "data-request-refuse": "state = 'received'",
    "data-request-extract": "kind = 'copy' AND is_identity_checked AND state <> 'refused'",
    **dict.fromkeys(
        ("referral-send-back", "referral-finish"), "state IN ('sent', 'accepted') AND receiver = 'body'"
    ),
    "referral-take-on": "state = 'sent' AND receiver = 'body'",
    "referral-withdraw": "state IN ('sent', 'accepted')",
    "referral-tell": "state IN ('done', 'rejected') AND closed_on IS NULL AND subject_kind <> 'request'",
    "duty-withdraw": "state IN ('noted', 'waiting')",
    "duty-confirm": "state = 'waiting'",
    "duty-refuse": "state = 'waiting'",
    "dispute-reopen": "stage IN ('failed', 'referred')",
    "household-deregister": "closed_on IS NULL",
    "household-register-again": "closed_on IS NOT NULL AND erased_on IS NULL",
    "household-reveal": "phone IS NOT NULL",
    "resident-move-away": "left_on IS NULL",
    "resident-come-back": "left_on IS NOT NULL",
    "resident-reveal": "phone IS NOT NULL",
    "resident-identity": "id IN (SELECT resident_id FROM residents_identity)",
    "resident-identity-reveal": "id IN (SELECT resident_id FROM residents_identity)",
    "resident-identity-erase": "id IN (SELECT resident_id FROM residents_identity)",
}
OF_STATION = (
    "SELECT a.user_id FROM posts_assignment a JOIN posts_post p ON p.id = a.post_id JOIN posts_assignment me"
    " ON me.user_id = %(user)s AND (me.station_id = p.station_id OR me.county_id IS NOT NULL OR me.user_id = a.user_id)"
    " WHERE a.ends_on IS NULL AND me.ends_on IS NULL"
)
OF_THE_COUNTY = {
    "prevented": "SELECT min(p.id) FROM posts_post p JOIN posts_assignment a"
    " ON a.post_id = p.id OR a.station_id = p.station_id WHERE a.user_id = %(user)s",
    "handover": "SELECT h.id FROM duty_handover h JOIN posts_post p ON p.id = h.post_id JOIN posts_assignment a"
    " ON a.post_id = p.id OR a.station_id = p.station_id WHERE a.user_id = %(user)s ORDER BY h.id LIMIT 1",
    "round": "SELECT max(id) FROM surveys_surveyround WHERE state = 'counted'",
    "open_round": "SELECT max(id) FROM surveys_surveyround WHERE state = 'open'",
    "publication": "SELECT max(id) FROM indicators_publication",
    "detail": "SELECT max(id) FROM accounts_user",
    "assignment": "SELECT max(id) FROM posts_assignment WHERE is_responsible AND ends_on IS NULL",
    "station": "SELECT max(id) FROM posts_station",
    "body": "SELECT max(id) FROM referrals_outsidebody",
    "ledger": "SELECT min(person_id) FROM leaders_contactpoint WHERE ends_on IS NULL",
    "regulation": "SELECT min(id) FROM library_regulation WHERE ended_on IS NULL",
    # oneself, or somebody of the own station or county
    "year": f"{OF_STATION} ORDER BY a.user_id = %(user)s DESC, a.user_id LIMIT 1",
    "officer": f"{OF_STATION} AND NOT EXISTS (SELECT 1 FROM officers_familiaritytest t WHERE t.user_id = a.user_id"
    " AND t.asked_on IS NULL) AND a.is_responsible ORDER BY a.user_id LIMIT 1",
    "test": "SELECT max(t.id) FROM officers_familiaritytest t JOIN posts_assignment me ON me.station_id = t.station_id"
    " WHERE me.user_id = %(user)s AND t.asked_on IS NULL",
    "digest": "SELECT max(d.id) FROM officers_digest d JOIN posts_assignment me ON me.station_id = d.station_id"
    " WHERE me.user_id = %(user)s",
    "contact": "SELECT min(id) FROM leaders_contactpoint WHERE ends_on IS NULL",
    "post": "SELECT max(id) FROM posts_post",
    "notice": "SELECT min(id) FROM posts_post",
    "village": "SELECT min(id) FROM posts_village",
    "entry": "SELECT max(id) FROM audit_entry WHERE action = 'open_emergency'",
    "card": "SELECT min(p.id) FROM posts_post p JOIN posts_assignment a"
    " ON a.post_id = p.id OR a.station_id = p.station_id WHERE a.user_id = %(user)s",
    # a chief checks the posts of the own station
    "post-file": "SELECT min(p.id) FROM posts_post p JOIN posts_assignment a"
    " ON a.post_id = p.id OR a.station_id = p.station_id WHERE a.user_id = %(user)s",
    "jobs": "SELECT id FROM jobs_job WHERE by_id = %(user)s ORDER BY asked_at DESC LIMIT 1",
}
OWN = {
    **dict.fromkeys(("log-edit", "log-outcome", "log-withdraw"), "person_id"),
    "duty-withdraw": "user_id",
    "referral-withdraw": "sent_by_id",
    **dict.fromkeys(
        (
            "party-edit",
            "minutes-edit",
            "final-edit",
            "extension-edit",
            "measure-edit",
            "mark-end",
            "call-edit",
            "suspension-edit",
        ),
        "",
    ),
    # Who served at the post on that day and is not named in the row.
    "join": "(SELECT min(a.user_id) FROM posts_assignment a WHERE a.post_id = %(table)s.post_id"
    " AND a.starts_on <= occurred_on AND (a.ends_on IS NULL OR a.ends_on >= occurred_on)"
    " AND NOT a.user_id = ANY (done_by))",
    "edit": "recorded_by_id",
    "withdraw": "recorded_by_id",
    "end": "officer_id",
}
OF_NO_PERSON = {
    "household", "resident", "priority", "team", "member", "group", "training", "plan", "checkpoint", "walk",
    "premises",
}  # fmt: skip
NOUNS = {
    "ledgers:history-clean": "visit",
    "jobs:detail": "jobs",
    "oversight:trail-detail": "entry",
    "posts:post-create": "station",
    "posts:post-file": "post-file",
    "documents:card": "card",
    "documents:blank-choose": "card",
    **{f"surveys:round-{step}": "open_round" for step in ("enter", "close")},
    **{f"disputes:agreement-{step}": "final" for step in ("correct", "edit", "finish", "sign", "court")},
    **{f"disputes:duty-{step}": "owed" for step in ("performed", "broken", "correct")},
}


class Finder:
    """Finds the address of a page for one person; None where the person has nothing to open it with."""

    def __init__(self, registry: Registry, role: Role):
        self.registry, self.role = registry, role
        self.user, self.post, self.station = registry.ask(
            "SELECT u.id, a.post_id, coalesce(a.station_id, p.station_id) FROM accounts_user u"
            " JOIN posts_assignment a ON a.user_id = u.id LEFT JOIN posts_post p ON p.id = a.post_id"
            " WHERE u.username = %s",
            PEOPLE[role],
        )[0]  # fmt: skip

    def address(self, name: str) -> str | None:
        what, _dash, step = name.partition(":")[2].partition("-")
        month = calendar.shift(calendar.this_month(), -1)
        known = {
            "month": f"{month:%Y-%m}", "station": self.station or 1, "village": self._village(),
            "indicator": "talks",
            "code": "duty.days_a_week", "form": "residents.visit", "year": calendar.this_month().year + 1,
            "paper": "acceptance", "kind": "pdf", "quarter": "2026-1", "measure": "order",
        }  # fmt: skip
        wanted = URLS[name].pattern.converters
        if "pk" in wanted:
            known["pk"] = self._key(NOUNS.get(name, what), step)
            if known["pk"] is None:
                return None
        return reverse(name, kwargs={key: known[key] for key in wanted})

    def _village(self) -> int:
        return self.registry.ask_one("SELECT min(id) FROM posts_village")

    def _key(self, what: str, step: str) -> int | None:
        if what not in TABLES:
            found = self.registry.ask(OF_THE_COUNTY[what].replace("%(user)s", str(self.user)))
        else:
            own = "" if what in OF_NO_PERSON else OWN.get(f"{what}-{step}", OWN.get(step, ""))
            own = own.replace("%(table)s", TABLES[what])
            found = self._rows(TABLES[what], own, FIT.get(f"{what}-{step}", "true"))
        return found[0][0] if found else None

    def _rows(self, table: str, own: str, fit: str) -> list[tuple]:
        """The newest row in the person's scope, one of the person's own where only that opens."""
        if own:
            return self.registry.ask(
                f"SELECT id FROM {table} WHERE {own} = %s AND {fit} ORDER BY id DESC LIMIT 1", self.user
            )
        level, key = ("post_id", self.post) if self.post else ("station_id", self.station)
        return self.registry.ask(
            f"SELECT id FROM {table} WHERE (%s IS NULL OR {level} = %s) AND {fit} ORDER BY id DESC LIMIT 1",
            key, key,
        )  # fmt: skip


def of_role(registry: Registry, role: Role) -> dict[str, str]:
    """Name and address of each page that the role opens."""
    finder = Finder(registry, role)
    found = {
        name: finder.address(name)
        for name in PAGES
        if allowed(role, ACCESS[name]) and name not in NONE_OF.get(role, ())
    }
    return {name: address for name, address in found.items() if address}


def richest(name: str, pages: dict[Role, dict[str, str]]) -> Role:
    """The role that finds most on the page: named in ``RICHEST``, else the first in ``PEOPLE`` that opens it."""
    return RICHEST.get(name) or next(role for role in PEOPLE if name in pages[role])
