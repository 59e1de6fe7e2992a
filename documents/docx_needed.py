"""What a county's DOCX template of a form must name: without it the paper would not be the one that the law asks for.

人民调解法 28, 29 and 若干规定 35 (agreements), 程序规定 184 (agreements of the police), 公通字〔2007〕81号 (on
the spot); the others carry what their title promises. ``parties.name``: the fact ``name`` of the items of ``parties``.
"""

from documents.catalogue import Form

# The number of the file, 草稿 or 作废, and the number of the printing, on each page of every paper.
EACH = ("paper.number", "paper.mark", "paper.print")
NEEDED: dict[str, tuple[str, ...]] = {
    "handover": (
        "leaver",
        "last_day",
        "successor",
        "counts.name",
        "counts.left",
        "things.name",
        "things.given",
    ),
    "hazard_notice": ("responsible", "kind", "place", "what", "due_on"),
    "problem_list": (
        "village",
        "made_on",
        "problems.number",
        "problems.place",
        "problems.responsible",
        "problems.due_on",
        "problems.stage",
    ),
    "team_roster": ("team", "village", "people.name", "people.agreed", "people.hours"),
    "member_consent": ("team", "village", "kept_days"),
    "training_sheet": ("topic", "held_on", "hours", "people.name"),
    "leader_ledger": (
        "name",
        "year",
        "field_days",
        "guidance",
        "briefings",
        "entries.held_on",
        "entries.advice",
    ),
    "leader_board": ("year", "leaders.name", "leaders.field_days", "leaders.guidance", "leaders.briefings"),
    "officer_year": ("name", "year", "numbers.kind", "numbers.total"),
    "meeting_minutes": ("village", "held_on", "people", "attended", "minutes", "focus"),
    "cover": ("name", "body", "mediators", "began_on", "ended_on"),
    "police_cover": ("name", "body", "mediators", "began_on", "ended_on"),
    "contents": ("entries.title", "entries.pages"),
    "application": ("parties.name", "summary", "requests"),
    "acceptance": ("accepted_on", "kind", "parties.name", "summary"),
    "notice": ("sides", "rights", "duties", "effect"),
    "identity": ("parties.name",),
    "mandate": ("giver", "holder", "extent"),
    "investigation": ("held_on", "place", "asked"),
    "minutes": ("held_on", "place", "mediators", "present", "claims", "result"),
    "agreement": (
        "parties.name",
        "facts",
        "terms",
        "manner",
        "place",
        "duties.what",
        "duties.due_on",
        "effect",
    ),
    "oral": ("parties.name", "facts", "terms", "effective_on"),
    "police_agreement": (
        "organ",
        "held_on",
        "parties.name",
        "facts",
        "terms",
        "duties.due_on",
        "police_effect",
    ),
    "on_the_spot": ("organ", "held_on", "parties.name", "facts", "terms", "police_effect"),
    "performance": ("duties.what", "duties.state"),
    "follow_up": ("sides", "made_on", "performed", "satisfied"),
    "confirmation": ("court", "parties.name", "terms"),
    "incomplete_households": ("village", "made_on", "households.number", "households.missing"),
    "privacy_notice": ("village", "post", "phone", "answer_days", "trail_days"),
    "post_sheet": ("name", "station", "made_on", "villages.name"),
    "slip_request": ("asked_on", "due_on", "code", "address"),
    "slip_referral": ("receiver", "asked", "due_on", "code", "address"),
}


def needed(form: Form) -> tuple[str, ...]:
    """The facts that each template of the form names."""
    return EACH + NEEDED.get(form.code, ())
