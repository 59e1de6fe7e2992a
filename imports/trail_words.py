"""What the trail calls what is done in this room (pages/trail_words.py)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from imports.columns import ACCOUNT_MEANINGS, MEANINGS, VILLAGE_MEANINGS

VERBS = {
    "import_divisions": _("imported divisions"),
    "upload_divisions": _("brought division files in"),
    "answer_divisions": _("said what divisions go on as"),
    "take_divisions_over": _("took division files over"),
    "recode_village": _("entered another code, name or town of a village"),
    "merge_village": _("merged a village into another one"),
    "split_village": _("split a part off a village"),
    "close_village": _("closed a village"),
    "upload_import": _("brought a sheet in"),
    "choose_columns": _("chose the columns of a sheet"),
    "start_check": _("started to check a sheet"),
    "check_import": _("checked a sheet"),
    "tick_import": _("ticked doubtful lines of a sheet"),
    "confirm_import": _("confirmed the import of a sheet"),
    "start_import": _("started to take a sheet over"),
    "commit_import": _("took a sheet over"),
    "withdraw_import": _("withdrew the import of a sheet"),
    "hand_out_again": _("made new activation codes for the people of a sheet"),
    "take_account_back": _("deleted an account that a sheet had opened"),
    "fetch_import_template": _("fetched the template of a sheet"),
    "fetch_refused": _("fetched the refused lines of a sheet"),
}

DETAILS = {
    "villages": _("villages"),
    "columns": _("columns"),
    "good": _("good"),
    "doubtful": _("doubtful"),
    "refused": _("refused"),
    "households": _("households"),
    "residents": _("residents"),
    "accounts": _("accounts"),
    "roles": _("roles"),
    "stations": _("stations"),
    "posts": _("posts"),
    "from_code": _("former code"),
    "to_code": _("new code"),
    "from_name": _("former name"),
    "to_name": _("new name"),
}

AROUND = {"commit_import", "withdraw_import"}  # the households and residents of a sheet

MEANT = {one.code: one.label for one in (*MEANINGS, *ACCOUNT_MEANINGS, *VILLAGE_MEANINGS)}


def _columns(entry: Any, codes: list[str]) -> str:
    """What the columns of a sheet were taken for."""
    return "、".join(str(MEANT.get(code, _("a former column"))) for code in codes)


WRITERS = {"columns": _columns}
