"""The list of rooms is one, and what is made from it is up to date."""

from config.rooms import ABOUT, ROOMS
from ops import rooms
from ops.environment import ROOT


def test_every_room_says_its_subject():
    assert list(ABOUT) == list(ROOMS)


def test_every_app_of_the_project_is_a_room():
    assert {path.parent.name for path in ROOT.glob("*/apps.py")} == set(ROOMS)


def test_picture_and_tables_are_up_to_date():
    """`make rooms` writes them."""
    assert [path.name for path, text in rooms.made().items() if path.read_text("utf-8") != text] == []
