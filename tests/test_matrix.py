"""Nobody sees or changes what is not theirs: as it stands, without ``visible_to``, without policies.

A part of the cells with every test run, other ones each day, all of them by ``make matrix``.
"""

import pytest

from posts.querysets import ScopedQuerySet, VillageQuerySet
from tests import matrix

LAYERS = ("both layers", "policies alone", "visible_to alone")
EVERYONE = [None, *matrix.Role]


@pytest.fixture
def made(db, in_march):
    return matrix.make_objects()


@pytest.mark.parametrize("layers", LAYERS)
def test_no_cell_leaks(layers, made, share, monkeypatch, caplog, record_property):
    if layers == "policies alone":
        monkeypatch.setattr(ScopedQuerySet, "visible_to", lambda rows, _user: rows.all())
        monkeypatch.setattr(VillageQuerySet, "served_by", lambda rows, _user, on=None: rows.all())
    if layers == "visible_to alone":
        matrix.without_policies()
    tried = matrix.Matrix(made, refuses_by_fault=layers == "policies alone")
    # What each layer alone keeps in, both keep in: of the two together a smaller sample is tried.
    is_sample = layers == "both layers" and share < 1
    found = tried.run(matrix.some(matrix.cells(EVERYONE), share / 3 if is_sample else share))
    files = matrix.Found() if is_sample else matrix.export_leaks(made, share)
    logged = [place for place in matrix.PLACES if matrix.mark_of(place) in caplog.text]
    leaks, statuses = len(found.wrong + files.wrong + logged), dict(sorted(found.statuses.items()))
    record_property(
        "summary", f"{layers}: {found.cells} cells, {files.cells} files, {leaks} leaks, answers {statuses}"
    )
    pages = found.cells / (
        20 if share == 1 else 60
    )  # some of few cells: there are days with fewer pages among them
    assert found.statuses[200] > pages, "most cells met no page: is everybody still signed in?"
    assert found.wrong + files.wrong + logged == []


@pytest.mark.turns(3)
def test_the_matrix_sees_a_leak(made, monkeypatch):
    """With both layers off a foreign row is shown, and the matrix reports it."""
    monkeypatch.setattr(ScopedQuerySet, "visible_to", lambda rows, _user: rows.all())
    matrix.without_policies()
    leaking = [
        matrix.Cell("residents:visit-detail", "get", matrix.Role.OFFICER, "county"),
        matrix.Cell("residents:household-list", "get", matrix.Role.CHIEF, "own"),
    ]
    found = matrix.Matrix(made).run(leaking)
    assert len({what.partition(":")[0] for what in found.wrong}) == 2, found.wrong
    assert matrix.export_leaks(made, share=1).wrong


WRITING = [
    matrix.Cell("residents:household-create", "post", matrix.Role.OFFICER, "own"),
    matrix.Cell("patrols:patrol-create", "post", matrix.Role.OFFICER, "own"),
    matrix.Cell("patrols:patrol-edit", "post", matrix.Role.OFFICER, "own"),
]


@pytest.mark.turns(3)
def test_its_forms_really_write(made):
    found = matrix.Matrix(made).run(WRITING)
    assert found.wrong == []
    assert {"residents_household", "patrols_patrol"} <= found.written.keys(), found


@pytest.mark.turns(3)
def test_it_sees_a_row_that_is_planted(made, monkeypatch):
    """With both layers off a row goes into another village, and the matrix reports it."""
    monkeypatch.setattr(ScopedQuerySet, "visible_to", lambda rows, _user: rows.all())
    monkeypatch.setattr(VillageQuerySet, "served_by", lambda rows, _user, on=None: rows.all())
    matrix.without_policies()
    found = matrix.Matrix(made).run(WRITING)
    assert any(
        "writes ['residents_household', 'residents_resident'] county" in what for what in found.wrong
    ), found.wrong


@pytest.mark.turns(3)
def test_policies_alone_keep_it_out(made, monkeypatch):
    monkeypatch.setattr(ScopedQuerySet, "visible_to", lambda rows, _user: rows.all())
    monkeypatch.setattr(VillageQuerySet, "served_by", lambda rows, _user, on=None: rows.all())
    assert matrix.Matrix(made, refuses_by_fault=True).run(WRITING).wrong == []
