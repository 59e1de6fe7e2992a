"""Does every function that opens a transaction leave an entry of the trail? Seen while all other tests run.

The functions are found by walking the rooms. Each time that an entry is recorded, every one of them that stands on the
stack has left it. At the end of a whole run (no test was chosen by name) each that ran must have done so in some test,
or stand in ``WITHOUT_TRAIL`` with its reason; else the run fails and names it. One that no test of the day has run
(tests/by_day.py) is named and fails nothing: it may be another day's. A shorter run only counts.
"""

import ast
import sys
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from audit import trail
from config.rooms import ROOMS

ROOT = Path(__file__).resolve().parents[1]
PREFIX = f"{ROOT}/"
WITHOUT_TRAIL = {
    "administration/county_rules/actions.py:_save": "the verb that calls it leaves the entry",
    "audit/seals.py:dispose_trail": "noted beside the seals; the nightly run leaves an entry for each kind of record",
    "demo/loading.py:load": "leaves its entry where the demonstration is prepared, in a process of its own",
    "duty/handover/actions/opening.py:_read": "reads what the nightly job goes through",
    "duty/actions.py:counted_once": "a part of the verbs that call it, which leave the entry",
    "indicators/compute.py:fill_month": "counts what the books say; a person who asks for it leaves an entry",
    "indicators/management/commands/figures.py:Command.handle": "prints figures of places, and writes nothing",
    "indicators/signing.py:sign_all": "signs what was published, which has its entry; the signature names the key",
    "indicators/views/months.py:MonthCompute.act": "starts a job, whose own row says who asked for what",
    "patrols/actions/checkpoints.py:save_with_code": "a part of the verbs that call it, which leave the entry",
    "residents/duplicates/finding.py:find": "a part of the verb that calls it, which leaves the entry",
    "residents/moving/tasks.py:follow_divisions": "each merger that it carries out leaves its entry",
    "residents/moving/entries.py:settle": "the move that calls it leaves the entry",
    "referrals/slips.py:ask": "whoever asks is nobody that the registry knows; tries are counted",
    "residents/duplicates/tasks.py:find_duplicates": "notes pairs to decide; who decides leaves the entry",
    "retention/disposal.py:_one_batch": "the nightly run leaves an entry for each kind of record",
    "retention/disposal.py:_whole_blocks": "the nightly run leaves an entry for each kind of record",
    "accounts/models/users.py:User.save": "puts the hash of the password beside the account; actions call it",
    "accounts/sessions.py:SessionStore.save": "what a browser carries along; signing in and out leave their entries",
    "accounts/tasks.py:clear_sessions": "sessions that are over open nothing any more",
    "audit/states.py:findings": "reads rows and histories as they stand at one moment",
    "audit/seals.py:export": "reads the trail as it stands at one moment",
    "audit/seals.py:seal": "seals the trail itself",
    "encryption/rotation.py:_batches": "the same value under another key; the command leaves one entry for all",
    "indicators/compute.py:fill_past": "counts the books; a person who asks for it leaves an entry",
    "indicators/compute.py:fill_touched": "counts the books; a person who asks for it leaves an entry",
    "jobs/run.py:_claim": "the job's own row has who asked for what",
    "jobs/run.py:_note_failure": "the job's own row has how it ended",
    "jobs/run.py:sweep": "sends promised jobs again",
    "oversight/actions/outliers.py:find": "counts what the trail has, and is nobody's deed",
}
Key = tuple[str, str]  # file relative to the root, qualified name

_ends: dict[Key, tuple[int, int]] = {}  # the lines of the last statement of each such function
_seen: set[Key] = set()
_known: frozenset[Key] = frozenset()


@cache  # tests/gating.py asks, too
def atomic_functions() -> frozenset[Key]:
    """Every function of the rooms that is atomic, or opens an atomic block."""
    found: set[Key] = set()
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            text = "" if "migrations" in path.parts else path.read_text(encoding="utf-8")
            if "atomic" in text:
                _collect(ast.parse(text), str(path.relative_to(ROOT)), "", found)
    return frozenset(found)


