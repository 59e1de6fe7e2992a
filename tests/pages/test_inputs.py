"""A select written at once is the one that Django's templates write."""

import pytest
from django import forms
from django.test import SimpleTestCase

from pages.inputs import QuickSelect

CHOICES = [
    ("", "任何"),
    ("a", '<b>"甲"&</b>'),
    ('"><script>', "脚本"),
    (7, "七"),
    ("组", [("x", "子<"), ("y", "丑")]),
]


@pytest.mark.parametrize("value", ["", None, "a", 7, "7", "y", '"><script>', "unknown"])
def test_it_is_the_same_select(value):
    attrs = {"class": "form-select", "id": "id_x", "required": True, "data-x": '"<'}
    written, usual = (kind(choices=CHOICES).render("x", value, attrs) for kind in (QuickSelect, forms.Select))
    SimpleTestCase().assertHTMLEqual(written, usual)
    assert "<script>" not in written
