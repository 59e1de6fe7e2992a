"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

from teams.models import Member

VERBS = {
    "start_team": _("entered a team"),
    "change_team": _("changed the team"),
    "end_team": _("ended the team"),
    "file_contract": _("kept a page of the service agreement"),
    "withdraw_contract": _("withdrew a page of the service agreement"),
    "enter_member": _("entered a member"),
    "change_member": _("changed the member"),
    "leave_team": _("noted that a member is one no more"),
    "withdraw_consent": _("noted that a member withdrew the consent"),
    "start_group": _("entered a neighbourhood group"),
    "change_group": _("changed the neighbourhood group"),
    "choose_households": _("chose the households of the group"),
    "end_group": _("ended the neighbourhood group"),
}

DETAILS = {
    "left_for": _("why no more"),
    "members": _("members who ended with it"),
    "new": _("new, in number"),
    "gone": _("gone, in number"),
}

CHOICES = {"left_for": Member.Left.choices}
