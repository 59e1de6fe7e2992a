"""The county edits the list of bodies; a new county begins with the usual ones."""

import pytest

from referrals.models import OutsideBody
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


def test_a_new_county_begins_with_the_usual_bodies(county):
    names = set(county.outside_bodies.values_list("name", flat=True))
    assert {"司法所", "民政部门", "供电所", "人民法院", "镇政府"} <= names


def test_the_county_adds_renames_and_closes(county, bureau, officer, sign_in):
    client = sign_in(bureau)
    assert client.post("/referrals/bodies/new/", {"name": "林业站", "about": "山林"}).status_code == 302
    body = OutsideBody.objects.get(name="林业站")
    assert body.county == county and "林业站" in client.get("/referrals/bodies/").content.decode()
    url = f"/referrals/bodies/{body.pk}/edit/"
    client.post(url, {"name": "林业局", "about": "", "closed_on": "2026-03-19"})
    body.refresh_from_db()
    assert (body.name, body.is_open) == ("林业局", False)


def test_a_name_stands_once(county, bureau, sign_in):
    answer = sign_in(bureau).post("/referrals/bodies/new/", {"name": "司法所"})
    assert answer.status_code == 422 and "同名" in answer.content.decode()


def test_nobody_edits_the_list_of_another_county(county, officer, chief, sign_in):
    far = build.make_county("他县", "990908")
    other = build.make_user("far-bureau", "county", far)
    body = county.outside_bodies.first()
    assert sign_in(other).get(f"/referrals/bodies/{body.pk}/edit/").status_code == 404
    for person in (officer, chief):
        assert sign_in(person).get("/referrals/bodies/").status_code == 403
