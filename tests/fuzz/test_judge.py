"""The judge of the fuzzer finds what it has to find."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from hypothesis import HealthCheck, Phase, given, settings

from tests.fuzz.asking import Asking
from tests.fuzz.forms import merged
from tests.fuzz.odd import Case, cases


@pytest.fixture
def case() -> Case:
    found = []

    @settings(max_examples=1, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(cases)
    def one(made: Case) -> None:
        found.append(made)

    one()
    return replace(
        found[0], role="officer", name="residents:visit-create", method="POST", raw=None, headers=0
    )


def judged(
    case: Case, answer: HttpResponse, text: str, raised: tuple[str, ...] = (), **body: str
) -> list[str]:
    asking = Asking({}, {}, {}, "金丝雀")
    asking._form = lambda *_which: SimpleNamespace(typed={"note"})
    answer.text_of_it = text
    asking._judge(case, "/", body, answer, list(raised))
    asking.close()
    return [what.partition(":")[0].partition(" residents")[0] for what in asking.faults]


@pytest.mark.parametrize(
    ("status", "text", "fault"),
    [
        (500, "", "5xx"),
        (200, 'File "/srv/site-packages/django/x.py"', "shows its inside"),
        (200, "<p>金丝雀户</p>", "shows another village"),
        (200, "<p><fuzz'\"&></p>", "not escaped"),
        (200, "<p>&lt;fuzz</p>", None),
    ],
)
def test_a_planted_fault_is_seen(case, status, text, fault):
    assert judged(case, HttpResponse(status=status), text) == ([fault] if fault else [])


def test_typed_text_that_is_lost_is_seen(case):
    form = '<form method="post"><textarea name="note">{}</textarea></form>'
    refused = HttpResponse(status=422)
    assert judged(case, refused, form.format("a &lt; b"), note="a < b") == []
    assert judged(case, refused, form.format(""), note="a < b") == ["lost what was typed"]


def test_a_redirect_to_another_site_is_seen(case):
    answer = HttpResponse(status=302, headers={"Location": "//evil.example.org/"})
    assert judged(case, answer, "") == ["leads to another site"]


def test_the_fields_of_a_form_are_read():
    page = """<form method="get"><input name="q"></form><form method="post"><input type="hidden" name="k" value="1">
      <select name="s"><option value="a">A<option value="b">B</select><textarea name="t">x</textarea></form>"""
    form = merged(page, "post")
    assert form.fields == {"k": ["1"], "s": ["a", "b"], "t": [""]} and form.typed == {"t"}
    assert merged(page, "get").typed == {"q"}
