"""A few mutants of `make mutants`, and that it knows every place that lists books."""

import pytest

from tests import book_mutants

SAMPLE = book_mutants.mutants()[::12]


def test_every_place_that_lists_books_is_tried():
    assert sorted(book_mutants.places()) == sorted(book_mutants.PLACES)


@pytest.mark.turns(4)
@pytest.mark.usefixtures("in_march")
@pytest.mark.parametrize("mutant", SAMPLE, ids=str)
def test_a_missing_book_is_noticed(mutant, request, monkeypatch):
    assert not book_mutants.survives(mutant, request, monkeypatch)
