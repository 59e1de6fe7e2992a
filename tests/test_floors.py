"""Strings are arrows too: a room names no url, table, model or template of a higher one (config/rooms.py)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from config.rooms import FLOORS, ROOMS

ROOT = Path(__file__).resolve().parents[1]
FLOOR = {room: -number for number, floor in enumerate(FLOORS) for room in floor}  # higher rooms have more
PARTS_OF_ROOMS = {"data_requests": "residents"}  # url namespaces that are not called like their room
TABLES = {model._meta.db_table: model._meta.app_label for model in apps.get_models(include_auto_created=True)}
NAMED = re.compile(
    r"(?P<url>\b[a-z]+(?=:[a-z][a-z-]+\b))|(?P<template>\b[a-z]+(?=/[\w/]+\.html\b))|(?P<label>\b[a-z]+(?=\.[a-z]{3,}\b))"
)
WORD = re.compile(r"[a-z]+_[a-z_]+")


def rooms_named(text: str, labels: set[str]) -> Iterator[tuple[str, str]]:
    """Each room that a text names, with the words that do."""
    for found in NAMED.finditer(text):
        room = PARTS_OF_ROOMS.get(found[0], found[0])
        rest = text[found.end() :]
        if found["label"] and f"{room}{re.match(r'.[a-z]+', rest)[0]}" not in labels:
            continue
        if room in FLOOR:
            yield room, text[found.start() :][:60]
    for word in WORD.findall(text):
        if TABLES.get(word) in FLOOR:
            yield TABLES[word], word


def strings_of(path: Path) -> Iterator[str]:
    """Every text in the code but for docstrings, which may point anywhere."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def sources() -> Iterator[tuple[str, Path, Iterator[str]]]:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if "migrations" not in path.parts:
                yield room, path, strings_of(path)
        for path in (ROOT / "templates" / room).rglob("*.html"):
            yield room, path, iter([re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"))])
        for path in (ROOT / room).rglob("*.sql"):
            yield room, path, iter([re.sub(r"--.*", "", path.read_text(encoding="utf-8"))])


# What the database itself has to know, whoever asks: tables of rooms above, in SQL alone.
HELD_BY_THE_DATABASE = {
    "policies/person_guards.py": "the county of a person is where they serve",
    "retention/sql/forget.sql": "which columns are emptied while their row stands; compared with the models by a test",
}


def upward_strings() -> list[str]:
    labels = {model._meta.label_lower for model in apps.get_models()}
    return sorted(
        {
            f"{path.relative_to(ROOT)} names {words!r} of {named}"
            for room, path, texts in sources()
            for text in texts
            for named, words in rooms_named(text, labels)
            if FLOOR[named] > FLOOR[room] and str(path.relative_to(ROOT)) not in HELD_BY_THE_DATABASE
        }
    )


def test_no_room_names_anything_of_a_higher_one():
    assert upward_strings() == []
