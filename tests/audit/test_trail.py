"""What an entry of the trail holds."""

import pytest
from django.db import ProgrammingError, transaction

from audit import trail
from audit.models import Entry
from policies.acting import HOUSEKEEPING, acting


def test_an_entry_outlives_its_actor(officer):
    entry = trail.record("read", officer, by=officer)
    assert (entry.actor_id, entry.actor_name) == (officer.pk, officer.name)


@pytest.mark.parametrize("change", [lambda rows: rows.update(action="x"), lambda rows: rows.delete()])
def test_the_login_role_can_not_change_the_trail(officer, change):
    trail.record("read", officer, by=officer)
    with pytest.raises(ProgrammingError), transaction.atomic(), acting(HOUSEKEEPING):
        change(Entry.objects.all())


def test_the_auditor_filters_by_person_action_and_day(officer, auditor, sign_in, in_march):
    trail.record("read", officer, by=officer)
    trail.record("record", officer, by=officer)
    answer = sign_in(auditor).get(
        "/trail/", {"who": officer.name, "action": "record", "from": "2026-03-20", "to": "2026-03-20"}
    )
    assert [entry.action for entry in answer.context["entries"]] == ["record"]


@pytest.mark.parametrize(
    "query",
    ["from=x", "to=2026-02-30", "address=x", "kind=%00", "number=x", "station=-1", "before=x", "who=%00"],
)
def test_a_strange_filter_is_no_error(auditor, sign_in, query):
    assert sign_in(auditor).get(f"/trail/?{query}").status_code == 200


@pytest.mark.parametrize("query", ["from=abc", "number=abc", "address=10.0.0", "station=x"])
def test_a_filter_that_can_not_be_read_shows_nothing_and_says_so(officer, auditor, sign_in, query):
    trail.record("read", officer, by=officer)
    answer = sign_in(auditor).get(f"/trail/?{query}")
    assert answer.context["entries"] == [] and "field-error" in answer.content.decode()
