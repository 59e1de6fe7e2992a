"""A protected dispute: everybody, every page, every file; with both layers, and with each of the two alone.

Each layer alone is tried at a sixteenth of the pages of disputes, another one each day, and at a share of all others;
both together at the share alone, since what each of them hides both hide. All cells: ``make matrix``.
"""

import pytest
from django.db import connection

from access import scope
from access.roles import Role
from disputes.models import Dispute
from disputes.models.protection import HidingQuerySet
from jobs.models import Job
from jobs.run import perform
from reports import exports
from tests import hidden, matrix
from tests.hidden import MARK, SEEING
from tests.journeys.turns import Turns

LAYERS = ("both layers", "policies alone", "visible_to alone")


@pytest.fixture
def made(db, in_march):
    made = matrix.make_objects()
    hidden.make_watchers(made)
    return made


@pytest.fixture
def rows(made):
    own = made.rows["own"]
    return hidden.make_hidden(own["village"], made.people[Role.OFFICER], made.people[Role.AUXILIARY])


def switch_off(layers: str, monkeypatch) -> None:
    """One layer of the two: what only hides protected rows, or all policies."""
    if layers == "policies alone":
        monkeypatch.setattr(HidingQuerySet, "without_hidden", lambda found, _user: found)
    if layers == "visible_to alone":
        matrix.without_policies()


def is_chosen(cell: matrix.Cell, layers: str, share: float) -> bool:
    """The page of the dispute always, so that the canaries are found somewhere."""
    if cell.name == "disputes:dispute-detail":
        return cell.method == "get"
    turns = Turns(max(share, 1 / 16))
    return (
        "disputes" in cell.name
        and cell.method == "get"
        and layers != LAYERS[0]
        and turns.has(cell.name, cell.role)
    )


@pytest.mark.turns(3)
@pytest.mark.parametrize("layers", LAYERS)
def test_nobody_else_finds_it(layers, made, rows, share, monkeypatch, caplog, record_property):
    switch_off(layers, monkeypatch)
    tried = hidden.Hidden(made, rows)
    chosen = [cell for cell in hidden.cells(made) if is_chosen(cell, layers, share)]
    chosen += matrix.some(hidden.cells(made), share)
    found = tried.run(dict.fromkeys(chosen))
    logged = [MARK] if MARK in caplog.text else []
    record_property("summary", f"{layers}: {found.cells} cells, {len(found.wrong)} leaks")
    assert not found.wrong + logged, "\n".join(found.wrong + logged)
    assert "disputes:dispute-detail" in tried.shown, (
        "nobody sees it: the canaries are not where they should be"
    )


@pytest.mark.turns(3)
@pytest.mark.parametrize("layers", LAYERS[1:])
def test_no_file_has_it_whoever_makes_it(layers, made, rows, monkeypatch):
    switch_off(layers, monkeypatch)
    texts = {}
    for role, person in made.people.items():
        for name in exports.exported():
            job = Job.objects.create(
                task="x", title="x", by=person, params={"list": name, "query": "", "format": "csv"}
            )
            perform(str(job.pk), exports.write_list)
            job.refresh_from_db()
            texts[role, name] = bytes(job.file.content).decode() if hasattr(job, "file") else job.error
    label = rows["dispute"].receipt
    assert [key for key, text in texts.items() if MARK in text or label in text] == []
    assert any(rows["dispute"].post.name in text for text in texts.values()), "the files are empty"


def test_it_is_seen_where_no_layer_hides_it(made, rows, monkeypatch):
    """With both layers off the auxiliary finds it: the canaries are really looked for."""
    monkeypatch.setattr(HidingQuerySet, "without_hidden", lambda found, _user: found)
    matrix.without_policies()
    cell = matrix.Cell("disputes:dispute-detail", "get", Role.AUXILIARY, "own")
    assert hidden.Hidden(made, rows).run([cell]).wrong


def test_figures_count_it(made, rows):
    """Whoever does not see it has it in the figures all the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM counted_disputes WHERE id = %s", [rows["dispute"].pk])
        is_given_back = cursor.fetchone() == (0,)
    assert is_given_back
    Dispute.objects.filter(pk=rows["dispute"].pk).update(state="recorded")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM counted_disputes WHERE id = %s", [rows["dispute"].pk])
        assert cursor.fetchone() == (1,)


def test_who_sees_it(made):
    seeing = {role for role, person in made.people.items() if scope.for_user(person).sees_protected}
    assert seeing == SEEING | {hidden.BESIDE}
