"""Teams, their members and trainings."""

from django.utils.translation import gettext_lazy as _

from rules.declared.shape import PRODUCT, SETTING, Declared, Group, Unit

DECLARED: tuple[Declared, ...] = (
    Declared(
        "member.hours_least",
        Group.NORMS,
        _("Hours of training before a member of a team goes on patrol"),
        8,
        Unit.HOURS,
        SETTING,
        0,
        100,
    ),
    Declared(
        "member.kept_days",
        Group.PRIVACY,
        _("Name and telephone of a former member of a team are erased after"),
        30,
        Unit.DAYS,
        "个人信息保护法 15, 47",
    ),
    Declared(
        "training.hours_most", Group.ENTRIES, _("Hours of a training, at most"), 24, Unit.HOURS, PRODUCT
    ),
    Declared(
        "group.households_most",
        Group.ENTRIES,
        _("Households of a neighbourhood group, at most"),
        50,
        Unit.HOUSEHOLDS,
        PRODUCT,
    ),
)
