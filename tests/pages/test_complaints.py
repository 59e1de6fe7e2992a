"""What a form refuses is said in the registry's own words, politely, and once."""

import re
from copy import deepcopy
from functools import cache
from io import BytesIO
from pathlib import Path

import django
import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.apps import apps
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint
from django.forms import BaseForm, CharField, Form

from accounts.models import User
from config.settings.base import ROOT
from ops.catalogue import CATALOGUE, KEYWORDS, load
from pages.forms import ReasonForm
from pages.plausible import guard

DJANGO = Path(django.__file__).parent
OURS = ROOT / "locale" / "django" / "zh_Hans" / "LC_MESSAGES" / "django.po"
# Where Django complains about what is typed; a sentence of it ends with a point or a colon.
SOURCES = (
    "core/validators.py", "forms", "db/models", "contrib/auth/forms.py", "contrib/auth/validators.py",
    "contrib/auth/password_validation.py", "contrib/postgres", "utils/ipv6.py",
)  # fmt: skip
SENTENCE = re.compile(r"\S+ .*[.:]$")
GAP = re.compile(r"%\(\w+\)[sdr]|%d|\{\w+\}")


def files(place):
    path = DJANGO / place
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


def sentences():
    """Every sentence with which Django complains, in English."""
    for place in SOURCES:
        for path in files(place):
            for _line, message, _comments, _context in extract(
                "python", BytesIO(path.read_bytes()), KEYWORDS
            ):
                first = message[0] if isinstance(message, tuple) else message
                if SENTENCE.fullmatch(first):
                    yield first


@cache
def stock():
    """English -> Django's own Chinese."""
    found = {}
    for place in ("conf", "contrib/auth", "contrib/postgres"):
        with (DJANGO / place / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po").open("rb") as file:
            for message in read_po(file, locale="zh_Hans"):
                found[first_of(message.id)] = first_of(message.string)
    return found


def first_of(text):
    return text[0] if isinstance(text, tuple) else text


def as_pattern(sentence):
    return ".*".join(re.escape(part) for part in GAP.split(sentence))


@cache  # not read while tests are collected: that takes each process a second
def complaints():
    return frozenset(sentences())


@cache
def stock_sentence():
    own = stock()
    return re.compile("|".join(as_pattern(own[one]) for one in sorted(complaints()) if own.get(one)))


def test_every_complaint_of_django_is_in_our_words():
    ours = {first_of(message.id): first_of(message.string) for message in load(OURS) if message.id}
    assert len(ours) > 90 and complaints() - ours.keys() == set()
    assert [one for one, text in ours.items() if not text or text == stock().get(one)] == []
    assert [one for one, text in ours.items() if not set(GAP.findall(text)) <= set(GAP.findall(one))] == []


@pytest.mark.parametrize("path", [CATALOGUE, OURS], ids=["ours", "of Django"])
def test_nobody_is_addressed_without_respect(path):
    said = [first_of(message.string) for message in load(path) if message.id]
    assert [text for text in said if "你" in text] == []


def forms(kind=BaseForm):
    """Every form of the project."""
    for one in kind.__subclasses__():
        if not one.__module__.startswith(("django.", "tests.")):
            yield one
        yield from forms(one)


def messages_of(form):
    for name, field in getattr(form, "base_fields", {}).items():
        for text in field.error_messages.values():
            yield name, str(text)
        for validator in field.validators:
            yield name, str(getattr(validator, "message", ""))


def test_no_field_of_any_form_has_a_sentence_of_django():
    from tests.test_access import URLS  # imports every page, and with it every form

    made = list(forms())
    assert len(made) > 40 and URLS
    said = [(form.__name__, name, text) for form in made for name, text in messages_of(form)]
    assert len(said) > 300 and [one for one in said if stock_sentence().fullmatch(one[2])] == []


def test_no_text_field_complains_twice_about_one_number():
    from tests.test_access import URLS  # as above

    several, asked = [], 0
    for made in forms():
        form = Form()
        form.fields = deepcopy(getattr(made, "base_fields", {}))
        guard(form)
        for name, field in form.fields.items():
            if type(field) is CharField:
                asked += 1
                try:
                    field.run_validators("13800001111")
                except ValidationError as fault:
                    several += [(made.__name__, name)] if len(fault.messages) > 1 else []
    assert URLS and asked > 50 and several == []


def test_a_reason_on_the_trail_takes_no_number_of_any_kind():
    for text in ("13800001111", "990101199001010018", "1234567"):
        assert len(ReasonForm({"reason": text}).errors["reason"]) == 1


@pytest.mark.django_db
def test_no_unique_column_and_no_constraint_answers_with_a_sentence_of_django():
    said = []
    for model in apps.get_models():
        unique = [(field.name,) for field in model._meta.fields if field.unique and not field.primary_key]
        unique += [
            one.fields for one in model._meta.constraints if isinstance(one, UniqueConstraint) and one.fields
        ]
        said += [model().unique_error_message(model, names).messages[0] for names in unique]
        said += [str(one.get_violation_error_message()) for one in model._meta.constraints]
    assert len(said) > 60 and [text for text in said if stock_sentence().search(text) or "你" in text] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "password", ["", "1", "123456", "password", "12345678901234", "officer-officer", "x" * 300]
)
def test_no_rule_of_passwords_speaks_as_django_does(password):
    person = User(username="officer", name="王所长", badge="123456")
    for rule in get_default_password_validators():
        try:
            rule.validate(password, person)
            said = [str(rule.get_help_text())]
        except ValidationError as fault:
            said = fault.messages
        assert [one for one in said if stock_sentence().search(one) or "你" in one] == []
        assert not any(one and one.isascii() for one in said)


@pytest.mark.usefixtures("in_march")
@pytest.mark.parametrize(("kind", "status"), [("law_talk", 302), ("donation", 422), ("legal", 422)])
def test_a_sum_that_can_not_be_is_no_error_of_the_server(kind, status, village, officer, sign_in):
    """It was one. Without a donation the field is not shown, and what stands in it is dropped."""
    typed = {
        "village": village.pk,
        "kind": kind,
        "quantity": 1,
        "yuan": "13800001111",
        "occurred_on": "2026-03-20",
    }
    answer = sign_in(officer).post("/residents/services/new/", typed)
    assert answer.status_code == status
    assert kind != "donation" or "yuan" in answer.context["form"].errors
