"""Every page about a row is asked by the walks over rows of villages, or says why not (tests/pages/kinds.py)."""

from django.apps import apps

from disputes.models.parts import Part
from ledgers import books
from tests.pages import kinds
from tests.test_access import URLS, noun


def test_every_page_about_a_row_is_in_the_walks_or_has_a_reason():
    about_rows = {noun(name) for name, url in URLS.items() if "pk" in url.pattern.converters}
    placed = kinds.placed()
    assert about_rows - placed.keys() == kinds.ELSEWHERE.keys()
    assert len(placed) > 25


def test_the_walks_reach_every_model_of_a_book_and_of_a_dispute():
    """One that has no page of its own is named here with where it is asked."""
    asked = set().union(*kinds.placed().values())
    parts = {model for model in apps.get_models() if issubclass(model, Part)}
    without_page = {model.__name__ for model in {*books.row_models(), *parts} - asked}
    assert without_page <= WITHOUT_PAGE


# It comes from the gate of other pages.
WITHOUT_PAGE = {"Finding"}
