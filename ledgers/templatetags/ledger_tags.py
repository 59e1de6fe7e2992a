"""How a value looks: a missing one, a hidden one and an empty one look different (interface design)."""

from datetime import date
from typing import Any

from django import template
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

register = template.Library()

WEEKDAYS = "一二三四五六日"


@register.filter
def get_item(mapping: dict, key: Any) -> Any:
    return mapping.get(key)


@register.filter
def fact(value: Any) -> str:
    """A fact as people read it; an empty one says so."""
    if value is None or value == "":
        return format_html('<span class="nothing">{}</span>', _("none"))
    if value is True or value is False:
        return _("yes") if value else _("no")
    if hasattr(value, "hour"):
        return (
            timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
            if hasattr(value, "tzinfo") and hasattr(value, "year")
            else value.strftime("%H:%M")
        )
    if isinstance(value, date):
        return day(value)
    return value


@register.filter
def day(value: date) -> str:
    """2026-03-05 周四."""
    if translation.get_language() == "en":
        return f"{value:%Y-%m-%d %a}"
    return f"{value:%Y-%m-%d} 周{WEEKDAYS[value.weekday()]}"


@register.simple_tag
def masked() -> str:
    """A value that the person may not see."""
    return format_html('<span class="masked">{}</span>', _("masked"))


@register.filter
def verb(action: str) -> str:
    """What a trail action is called."""
    return VERBS.get(action, lambda: action)()


VERBS = {
    "list": lambda: _("opened a list"),
    "read": lambda: _("read"),
    "record": lambda: _("recorded"),
    "amend": lambda: _("changed"),
    "withdraw": lambda: _("withdrew"),
    "accept": lambda: _("accepted"),
    "give_back": lambda: _("gave back"),
    "arrive": lambda: _("arrived in the village"),
    "answer_request": lambda: _("answered"),
    "close_dispute": lambda: _("closed the dispute"),
    "register_household": lambda: _("entered into the register"),
    "change_household": lambda: _("changed the household"),
    "register_resident": lambda: _("entered into the register"),
    "change_resident": lambda: _("changed the resident"),
    "pair_household": lambda: _("paired"),
    "end_pairing": lambda: _("ended the pairing"),
    "submit_month": lambda: _("submitted the month"),
    "approve_month": lambda: _("approved the month"),
    "give_back_month": lambda: _("gave the month back"),
    "close_month": lambda: _("closed the month"),
    "publish_month": lambda: _("published the month"),
    "restate_month": lambda: _("restated the month"),
    "compute_month": lambda: _("computed the month"),
    "attest_incidents": lambda: _("attested the five-none"),
    "open_round": lambda: _("opened a survey round"),
    "enter_answers": lambda: _("entered survey answers"),
    "export": lambda: _("exported"),
    "download": lambda: _("downloaded"),
    "sign_in": lambda: _("signed in"),
    "sign_in_failed": lambda: _("failed to sign in"),
    "sign_out": lambda: _("signed out"),
    "open_account": lambda: _("opened an account"),
    "reset_password": lambda: _("reset a password"),
    "close_account": lambda: _("closed an account"),
    "reopen_account": lambda: _("reopened an account"),
    "change_password": lambda: _("changed the password"),
    "assign": lambda: _("assigned"),
    "end_assignment": lambda: _("ended an assignment"),
    "import_divisions": lambda: _("imported divisions"),
}


@register.filter
def with_class(field: Any, name: str) -> str:
    """The field's input, with a class of the house."""
    return field.as_widget(attrs={"class": name})
