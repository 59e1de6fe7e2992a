"""What may be entered, and above what is asked once."""

from django.utils.translation import gettext_lazy as _

from rules.declared.shape import PRODUCT, SETTING, Declared, Group, Unit

ENTRIES = Group.ENTRIES

DECLARED: tuple[Declared, ...] = (
    Declared(
        "slip.tries_of_address",
        ENTRIES,
        _("Codes of slips that one address may ask for in an hour"),
        60,
        Unit.TIMES,
        PRODUCT,
    ),
    Declared(
        "slip.misses_of_all",
        ENTRIES,
        _("Wrong codes of slips in an hour, of all addresses"),
        3_000,
        Unit.TIMES,
        PRODUCT,
    ),
    Declared("day.oldest", ENTRIES, _("A day lies back at most"), 36_600, Unit.DAYS, PRODUCT),
    Declared("day.furthest", ENTRIES, _("A day lies ahead at most"), 731, Unit.DAYS, PRODUCT),
    Declared(
        "organisation.days_ahead",
        ENTRIES,
        _("Moves and assignments lie ahead at most"),
        366,
        Unit.DAYS,
        PRODUCT,
    ),
    Declared(
        "organisation.days_back",
        ENTRIES,
        _("Moves and assignments lie back at most"),
        366,
        Unit.DAYS,
        PRODUCT,
    ),
    Declared("visit.next_days", ENTRIES, _("The next visit lies ahead at most"), 366, Unit.DAYS, PRODUCT),
    Declared("request.due_days", ENTRIES, _("An answer is due within"), 366, Unit.DAYS, PRODUCT),
    Declared("referral.due_days", ENTRIES, _("What is passed on is due within"), 366, Unit.DAYS, PRODUCT),
    Declared("pairing.days_back", ENTRIES, _("A pairing began at most"), 731, Unit.DAYS, PRODUCT),
    Declared(
        "visit.talks_most",
        ENTRIES,
        _("People talked with at a household, at most"),
        500,
        Unit.PEOPLE,
        PRODUCT,
    ),
    Declared(
        "visit.talks_usual",
        ENTRIES,
        _("People talked with at a household: asked above"),
        10,
        Unit.PEOPLE,
        SETTING,
        1,
        500,
    ),
    Declared(
        "duplicate.phone_most",
        ENTRIES,
        _("Households with one phone: above this it is a shared one, and no pair"),
        4,
        Unit.HOUSEHOLDS,
        SETTING,
        2,
        20,
    ),
    Declared(
        "household.members_most", ENTRIES, _("People of a household, at most"), 99, Unit.PERSONS, PRODUCT
    ),
    Declared(
        "household.members_usual",
        ENTRIES,
        _("People of a household: asked above"),
        15,
        Unit.PERSONS,
        SETTING,
        1,
        99,
    ),
    Declared("patrol.minutes_most", ENTRIES, _("Minutes of a patrol, at most"), 1_440, Unit.MINUTES, PRODUCT),
    Declared(
        "patrol.minutes_usual",
        ENTRIES,
        _("Minutes of a patrol: asked above"),
        480,
        Unit.MINUTES,
        SETTING,
        1,
        1_440,
    ),
    Declared("patrol.people_most", ENTRIES, _("People on a patrol, at most"), 200, Unit.PEOPLE, PRODUCT),
    Declared(
        "patrol.people_usual", ENTRIES, _("People on a patrol: asked above"), 30, Unit.PEOPLE, SETTING, 1, 200
    ),
    Declared(
        "patrol.caught_most", ENTRIES, _("People caught on a patrol, at most"), 50, Unit.PEOPLE, PRODUCT
    ),
    Declared(
        "patrol.caught_usual",
        ENTRIES,
        _("People caught on a patrol: asked above"),
        3,
        Unit.PEOPLE,
        SETTING,
        1,
        50,
    ),
    Declared("service.quantity_most", ENTRIES, _("Times of a service, at most"), 9_999, Unit.TIMES, PRODUCT),
    Declared(
        "service.quantity_usual",
        ENTRIES,
        _("Times of a service: asked above"),
        200,
        Unit.TIMES,
        SETTING,
        1,
        9_999,
    ),
    Declared("service.yuan_most", ENTRIES, _("Yuan of a donation, at most"), 1_000_000, Unit.YUAN, PRODUCT),
    Declared(
        "service.yuan_usual",
        ENTRIES,
        _("Yuan of a donation: asked above"),
        5_000,
        Unit.YUAN,
        SETTING,
        1,
        1_000_000,
    ),
    Declared(
        "round.found_most", ENTRIES, _("Disputes found on a check round, at most"), 100, Unit.TIMES, PRODUCT
    ),
    Declared(
        "round.found_usual",
        ENTRIES,
        _("Disputes found on a check round: asked above"),
        5,
        Unit.TIMES,
        SETTING,
        1,
        100,
    ),
    Declared("dispute.parties_most", ENTRIES, _("Parties of a dispute, at most"), 200, Unit.PERSONS, PRODUCT),
    Declared(
        "dispute.parties_usual",
        ENTRIES,
        _("Parties of a dispute: asked above"),
        10,
        Unit.PERSONS,
        SETTING,
        2,
        200,
    ),
)
