"""How the trail reads: verbs, subjects and changes in the user's words."""

from typing import Any

from django import template
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from audit import history
from audit.models import Entry
from audit.reasons import Why
from posts.models import Role

register = template.Library()

VERBS = {
    "list": _("opened a list"),
    "denied": _("was refused"),
    "tick_outlier": _("ticked off an unusual look-up"),
    "reveal": _("looked at a hidden number"),
    "record_identity": _("entered an identity number"),
    "erase_identity": _("erased an identity number"),
    "rotate_keys": _("sealed with a new key"),
    "read": _("read"),
    "record": _("recorded"),
    "amend": _("changed"),
    "withdraw": _("withdrew"),
    "accept": _("accepted"),
    "give_back": _("gave back"),
    "arrive": _("arrived in the village"),
    "answer_request": _("answered"),
    "file_agreement": _("kept a page of the agreement"),
    "withdraw_agreement": _("withdrew a page of the agreement"),
    "close_dispute": _("closed the dispute"),
    "register_household": _("entered into the register"),
    "change_household": _("changed the household"),
    "deregister_household": _("deregistered the household"),
    "register_again": _("registered the household again"),
    "move_away": _("noted that the person moved away"),
    "come_back": _("noted that the person is back"),
    "register_resident": _("entered into the register"),
    "change_resident": _("changed the resident"),
    "pair_household": _("paired"),
    "end_pairing": _("ended the pairing"),
    "request_priority": _("requested a priority visit"),
    "approve_priority": _("approved the priority visit"),
    "refuse_priority": _("refused the priority visit"),
    "withdraw_priority": _("no longer asked for the priority visit"),
    "end_priority": _("ended the priority visit"),
    "open_emergency": _("opened an emergency view"),
    "end_emergency": _("ended the emergency view"),
    "acknowledge_emergency": _("acknowledged the emergency view"),
    "receive_data_request": _("received a request about own data"),
    "erase_on_request": _("erased what was asked for"),
    "grant_data_request": _("answered a request about own data"),
    "refuse_data_request": _("refused a request about own data"),
    "read_extract": _("opened a copy of personal data"),
    "dispose": _("disposed of what was kept long enough"),
    "submit_month": _("submitted the month"),
    "approve_month": _("approved the month"),
    "give_back_month": _("gave the month back"),
    "close_month": _("closed the month"),
    "publish_month": _("published the month"),
    "restate_month": _("restated the month"),
    "compute_month": _("computed the month"),
    "attest_incidents": _("attested the five-none"),
    "open_round": _("opened a survey round"),
    "enter_answers": _("entered survey answers"),
    "export": _("exported"),
    "download": _("downloaded"),
    "sign_in": _("signed in"),
    "sign_in_failed": _("failed to sign in"),
    "sign_out": _("signed out"),
    "end_session": _("ended a session"),
    "end_sessions": _("signed out everywhere"),
    "lock_out": _("was paused after failed tries"),
    "lift_lock": _("lifted the pause of an account"),
    "set_up_factor": _("set up the second factor"),
    "factor_failed": _("typed a wrong code"),
    "password_failed": _("typed a wrong old password"),
    "use_recovery_code": _("used a recovery code"),
    "reset_factor": _("reset a second factor"),
    "open_account": _("opened an account"),
    "reset_password": _("reset a password"),
    "close_account": _("closed an account"),
    "reopen_account": _("reopened an account"),
    "change_password": _("changed the password"),
    "assign": _("assigned"),
    "end_assignment": _("ended an assignment"),
    "import_divisions": _("imported divisions"),
    "load_demo": _("loaded the demonstration county"),
    "arrange_station": _("arranged a station"),
    "arrange_post": _("arranged a post"),
    "give_village": _("gave a post a village"),
    "move_village": _("moved a village to another post"),
    "grant_stand_in": _("named an acting chief"),
    "end_stand_in": _("ended an acting chief"),
    "switch_place": _("changed between the own post and the chief's"),
    "grant_leave": _("granted leave"),
    "take_leave_back": _("took leave back"),
}

