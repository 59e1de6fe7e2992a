"""What a person types is saved as it was typed, or refused beside its field: nothing is corrected in silence."""

from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.forms import ModelForm

from access.roles import Role
from pages import unshown
from pages.submissions import KEY
from pages.views.forms import FormPage
from tests import bodies, databases, objects
from tests.fuzz.forms import merged
from tests.page_client import PageClient
from tests.pages import walk
from tests.test_access import ACCESS, address, allowed

NUMBERS = ("0", "1", "3")


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker):
    with databases.rows_for_a_module(django_db_blocker), time_machine.travel(objects.MORNING):
        yield objects.make_cast()


def forms_of(officer, rows):
    """Forms with a number: (client, row, address, what it sends for each of its numbers)."""
    client = PageClient()
    client.force_login(officer)
    for name, view in walk.pages().items():
        if not issubclass(view, FormPage) or not allowed(Role.OFFICER, ACCESS[name]):
            continue
        url = address(name, rows)
        page = client.get(url)
        shown = page.context["form"] if page.status_code == 200 and "form" in page.context else None
        form = merged(page.content.decode(), "post") if isinstance(shown, ModelForm) else None
        fields = shown.fields if form else {}
        numbers = (
            [one for one, kind in form.kinds.items() if kind == "number" and one in fields] if form else []
        )
        if form and numbers:
            typed = bodies.body(form, rows, rows)
            answers = shown_by(getattr(getattr(shown, "helper", None), "layout", None))
            yield client, shown.instance, url, {name: typed | answers.get(name, {}) for name in numbers}


def shown_by(part, given=None) -> dict[str, dict[str, str]]:
    """Field -> the answers that show it: what is sent with another one is dropped (pages/unshown.py)."""
    found = unshown.CONDITION.search(str(getattr(part, "flat_attrs", "") or ""))
    given = {**(given or {}), **({found[1]: found[2].split("|")[0]} if found else {})}
    fields = {}
    for one in getattr(part, "fields", ()):
        fields |= {one: given} if isinstance(one, str) else shown_by(one, given)
    return fields


@pytest.mark.turns(6)
def test_every_number_is_stored_as_typed_or_refused(cast):
    people, rows = cast
    wrong, saved = [], []
    for client, shown, url, numbers in forms_of(people[Role.OFFICER], rows):
        model = type(shown)
        for number, typed in numbers.items():
            for value in NUMBERS:
                sent = typed | {
                    number: value,
                    KEY: str(uuid4()),
                    "outcome": "met",
                    "again": "on",
                    "twins": "later",
                    "second_signature": "另一人",
                }
                with walk.taken_back():
                    before = set(model.objects.values_list("pk", flat=True))
                    if client.post(url, sent).status_code != 302:
                        continue
                    saved.append(number)
                    new = model.objects.exclude(pk__in=before).first()
                    row = new or model.objects.get(pk=shown.pk)
                    if Decimal(str(getattr(row, number, value))) != Decimal(value):
                        wrong.append(f"{url} {number}: {value} was stored as {getattr(row, number)}")
    assert wrong == [] and len(saved) > 10
    assert "yuan" in saved  # which only a donation shows
