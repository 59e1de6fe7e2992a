"""docs/capabilities.md is right: its pages resolve, its tests exist, its pictures lie in the folder."""

import ast
from functools import cache
from pathlib import Path

import pytest
from django.urls import get_resolver

from ops import capabilities
from ops.trouble import Trouble

ROOT = Path(__file__).resolve().parents[1]
WISHES = capabilities.load()


def names(resolver=None, prefix: str = "") -> set[str]:
    """Every url name, with its namespaces before it."""
    resolver = resolver or get_resolver()
    found = {prefix + name for name in resolver.reverse_dict if isinstance(name, str)}
    for namespace, (_place, inner) in resolver.namespace_dict.items():
        found |= names(inner, f"{prefix}{namespace}:")
    return found


@cache
def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8")) if path.is_file() else ast.Module([], [])
    return {
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_the_page_is_up_to_date():
    assert capabilities.PAGE.read_text("utf-8") == capabilities.table(WISHES), "run `make capabilities`"


def test_every_wish_stands_there_once():
    assert [wish.number for wish in WISHES] == list(range(1, 135))


def test_every_page_resolves():
    assert {wish.page for wish in WISHES if wish.page} - names() == set()


def test_every_named_test_exists():
    tests = [test.partition("::") for wish in WISHES for test in wish.tests]
    assert [f"{path}::{name}" for path, _colons, name in tests if name not in names_in(ROOT / path)] == []


def test_every_picture_is_there():
    assert [
        wish.picture
        for wish in WISHES
        if wish.picture and not (capabilities.PICTURES / wish.picture).is_file()
    ] == []


def test_what_is_built_is_shown_by_tests_on_a_page():
    built = [wish for wish in WISHES if wish.status == "built"]
    assert built and [wish.number for wish in built if not (wish.page and wish.tests)] == []


def test_what_is_there_in_part_says_what():
    assert [wish.number for wish in WISHES if wish.status == "partly" and not (wish.page and wish.note)] == []


def test_what_is_not_there_names_no_page():
    missing = {"planned", "left out", "refused"}
    assert [
        wish.number for wish in WISHES if wish.status in missing and (wish.page or wish.tests or wish.picture)
    ] == []


@pytest.mark.parametrize(
    "text", ['wishes = [{ number = 1, title = "a", status = "done" }]', "wishes = [{ nr = 1 }]", "wishes = ["]
)
def test_mistakes_in_the_data_are_reported(tmp_path, text):
    (tmp_path / "a.toml").write_text(text)
    with pytest.raises(Trouble, match=r"a\.toml"):
        capabilities.load(tmp_path / "a.toml")
