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


def test_the_page_that_ends_an_assignment_says_from_when_the_post_is_vacant(officer, post, grantor, sign_in):
    client, held = sign_in(grantor), Assignment.objects.get(user=officer)
    Assignment.objects.filter(pk=held.pk).update(is_responsible=True, ends_on="2026-03-20")
    end = f"/account/assignments/{held.pk}/end/"
    page = client.get(end)
    assert f"{page.context['vacant_from']}" == "2026-03-21" and "data-vacant" in page.content.decode()
    follower = build.make_user("follower", "officer", post)
    Assignment.objects.filter(user=follower).update(is_responsible=True, starts_on="2026-03-21")
    assert client.get(end).context["vacant_from"] is None
    Assignment.objects.filter(user=follower).update(starts_on="2026-03-25")
    assert f"{client.get(end).context['vacant_from']}" == "2026-03-21"
