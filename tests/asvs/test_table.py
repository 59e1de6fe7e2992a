"""The table of requirements names what exists."""

import ast
import re

from tests.asvs.held_by import HELD_BY
from tests.asvs.requirements import WORDS
from tests.asvs.table import ROOT, in_order

MARKS = re.compile(r"mark\.asvs\(([^)]*)\)")


def test_every_test_that_is_named_exists():
    missing = []
    for path, tests in HELD_BY.items():
        nodes = ast.walk(ast.parse((ROOT / path).read_text("utf-8")))
        names = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
        missing += [f"{path}::{name}" for name in tests if name not in names]
    assert missing == []


def test_every_number_is_told_in_words_and_checked_by_a_test():
    texts = [path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    marked = {
        one for text in texts for given in MARKS.findall(text) for one in re.findall(r'"([\d.]+)"', given)
    }
    named = {one for tests in HELD_BY.values() for ids in tests.values() for one in ids}
    assert marked | named == set(WORDS)


def test_the_numbers_stand_in_their_order():
    assert list(WORDS) == sorted(WORDS, key=in_order)
