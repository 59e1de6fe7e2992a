"""Limits of the trade are rules with a date and a source (rules/declared/): none stands as a number in a function."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

import rules
from audit import blocks
from config.rooms import ROOMS
from rules import norms
from rules.declared import BY_CODE, DECLARED

ROOT = Path(__file__).resolve().parents[1]
SOURCES = [
    path
    for room in ROOMS
    if room != "demo"  # invents people and days, by the dozen
    for path in sorted((ROOT / room).rglob("*.py"))
    if "migrations" not in path.parts
]
SAYS_NOTHING = {-1, 0, 1, 2}  # nothing, one, the first, a pair
COMPARED = ("lt", "lte", "gt", "gte", "range")
READS = {"value", "whole", "words", "days", "hours", "newest", "highest", "lowest"}

# Numbers in functions that are no limit of the trade: a file, its numbers, and why no county would ever change them.
ALLOWED: dict[str, tuple[set[float], str]] = {
    "accounts/factors.py": ({10}, "doublings of a pause, which has an end of its own"),
    "audit/blocks.py": ({3, 4}, "parts of a key and words of a command"),
    "encryption/masks.py": ({4, 6}, "what a mask leaves of a number"),
    "encryption/fields.py": ({20}, "characters of a field without another length"),
    "folding/personal_numbers.py": ({10}, "the check digit of a card"),
    "imports/divisions/files.py": ({10, 12, 127}, "encodings, and digits of a division code"),
    "indicators/figure.py": ({100}, "per cent"),
    "indicators/sums.py": ({5}, "the five of five-none"),
    "indicators/templatetags/figure_tags.py": ({100}, "per cent"),
    "oversight/models/outliers.py": ({6}, "days from Monday to Sunday"),
    "pages/addresses.py": ({18, 60}, "what an address may hold"),
    "posts/models/divisions.py": ({200, 400}, "kinds of villages in the national codes"),
    "retention/periods.py": ({28}, "days that every month has"),
}
# Periods at the head of a module that belong to the machine and not to the trade.
OF_THE_MACHINE = {
    "accounts/factors.(PAUSE, LONGEST_PAUSE)": "security of signing in, set by who runs the system",
    "accounts/passwords.FIRST_PASSWORD_HOLDS": "security of signing in, set by who runs the system",
    "audit/blocks.LEAST_PERIOD": "goes along with an export, with nothing but Python; held equal to the rule below",
    "audit/trail.A_FORM": "how long suggestions belong to one form; those after it are noted again",
    "jobs/run.AHEAD": "clocks of two machines differ by seconds",
    "jobs/run.FILE_LIFETIME": "room on the disk",
    "jobs/run.HINT_AGAIN_AFTER": "a lost message",
    "oversight/actions/outliers.A_WEEK": "the length of a week",
}


@lru_cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def numbers(*nodes: ast.expr | None) -> set[float]:
    """Numbers with a meaning, anywhere in the expressions but in the brackets of an index or slice."""
    found: set[float] = set()
    waiting = [node for node in nodes if node is not None]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            found.add(node.value)
        parts = [node.value] if isinstance(node, ast.Subscript) else ast.iter_child_nodes(node)
        waiting += [one for one in parts if isinstance(one, ast.expr)]
    return found - SAYS_NOTHING


def called(node: ast.Call) -> str:
    return ast.unparse(node.func).rpartition(".")[2]


def limits(node: ast.AST) -> set[float]:
    """Numbers at a place where a limit would stand: compared, a length of time, a bound, a default, a condition."""
    if isinstance(node, ast.Compare):
        return numbers(*(one for one in (node.left, *node.comparators) if not isinstance(one, ast.Call)))
    if isinstance(node, ast.arguments):
        return numbers(*(default for given, default in defaults(node) if given != "status"))
    if not isinstance(node, ast.Call):
        return set()
    if called(node) in {"timedelta", "relativedelta", "min", "max"}:
        return numbers(*node.args, *(word.value for word in node.keywords))
    conditions = [word.value for word in node.keywords if (word.arg or "").rpartition("__")[2] in COMPARED]
    return numbers(*conditions)


def defaults(node: ast.arguments) -> Iterator[tuple[str, ast.expr | None]]:
    """Arguments with a default, and the default; ``status`` of an answer is one of HTTP."""
    given = [*node.posonlyargs, *node.args]
    yield from ((one.arg, default) for one, default in zip(given[::-1], node.defaults[::-1], strict=False))
    yield from ((one.arg, default) for one, default in zip(node.kwonlyargs, node.kw_defaults, strict=True))


def found_in_functions() -> Iterator[tuple[str, int, float]]:
    for path in SOURCES:
        for function in ast.walk(tree(path)):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                for node in ast.walk(function):
                    for number in limits(node):
                        yield name(path), getattr(node, "lineno", function.lineno), number


def test_no_function_holds_a_limit():
    """It belongs into rules/declared/, or with a name and a reason to the head of its module."""
    nothing: tuple[set[float], str] = (set(), "")
    wrong = [one for one in found_in_functions() if one[2] not in ALLOWED.get(one[0], nothing)[0]]
    assert wrong == []


def test_what_is_allowed_is_still_there():
    found = {(path, number) for path, _line, number in found_in_functions()}
    assert {(path, number) for path, (some, _why) in ALLOWED.items() for number in some} <= found


@pytest.mark.parametrize(
    "written",
    [
        "days > 30", "timedelta(days=30)", "rows.filter(day__lt=today - 30)", "min(days, 30)",
        "lambda days=30: days",
    ],
)  # fmt: skip
def test_a_limit_is_seen_wherever_it_stands(written):
    assert {number for node in ast.walk(ast.parse(written)) for number in limits(node)} == {30}


@pytest.mark.parametrize("written", ["text[:30] == other", "len(rows) > 0", "lambda status=200: status"])
def test_other_numbers_are_none(written):
    assert not {number for node in ast.walk(ast.parse(written)) for number in limits(node)}


def test_no_module_begins_with_a_period_of_the_trade():
    found = {
        f"{name(path).removesuffix('.py')}.{ast.unparse(node.targets[0])}"
        for path in SOURCES
        for node in tree(path).body
        if isinstance(node, ast.Assign)
        and any(isinstance(one, ast.Call) and limits(one) and called(one) == "timedelta" for one in ast.walk(node))
    }  # fmt: skip
    assert found == set(OF_THE_MACHINE)


def asked() -> dict[str, set[str]]:
    """Code of a rule -> the files that ask for it by that name."""
    found: dict[str, set[str]] = {}
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Constant)
                and node.value in norms.NORMS
                and path.parent.name != "declared"
            ):
                for terrain in norms.CLASSES:  # asked for by its class (rules/norms.py)
                    found.setdefault(norms.code_of(node.value, terrain), set()).add(name(path))
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {f"rules.{verb}" for verb in READS}:
                if isinstance(node.args[0], ast.Constant):
                    found.setdefault(str(node.args[0].value), set()).add(name(path))
    return found


def test_every_rule_that_is_asked_for_is_declared_and_every_declared_one_is_asked_for():
    assert asked().keys() == BY_CODE.keys()


def test_every_default_is_one_that_a_county_might_set():
    sizes = {one.code: len(one.value) if one.is_list else one.value for one in DECLARED if one.by_county}
    wrong = [
        one.code for one in DECLARED if one.by_county and not one.lowest <= sizes[one.code] <= one.highest
    ]
    assert wrong == []


def test_an_export_of_the_trail_keeps_to_the_rule():
    assert blocks.LEAST_PERIOD.days == rules.newest("trail.kept_days")
