"""The form that assigns a person shows the fields of the chosen role, and knows the only county."""

import re

import pytest

from access.roles import ROLES, row_of
from posts.models import Assignment
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def newcomer(county):
    return build.make_user("newcomer", None)


@pytest.mark.parametrize("role", [row.code for row in ROLES])
def test_every_role_is_assigned_with_its_own_place_whatever_else_was_chosen(
    role, newcomer, post, grantor, sign_in
):
    chosen = {"post": post.pk, "station": post.station_id, "county": post.station.county_id}
    sent = {"role": role, "starts_on": "2026-03-20", **chosen}
    assert sign_in(grantor).post(f"/account/{newcomer.pk}/", sent).status_code == 302
    made = Assignment.objects.get(user=newcomer)
    place = row_of(role).place
    assert {name for name in chosen if getattr(made, f"{name}_id")} == {place}


def test_the_page_shows_for_each_role_the_field_of_its_place(newcomer, post, grantor, sign_in):
    page = sign_in(grantor).get(f"/account/{newcomer.pk}/").content.decode()
    shown = dict(
        re.findall(
            r'data-shown-for="role=([^"]*)"[^>]*>\s*<div id="div_id_(?:post|station|county)".*?name="(\w+)"',
            page,
            re.DOTALL,
        )
    )
    found = {place: set(roles.split("|")) for roles, place in shown.items()}
    for row in ROLES:
        assert [place for place, roles in found.items() if row.code in roles] == [row.place]
    assert re.search(rf'<option value="{post.station.county_id}" selected', page)
