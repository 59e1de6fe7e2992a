"""Templates are written as Django writes them: every page of every role in both languages, byte by byte."""

import re
from pathlib import Path

import pytest
import time_machine
from django.db import transaction
from django.template import Context, engines
from django.template.base import TextNode
from django.test import Client
from django.urls import set_script_prefix
from django.utils import translation

from access.roles import Role
from config import template_loader
from tests import objects
from tests.test_access import ACCESS, address

# What is new on each page: the masked token, the key of a form, a code that is drawn, the picture of that code.
NEW_EACH_TIME = re.compile(
    rb'(csrfmiddlewaretoken" value=|"X-CSRFToken": |name="(?:key|client_key)" value=|data-key=)"[^"]*"'
    rb"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
)
PAGES = ACCESS.keys() - {"accounts:factor-set-up"}  # without the page whose secret is drawn each time


@pytest.fixture
def engine():
    return engines["django"].engine


@pytest.fixture
def plainly(engine, monkeypatch):
    """From then on templates are loaded by Django's own loaders."""

    def load() -> None:
        shipped = engine.loaders[0][1]
        stock = engine.find_template_loader(("django.template.loaders.cached.Loader", shipped))
        monkeypatch.setattr(engine, "template_loaders", [stock])

    return load


@pytest.fixture
def loaded(engine, settings, tmp_path):
    """``loaded(source)``: a template as our loader loads it."""

    def load(source: str):
        (tmp_path / "page.html").write_text(source, encoding="utf-8")
        files = ("django.template.loaders.filesystem.Loader", [tmp_path])
        loader = engine.find_template_loader(("config.template_loader.Loader", [files]))
        return loader.get_template("page.html")

    return load


def walk(person, rows, language: str, names=PAGES) -> dict[str, bytes]:
    """The pages that answer with HTML, without what is new each time."""
    client, found = Client(), {}
    with transaction.atomic():
        client.force_login(person)
        client.cookies["language"] = language
        for name in sorted(names):
            answer = client.get(address(name, rows))
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                found[name] = NEW_EACH_TIME.sub(b"", answer.content)
        transaction.set_rollback(True)
    return found


@pytest.mark.turns(5)
@pytest.mark.parametrize("role", Role)
def test_every_page_is_written_as_django_writes_it(role, tour, plainly):
    """Once with our loader, once with Django's; a page that differs and is not the same twice is told by the dice."""
    person, language = tour._people[role], "en" if role == Role.CHIEF else "zh-hans"
    with time_machine.travel(objects.MORNING, tick=False):
        ours = walk(person, tour._rows, language)
        plainly()
        theirs = walk(person, tour._rows, language)
        differ = {name for name in ours if ours[name] != theirs.get(name)}
        again = walk(person, tour._rows, language, differ)
    assert ours.keys() == theirs.keys() and len(differ) <= 0.1 * len(ours)
    assert [name for name in sorted(differ) if again[name] == theirs[name]] == []


def test_constants_become_one_text(loaded):
    page = loaded(
        "{% load i18n static %}<p>{# said #}{% translate 'My tasks' %} {% url 'jobs:list' %}{% static 'a.css' %}"
        "{% blocktranslate trimmed %} My tasks {% endblocktranslate %}</p>"
        "{% if one %}{% translate 'Me' %}{% url 'accounts:me' %}{% else %}{% url 'reports:home' %}.{% endif %}"
    )
    text, branch = page.nodelist
    assert text.s == "<p>我的任务 /tasks//static/a.css我的任务</p>" and isinstance(text, TextNode)
    assert [[type(node) for node in nodes] for _condition, nodes in branch.conditions_nodelists] == [
        [TextNode]
    ] * 2


def test_what_depends_on_something_stays(loaded):
    page = loaded(
        "{% load i18n static %}{% translate word %}{% translate 'Me' as me %}{{ me }}{% translate 'Me'|upper %}"
        "{% url name %}{% url 'jobs:list' as there %}{{ there }}{% static file %}"
        "{% blocktranslate with n=word %}{{ n }} rows{% endblocktranslate %}"
    )
    assert not any(isinstance(node, TextNode) for node in page.nodelist)
    values = {"word": "Me", "name": "jobs:list", "file": "b.css"}
    assert page.render(Context(values)) == "我我我/tasks//tasks//static/b.cssMe rows"


def test_each_language_and_prefix_has_its_own(loaded, engine):
    assert engine.get_template("base.html") is engine.get_template("base.html")
    chinese = engine.get_template("base.html")
    with translation.override("en"):
        english = engine.get_template("base.html")
        assert english is not chinese and english is engine.get_template("base.html")
    set_script_prefix("/registry/")
    try:
        assert loaded("{% url 'jobs:list' %}").nodelist[0].s == "/registry/tasks/"
        assert engine.get_template("base.html") is not chinese
    finally:
        set_script_prefix("/")


def test_an_address_that_does_not_exist_is_an_error_of_the_page(loaded):
    page = loaded("{% if one %}{% url 'no:where' %}{% endif %}never")
    assert page.render(Context()) == "never"


def test_an_included_template_is_found_once(loaded, engine, monkeypatch):
    page = loaded(
        "{% load i18n %}{% for one in two %}{% include '_footer.html' with release=one %}{% endfor %}"
    )
    asked = []
    find = engine.find_template
    monkeypatch.setattr(
        engine, "find_template", lambda *given, **named: asked.append(given) or find(*given, **named)
    )
    written = page.render(Context({"two": ["1.2", "3.4"]}))
    assert "1.2" in written and "3.4" in written and len(asked) == 1
    page.render(Context({"two": ["1.2"]}))
    assert len(asked) == 1


def test_an_include_that_is_missing_is_named_by_django(loaded):
    page = loaded("{% if one %}{% include 'nowhere.html' %}{% endif %}")
    assert page.render(Context()) == ""
    with pytest.raises(template_loader.TemplateDoesNotExist, match="nowhere"):
        page.render(Context({"one": True}))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_template_loads(language, engine):
    folder = Path(__file__).resolve().parents[1] / "templates"
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.html"))
    with translation.override(language):
        assert len([engine.get_template(name) for name in names]) > 200