def _collect(node: ast.AST, file: str, outer: str, found: set[Key]) -> None:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            _collect(child, file, f"{outer}{child.name}.", found)
        elif isinstance(child, ast.FunctionDef):
            if _opens_transaction(child):
                found.add((file, f"{outer}{child.name}"))
                _ends[file, f"{outer}{child.name}"] = (
                    child.body[-1].lineno,
                    child.end_lineno or child.lineno,
                )
            _collect(child, file, f"{outer}{child.name}.<locals>.", found)
        else:
            _collect(child, file, outer, found)


def _opens_transaction(function: ast.FunctionDef) -> bool:
    if any("atomic" in ast.unparse(one) for one in function.decorator_list):
        return True
    blocks = (node for node in ast.walk(function) if isinstance(node, ast.With))
    return any("transaction.atomic" in ast.unparse(item) for block in blocks for item in block.items)


def _note(frame: FrameType | None) -> None:
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(str(ROOT)):
            key = code.co_filename[len(str(ROOT)) + 1 :], code.co_qualname
            if key in _known:
                _seen.add(key)
        frame = frame.f_back


def pytest_sessionstart(session: pytest.Session) -> None:
    global _known
    _known = atomic_functions()
    record = trail.record

    def noted(*args: Any, **kwargs: Any) -> Any:
        _note(sys._getframe(1))
        return record(*args, **kwargs)

    trail.record = noted


def without_trail() -> list[str]:
    """The functions that left no entry so far and have no reason for it."""
    names = (f"{file}:{name}" for file, name in _known - _seen)
    return sorted(name for name in names if name not in WITHOUT_TRAIL)


def _parted() -> tuple[list[str], list[str]]:
    """The functions without an entry that ran, and those that did not, as far as lines were counted (ops/lines.py)."""
    lines = sys.modules.get("ops.lines")
    names = without_trail()
    seen = lines.AT_WORK.seen if lines and names else None
    idle = [name for name in names if seen and not _has_run(seen, name)]
    return [name for name in names if name not in idle], idle


def _has_run(seen: dict[str, tuple[set[int], set[int]]], name: str) -> bool:
    """To its last statement: one that was refused has nothing to note."""
    file, _colon, function = name.partition(":")
    ran, _missed = seen.get(file, (set(), set()))
    first, last = _ends[file, function]
    return any(first <= line <= last for line in ran)


def _is_whole(config: pytest.Config) -> bool:
    chosen = config.option.keyword or config.option.markexpr
    return not chosen and config.args == config.getini("testpaths")


def pytest_testnodedown(node: Any, error: object) -> None:
    """What a process of xdist has seen."""
    _seen.update(tuple(key) for key in getattr(node, "workeroutput", {}).get("trail", ()))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if hasattr(session.config, "workerinput"):
        session.config.workeroutput["trail"] = sorted(_seen)
    elif exitstatus == pytest.ExitCode.OK and _is_whole(session.config) and _parted()[0]:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)  # near the end of the log: a run that is red for this alone has no failed test
def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if hasattr(config, "workerinput") or not _is_whole(config):
        return
    named = {f"{file}:{name}" for file, name in _known}
    left_over = sorted(name for name in WITHOUT_TRAIL if name not in named)
    terminalreporter.write_line(f"{len(_known)} functions open a transaction, {len(_seen)} left a trail")
    silent, idle = _parted()
    for name in silent:
        terminalreporter.write_line(f"left no trail in any test: {name}", red=True)
    for name in idle:
        terminalreporter.write_line(f"ran in no test of today: {name}", yellow=True)
    for name in left_over:
        terminalreporter.write_line(f"named without reason in WITHOUT_TRAIL: {name}", red=True)
