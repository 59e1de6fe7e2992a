"""The glossary names every model and role, and every name in it exists."""

import re
from functools import reduce
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils import translation

from access.roles import Role
from audit.history import Change

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs" / "glossary.md").read_text("utf-8")
LINE = re.compile(r"^\| (?P<chinese>[^|]+) \| (?P<code>[^|]+) \| (?P<sentence>[^|]+) \|$", re.MULTILINE)
ROWS = [row for row in LINE.finditer(TEXT) if row["chinese"] != "中文"]
ROOMS = [name for name in settings.INSTALLED_APPS if (ROOT / name.split(".")[0]).is_dir()]

# Classes that are no models, and words of Python.
ELSEWHERE = {"Clock", "Indicator", "LegalRow", "Retention", "LEVELS", "None", "Vacancy"}


def models():
    return [
        model
        for model in apps.get_models()
        if model._meta.app_config.name in ROOMS and not issubclass(model, Change)
    ]


def in_code(row) -> list[str]:
    return [] if "*planned*" in row["code"] else re.findall(r"`([\w.]+)`", row["code"])


def test_every_line_is_a_sentence():
    assert len(ROWS) > 100 and [row["chinese"] for row in ROWS if not row["sentence"].endswith(".")] == []


def test_every_model_is_explained_in_the_words_of_the_interface():
    explained = {(row["chinese"], name) for row in ROWS for name in in_code(row)}
    with translation.override("zh-hans"):
        terms = {
            (str(model._meta.verbose_name), model) for model in models() if model.__name__ != "Heartbeat"
        }
    missing = [model._meta.label for term, model in terms
               if not explained & {(term, model.__name__), (term, model._meta.label)}]  # fmt: skip
    assert missing == []


def test_every_role_is_explained():
    assert [role for role in Role if f"`Role.{role.name}`" not in TEXT] == []


def classes() -> dict[str, object]:
    found = {model.__name__: model for model in apps.get_models()}
    found |= {base.__name__: base for model in apps.get_models() for base in model.__mro__}
    return (
        found
        | {f"{model._meta.app_label}.{model.__name__}": model for model in apps.get_models()}
        | {"Role": Role}
    )


def test_every_class_that_is_named_exists():
    known, missing = classes(), []
    for name in {
        name for row in ROWS for name in in_code(row) if name[0].isupper() or re.match(r"\w+\.[A-Z]", name)
    }:
        head = name if name in known else name.split(".")[0]
        rest = name.removeprefix(head).strip(".").split(".") if name != head else []
        try:
            reduce(getattr, rest, known[head])
        except (KeyError, AttributeError):
            missing.append(name)
    assert set(missing) <= ELSEWHERE


def test_a_planned_class_does_not_exist_yet():
    planned = {
        name for row in ROWS if "*planned*" in row["code"] for name in re.findall(r"`(\w+)`", row["code"])
    }
    assert planned & {model.__name__ for model in models()} <= {"Post"}


def test_every_verb_that_is_named_is_in_the_code():
    words = {name for row in ROWS for name in in_code(row) if name[0].islower() and "." not in name}
    code = " ".join(path.read_text("utf-8") for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    assert [word for word in sorted(words) if not re.search(rf"\b{word}\b", code)] == []


def test_a_module_that_is_named_exists():
    assert import_module("config.clock")
