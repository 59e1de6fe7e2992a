"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

from residents.duplicates.asking import Choice
from residents.lookup.actions import BY_HOUSE, BY_PHONE

VERBS = {
    "start_premises": _("entered premises"),
    "change_premises": _("changed the premises"),
    "end_premises": _("ended the premises"),
    "look_up": _("searched for a household"),
    "reveal": _("looked at a hidden number"),
    "record_identity": _("entered an identity number"),
    "erase_identity": _("erased an identity number"),
    "answer_request": _("answered"),
    "register_household": _("entered a household into the register"),
    "change_household": _("changed the household"),
    "deregister_household": _("deregistered the household"),
    "register_again": _("registered the household again"),
    "move_away": _("noted that the person moved away"),
    "come_back": _("noted that the person is back"),
    "register_resident": _("entered a resident into the register"),
    "change_resident": _("changed the resident"),
    "save_anyway": _("saved it though another entry looks alike"),
    "suspect_pair": _("noted two entries that may be one"),
    "tell_apart": _("said that the two are not the same"),
    "reopen_pair": _("wants the two to be decided again"),
    "merge": _("merged two entries"),
    "undo_merge": _("undid the merge"),
    "carry_households": _("took the households of a merged village to its successor"),
    "relocate": _("noted that the household moved inside the county"),
    "relocate_person": _("noted that the person moved to another household"),
    "split_household": _("noted that members founded a household"),
    "second_home": _("named the second home"),
    "pair_household": _("paired"),
    "end_pairing": _("ended the pairing"),
    "request_priority": _("requested a priority visit"),
    "approve_priority": _("approved the priority visit"),
    "refuse_priority": _("refused the priority visit"),
    "withdraw_priority": _("no longer asked for the priority visit"),
    "end_priority": _("ended the priority visit"),
    "receive_data_request": _("received a request about own data"),
    "check_identity": _("checked who asks about own data"),
    "erase_on_request": _("erased what was asked for"),
    "grant_data_request": _("answered a request about own data"),
    "refuse_data_request": _("refused a request about own data"),
    "read_extract": _("opened a copy of personal data"),
}

DETAILS = {
    "fact": _("Fact"),
    "way": _("searched by"),
    "words": _("More about it"),
    "closed_for": _("why deregistered"),
    "people": _("people"),
    "choice": _("what was chosen"),
    "due_on": _("due on"),
    "purpose": _("purpose"),
}

# Actions whose entries have details about another model than their subject.
SPEAKS_OF = {"record_identity": "residents.identity", "erase_identity": "residents.identity"}

# Actions that change other rows than their subject, too: the people of a household, what is open of it.
AROUND = {
    "register_household", "change_household", "deregister_household", "register_again", "register_resident",
    "move_away", "merge", "undo_merge", "relocate", "relocate_person", "split_household", "erase_on_request",
    "carry_households",
    "grant_data_request",
}  # fmt: skip

CHOICES = {
    "way": [(BY_PHONE, _("Phone")), (BY_HOUSE, _("House number"))],
    "choice": Choice.choices,
}
