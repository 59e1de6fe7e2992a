"""Does every action that writes what a figure reads ask the gate of closed months? Seen while all other tests run.

Which tables and columns those are is worked out from the SQL that counts (tests/counted_tables.py). Of each statement
that writes one of them the functions on the stack are looked up that open a transaction (tests/trailing.py): the
outermost of them must ask ``months.let_stations_in``, before or afterwards, or the innermost stands in
``WITHOUT_GATE`` with its reason; else the test in which it happened fails and names it. What was rolled back is not
written: an action may be refused before it comes to ask.
"""

import sys
from collections.abc import Generator
from types import FrameType
from typing import Any

import pytest
from django.db import connection

from ledgers import months
from tests import build, trailing
from tests.counted_tables import written_for_figures

WITHOUT_GATE = {
    "administration/management/commands/first_administrator.py:Command.handle": "responsible for no post",
    "demo/loading.py:load": "makes the past of an invented county, before its months are closed",
    "duty/correcting.py:refuse": "an arrival that waits does not count yet, one to be withdrawn goes on to count",
    "ledgers/actions.py:accept": "a recorded row and an accepted one count alike",
    "patrols/actions/partners.py:ask": "a partner that is asked counts nowhere until it has answered",
    "patrols/actions/partners.py:decline": "asks the gate itself of a part that counts",
    "patrols/actions/partners.py:take_back": "of a part that was never entered, and counts nowhere",
    "ledgers/going_on_actions.py:go_on": "days before count where they did; the merger asked for those since",
    "posts/actions/arranging.py:open_post": "a new post has no villages; for another first day it asks the gate itself",
    "posts/actions/arranging.py:open_station": "a station without posts; its county never changes",
    "retention/disposal.py:_one_batch": "text that is erased counts nowhere; its days and numbers stay",
    "residents/actions/register.py:change_household": "people are counted as the register is today, undated",
    "residents/room.py:make_room": "as change_household: it changes how many people stand there today",
    "surveys/actions.py:change_draft": "a draft counts nowhere",
    "surveys/actions.py:close_round": "a closed round counts nowhere until it is counted, which asks",
    "surveys/actions.py:delete_draft": "a draft counts nowhere",
    "surveys/actions.py:draft": "a draft counts nowhere",
    "surveys/actions.py:open_round": "an open round counts nowhere",
    "surveys/answer_actions.py:correct_answers": "a closed round counts nowhere until it is counted, which asks",
    "surveys/answer_actions.py:enter_answers": "an open round counts nowhere",
    **dict.fromkeys(
        (
            "teams/actions/teams.py:start_team",
            "teams/actions/teams.py:change_team",
            "teams/actions/teams.py:end_team",
            "teams/actions/members.py:enter_member",
            "teams/actions/members.py:change_member",
            "teams/actions/members.py:leave",
            "teams/actions/members.py:withdraw_consent",
            "training/actions.py:hold",
            "training/actions.py:correct",
            "training/actions.py:withdraw",
            "training/actions.py:note_attendance",
        ),
        "counted as the register is, as people are: a published month keeps what it had (REGISTERED)",
    ),
}
BUILD = build.__file__
_known: frozenset[trailing.Key] = frozenset()
_asked: dict[
    int, FrameType
] = {}  # outermost actions that have asked; holding the frame keeps its id from coming again
_pending: list[tuple[FrameType, str, str]] = []  # outermost action, innermost action, table
_savepoints: list[tuple[str | None, ...]] = []  # those within which each of _pending was written


def _actions() -> list[tuple[FrameType, str]]:
    """The functions on the stack that open a transaction, the innermost first; none for a row that a test builds."""
    found, frame = [], sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        if not found and code.co_filename == BUILD:
            return []
        if code.co_filename.startswith(trailing.PREFIX):
            key = code.co_filename[len(trailing.PREFIX) :], code.co_qualname
            if key in _known:
                found.append((frame, ":".join(key)))
        frame = frame.f_back
    return found


def _note_write(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    table = written_for_figures(sql) if isinstance(sql, str) else ""
    actions = _actions() if table else []
    if actions and actions[0][1] not in WITHOUT_GATE and id(actions[-1][0]) not in _asked:
        _pending.append((actions[-1][0], actions[0][1], table))
        _savepoints.append(tuple(connection.savepoint_ids))
    return execute(sql, params, many, context)


def pytest_sessionstart(session: pytest.Session) -> None:
    global _known
    _known = trailing.atomic_functions()
    let_in = months.let_stations_in

    def noted(*args: Any, **kwargs: Any) -> Any:
        actions = _actions()
        if actions:
            outermost = actions[-1][0]
            _asked[id(outermost)] = outermost
            _leave_out([one[0] is outermost for one in _pending])
        return let_in(*args, **kwargs)

    months.let_stations_in = noted
    connection.execute_wrappers.append(_note_write)
    back = connection.savepoint_rollback

    def rolled_back(sid: str) -> None:
        back(sid)
        _leave_out([sid in within for within in _savepoints])

    connection.savepoint_rollback = rolled_back


def _leave_out(left_out: list[bool]) -> None:
    """Of what waits for its action to ask, the writes of which this holds."""
    for found in (_pending, _savepoints):
        found[:] = [one for one, is_out in zip(found, left_out, strict=True) if not is_out]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    try:
        result = yield
        left = sorted({f"{name} writes {table}" for _frame, name, table in _pending})
    finally:
        _pending.clear()
        _savepoints.clear()
        _asked.clear()
    if left:
        pytest.fail("what a figure reads, without asking the gate of closed months: " + "; ".join(left))
    return result