DETAILS = {
    "key": _("key"),
    "asked": _("number asked for"),
    "page": _("Page"),
    "status": _("status"),
    "verdict": _("verdict"),
    "fact": _("Fact"),
    "why": _("What for"),
    "words": _("More about it"),
    "account": _("Account"),
    "answered": _("answers"),
    "answered_on": _("answered on"),
    "channel": _("channel"),
    "closed_for": _("why deregistered"),
    "days": _("days"),
    "invited": _("people asked"),
    "name": pgettext_lazy("place", "name"),
    "people": _("people"),
    "person": _("person"),
    "since": _("since"),
    "towns": _("towns served"),
    "village": _("village"),
    "villages": _("villages"),
    "book": _("Book"),
    "break_glass": _("emergency view"),
    "by_hand": _("made outside the pages"),
    "changed": _("changed"),
    "starts_on": _("from"),
    "ends_on": _("to"),
    "copy": _("copy of an agreement"),
    "file": _("File"),
    "filter": _("Filters"),
    "handled_on": _("handled on"),
    "job": _("Task"),
    "late": _("late entry"),
    "month": _("Month"),
    "number": _("restatement"),
    "place": _("Place"),
    "due_on": _("due on"),
    "kind": _("kind"),
    "purpose": _("purpose"),
    "reason": _("Reason"),
    "receipt": _("Receipt"),
    "role": _("role"),
    "rows": _("Rows"),
    "sha256": "SHA-256",
    "sessions": _("sessions"),
    "stage": _("stage"),
    "from_post": _("former post"),
    "to_post": _("new post"),
    "moved": _("rows moved"),
    "left": _("left over"),
    "second_factor": _("with second factor"),
    "tries": _("tries"),
    "unused_days": _("days unused"),
    "username": _("Account"),
}


@register.simple_tag
def trail_actions() -> list[tuple[str, str]]:
    """Every action, for the filter of the auditor's page."""
    return sorted(((action, str(said)) for action, said in VERBS.items()), key=lambda pair: pair[1])


@register.simple_tag
def trail_kinds() -> list[tuple[str, str]]:
    """Every kind of subject that keeps a history, for the filter of the auditor's page."""
    tracked: list[Any] = [table.pgh_tracked_model for table in history.tables()]
    return sorted(
        ((one._meta.label_lower, str(one._meta.verbose_name)) for one in tracked), key=lambda pair: pair[1]
    )


@register.filter
def sentence(entry: Entry) -> str:
    """The entry as one reads it out."""
    about = subject(entry) or _kind(str(entry.detail.get("book", "")))
    told = f"{entry.actor_name or gettext('The system')} {verb(entry.action)}"
    return gettext("%(told)s: %(about)s") % {"told": told, "about": about} if about else told


@register.filter
def kind(label: str) -> str:
    """What a kind of subject is called."""
    return _kind(label)


@register.filter
def verb(action: str) -> str:
    """What a trail action is called."""
    return str(VERBS.get(action, action))


@register.filter
def subject(entry: Entry) -> str:
    """The kind and number of what was done something to."""
    return f"{_kind(entry.subject_type)} #{entry.subject_id}" if entry.subject_id else ""


@register.filter
def details(entry: Entry) -> list[tuple[str, Any]]:
    """What else the entry says: (label, value), without what is empty and without the changed fields."""
    told = {
        name: value for name, value in entry.detail.items() if name != "changes" and value not in ("", None)
    }
    return [(str(DETAILS.get(name, name)), _told(entry, name, value)) for name, value in told.items()]


def _told(entry: Entry, name: str, value: Any) -> Any:
    """A detail in words: the book's name, the field that was looked at, the reason out of the closed list."""
    if name == "book":
        return _kind(value)
    if name == "fact":
        return _label(_model(entry.subject_type), value)
    if name == "purpose":
        of = "residents.identity" if entry.action.endswith("_identity") else entry.subject_type
        return _said(_model(of), name, value)
    if name == "role":
        return dict(Role.choices).get(value, value)
    if name == "kind" and _model(entry.subject_type) is not None:
        return _said(_model(entry.subject_type), name, value)
    if name == "closed_for":
        return _said(_model(entry.subject_type), name, value)
    return dict(Why.choices).get(value, value) if name == "why" else value


@register.filter
def changes(entry: Entry) -> list[tuple[str, Any, Any]]:
    """The changed fields: (name, before, after), choices in words."""
    model = _model(entry.subject_type)
    return [(_label(model, name), *(_said(model, name, value) for value in pair))
            for name, pair in entry.detail.get("changes", {}).items()]  # fmt: skip


def _model(label: str) -> Any:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _kind(label: str) -> str:
    model = _model(label)
    return str(model._meta.verbose_name) if model else label


def _field(model: Any, name: str) -> Any:
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _label(model: Any, name: str) -> str:
    field = _field(model, name)
    if field is None:
        return name
    return str(getattr(field, "verbose_name", None) or field.related_model._meta.verbose_name)


def _said(model: Any, name: str, value: Any) -> Any:
    choices = dict(getattr(_field(model, name), "flatchoices", []))
    return choices.get(value, value) if isinstance(value, str) else value
