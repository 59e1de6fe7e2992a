"""What protects persons: no county lifts it."""

from django.utils.translation import gettext_lazy as _

from rules.declared.shape import PRODUCT, SETTING, Declared, Group, Unit

PRIVACY = Group.PRIVACY

DECLARED: tuple[Declared, ...] = (
    Declared(
        "survey.fewest_answers",
        PRIVACY,
        _("Answers below which a rate is suppressed"),
        10,
        Unit.ANSWERS,
        PRODUCT,
    ),
    Declared(
        "resident.youngest",
        PRIVACY,
        _("Youngest person with an entry of their own"),
        14,
        Unit.YEARS,
        "个人信息保护法 28, 31",
    ),
    Declared(
        "reveal.words_characters",
        PRIVACY,
        _("Shortest words for another reason of a reveal"),
        4,
        Unit.CHARACTERS,
        PRODUCT,
    ),
    Declared(
        "card.pledge",
        Group.ENTRIES,
        _("Pledge on the card of an officer"),
        ["有警必接", "有难必帮", "有险必救", "有求必应", "依法办事", "一心为民"],
        Unit.WORDS,
        SETTING,
        1,
        8,
    ),
    Declared("trail.kept_days", PRIVACY, _("The trail is kept at least"), 184, Unit.DAYS, "网络安全法 23(3)"),
)
