"""The kinds of sheets: one row each. What a kind's columns mean, who brings it in, its check, its commit, its way back.

imports/actions.py, the pages and manage.py import_sheet read KINDS. A new kind is a row here, a value of Import.Kind
and the meanings, check and commit that the row names.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from access.rights import may
from accounts.models import User
from imports import (
    account_lines,
    account_taking,
    checking,
    committing,
    village_lines,
    village_taking,
    withdrawing,
)
from imports.columns import ACCOUNT_MEANINGS, MEANINGS, VILLAGE_MEANINGS, Meaning
from imports.models import Import

Kinds = Import.Kind
HandOut = account_taking.HandOut


@dataclass(frozen=True, kw_only=True)
class Kind:
    """``check(owner, by, progress)``, ``commit(owner, by, progress, hand_out)``, ``withdraw(owner, by)``: numbers.

    ``needs``: sets of meanings, of each of which one column must be chosen, and the sentence that says so.
    """

    code: str
    verb: str  # who brings it in
    meanings: tuple[Meaning, ...]
    needs: tuple[frozenset[str], ...]
    needed: str | Promise
    check: Callable[..., dict[str, int]]
    commit: Callable[..., dict[str, int]]
    withdraw: Callable[..., dict[str, int]] | None
    in_background: bool  # large: by a worker, and confirmed by a chief
    sentence: str | Promise  # what taking over does
    way_back: str | Promise = ""


def _households(owner: Import, by: User, progress: Any, hand_out: Any) -> dict[str, int]:
    return committing.commit(owner, by, progress)


KINDS: tuple[Kind, ...] = (
    Kind(
        code=Kinds.HOUSEHOLDS,
        verb="import_households",
        meanings=MEANINGS,
        needs=(frozenset({"number"}), frozenset({"name", "householder"})),
        needed=gettext_lazy(
            "Choose the column of the house number, and that of the householder or the name."
        ),
        check=checking.check,
        commit=_households,
        withdraw=withdrawing.withdraw,
        in_background=True,
        sentence=gettext_lazy(
            "The good lines and the ticked doubtful ones are taken over, all or none. Refused ones stay out."
        ),
        way_back=gettext_lazy(
            "Every household and person that it made leaves the register, and what it changed is as before. "
            "Refused as soon as one of these rows was changed or used."
        ),
    ),
    Kind(
        code=Kinds.ACCOUNTS,
        verb="manage_accounts",
        meanings=ACCOUNT_MEANINGS,
        needs=(frozenset({"name"}),),
        needed=gettext_lazy("Choose the column of the name."),
        check=account_lines.check,
        commit=account_taking.commit,
        withdraw=account_taking.withdraw,
        in_background=False,
        sentence=gettext_lazy(
            "The accounts are opened without any right; their roles wait for the grant administrator. The slips with "
            "the activation codes are shown right afterwards, this once: have a printer ready."
        ),
        way_back=gettext_lazy(
            "Every account that it opened is deleted, and the proposed roles with it. Refused as soon as one of these "
            "people was confirmed or has signed in, or a role was granted."
        ),
    ),
    Kind(
        code=Kinds.VILLAGES,
        verb="arrange_organisation",
        meanings=VILLAGE_MEANINGS,
        needs=(frozenset({"village", "code"}), frozenset({"post"})),
        needed=gettext_lazy("Choose the column of the village or its code, and that of the post."),
        check=village_lines.check,
        commit=village_taking.commit,
        withdraw=None,
        in_background=False,
        sentence=gettext_lazy(
            "New stations and posts are opened, villages without a post are given to theirs, and ticked ones move "
            "today; all or none. Refused lines stay out."
        ),
    ),
)


def of(owner: Import) -> Kind:
    return next(kind for kind in KINDS if kind.code == owner.kind)


def for_person(user: User) -> Kind | None:
    """The kind that the person's role brings in: each role has one."""
    return next((kind for kind in KINDS if may(user, kind.verb)), None)


def check_columns(kind: Kind, codes: list[str]) -> None:
    """ValidationError for a choice with which nothing can be found."""
    if not all(one & set(codes) for one in kind.needs):
        raise ValidationError(str(kind.needed))
