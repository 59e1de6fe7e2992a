"""An input written at once is, letter by letter, the one that Django's templates write."""

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe

from pages.renderer import INPUTS, InputRenderer

NAMES = [name.rpartition("/")[2].removesuffix(".html") for name in sorted(INPUTS)]
VALUES = [
    None,
    "",
    "甲",
    0,
    7,
    1.5,
    '"><script>alert(1)</script>',
    "a&b'<",
    mark_safe("<b>safe</b>"),
    ("x", "<"),
]
ATTRS = [
    {},
    {"id": "id_x", "class": 'form-control "><i>', "required": True, "disabled": False, "data-x": None},
    {"maxlength": 6, 'on"x': "<", "data-y": mark_safe("&amp;")},
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("attrs", ATTRS)
@pytest.mark.parametrize("value", VALUES)
def test_it_is_the_same_input(name, value, attrs):
    widget = {"type": name, "name": 'x"<', "value": value, "attrs": attrs}
    given = (f"django/forms/widgets/{name}.html", {"widget": widget})
    assert InputRenderer().render(*given) == TemplatesSetting().render(*given)


@pytest.mark.parametrize(
    "widget", [forms.TextInput, forms.NumberInput, forms.CheckboxInput, forms.DateInput, forms.HiddenInput]
)
def test_a_form_writes_its_inputs_with_it(widget, settings):
    class Form(forms.Form):
        answer = forms.CharField(widget=widget({"class": "c"}))

    assert settings.FORM_RENDERER == "pages.renderer.InputRenderer"
    written, usual = (str(Form(renderer=one())["answer"]) for one in (InputRenderer, TemplatesSetting))
    assert written == usual and str(Form()["answer"]) == usual
