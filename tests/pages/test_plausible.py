"""What any form refuses or asks about: numbers of people in words, impossible days, unlikely counts."""

import importlib

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override

from accounts.forms import AccountForm
from config.rooms import ROOMS
from folding.personal_numbers import Kind, found
from pages.forms import ModelForm, PlainForm
from pages.plausible import no_personal_number, plausible_day

GUARDED = (ModelForm, PlainForm, AccountForm)  # each calls ``guard`` where it is made
NOT_GUARDED = {
    "accounts.forms.SignInForm": "an account and a password",
    "accounts.forms.PasswordForm": "passwords",
    "accounts.forms.CodeForm": "six digits of the app",
    "accounts.forms.PasswordAndCodeForm": "a password and six digits of the app",
    "ledgers.views.copies.CopyForm": "a picture",
    "imports.forms.UploadForm": "a file",
    "documents.forms.TemplateForm": "a file, checked part by part",
}


def every_form() -> list[type[forms.BaseForm]]:
    for room in ROOMS:
        for module in ("forms", "views"):
            try:
                importlib.import_module(f"{room}.{module}")
            except ModuleNotFoundError:
                continue
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    found: list[type[forms.BaseForm]] = []
    while waiting:
        waiting += (derived := waiting.pop().__subclasses__())
        found += [one for one in derived if one.__module__.partition(".")[0] in ROOMS]
    return found


def test_every_form_of_the_registry_is_guarded_or_argued():
    bare = {f"{one.__module__}.{one.__name__}" for one in every_form() if not issubclass(one, GUARDED)}
    assert bare == NOT_GUARDED.keys()


class Sample(PlainForm):
    words = forms.CharField(max_length=10)
    day = forms.DateField()
    badge = forms.CharField()
    numbers_belong = ("badge",)


def errors(**typed: str) -> set[str]:
    return set(Sample({"words": "文", "day": "2026-03-20", "badge": "1"} | typed).errors)


@pytest.mark.parametrize("day", ["9999-12-31", "0026-11-01", "2099-01-01", "1899-12-31"])
def test_a_mistyped_year_is_refused(in_march, day):
    assert errors(day=day) == {"day"}


def test_a_field_in_which_a_number_belongs_takes_one(in_march):
    assert errors(badge="15400001234") == set()


def test_no_browser_cuts_what_is_pasted(in_march):
    """Case: a note of 5,000 characters was cut to 1,000 without a word."""
    form = Sample({"words": "文" * 5_000, "day": "2026-03-20", "badge": "1"})
    assert "maxlength" not in form["words"].as_widget() and 'data-most="10"' in form["words"].as_widget()
    assert set(form.errors) == {"words"} and "文" * 5_000 in str(form["words"])


IDENTITY, PHONE = "990901198001010015", "15400001234"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"证{IDENTITY}号", Kind.IDENTITY),
        ("９９０９０１１９８００１０１００１５", Kind.IDENTITY),
        ("990901 19800101 0015", Kind.IDENTITY),
        ("99090119800101001x", Kind.IDENTITY),
        (f"电话{PHONE}", Kind.PHONE),
        ("154 0000 1234", Kind.PHONE),
        ("154-0000-1234", Kind.PHONE),
        ("+8615400001234", Kind.PHONE),
        ("2026-03-20 15400001234", Kind.PHONE),
        ("0791-88512345", Kind.PHONE),
        ("卡号 6222 0200 0000 0000 02", None),
        ("4111 1111 1111 1111", Kind.CARD),
        ("4111111111111112", None),
        ("2026-03-20 09:30 至 2026-04-01", None),
        ("欠款 12000 元，分 12 期，每期 1000", None),
        ("88-1号，1组2号，共 138 户", None),
        ("农历1380013", None),
        ("", None),
    ],
)
def test_numbers_of_people_are_told_from_others(text, kind):
    assert found(text) == kind


@pytest.mark.parametrize(
    ("text", "words"), [(IDENTITY, "公民身份号码"), (PHONE, "电话"), ("4111111111111111", "银行卡")]
)
def test_the_refusal_says_which_kind_it_is(text, words):
    with pytest.raises(ValidationError) as refused, override("zh-hans"):
        no_personal_number(text)
    assert words in refused.value.messages[0]


def test_the_guard_is_put_on_once():
    form = Sample()
    assert form.fields["words"].validators.count(no_personal_number) == 1
    assert form.fields["day"].validators.count(plausible_day) == 1
