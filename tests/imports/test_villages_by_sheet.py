"""A sheet of the villages of posts: stations and posts are opened, villages given and moved by the pages' actions."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from access import scope
from imports import actions
from imports.models import Import
from policies.acting import acting
from posts.models import Membership, Post, Station, Town, Village
from tests.imports.sheet_files import text

pytestmark = pytest.mark.usefixtures("in_march")
HEADINGS = ("乡镇", "行政村", "派出所", "警务室", "起始日期")


@pytest.fixture
def villages(county):
    """Four villages without a post, two of one name in two towns."""
    towns = [Town.objects.create(code=f"{county.code}{place}", name=name, county=county)
             for place, name in (("101", "东镇"), ("102", "西镇"))]  # fmt: skip
    return [
        Village.objects.create(code=f"{towns[town].code}{number}", name=name, town=towns[town])
        for town, number, name in (
            (0, 201, "东坡村委会"),
            (1, 202, "东坡村委会"),
            (0, 203, "南山村委会"),
            (1, 204, "北山村委会"),
        )
    ]


def checked(by, rows):
    with acting(scope.acting_as(by)):
        owner = actions.upload("村.csv", text((HEADINGS, *rows)), by=by)
        owner = actions.choose_columns(owner, owner.columns, by=by, since=None)
        return actions.check(owner, by=by)


def taken_over(by, rows):
    owner = checked(by, rows)
    with acting(scope.acting_as(by)):
        doubtful = owner.lines.filter(state="doubtful").values_list("pk", flat=True)
        actions.tick(owner, list(doubtful), by=by)
        return actions.commit(Import.objects.get(pk=owner.pk), by=by)


def test_new_stations_and_posts_are_opened_and_villages_given(bureau, villages):
    rows = (("东镇", "东坡村", "城关派出所", "一号警务室", ""), ("", "南山村", "", "", "2026-03-01"),
            ("西镇", "东坡", "城关", "二号警务室", "2026/3/2"))  # fmt: skip
    assert taken_over(bureau, rows) == {"stations": 1, "posts": 2, "villages": 3, "moved": 0}
    station = Station.objects.get(name="城关派出所")
    assert {town.name for town in station.towns.all()} == {"东镇", "西镇"}
    given = {
        one.village_id: (one.post.name, one.starts_on) for one in Membership.objects.select_related("post")
    }
    assert given[villages[0].pk] == ("一号警务室", date(2026, 3, 20))
    assert given[villages[1].pk] == ("二号警务室", date(2026, 3, 2))
    assert given[villages[2].pk] == ("一号警务室", date(2026, 3, 1))


def test_a_name_that_stands_in_two_towns_wants_its_town(bureau, villages):
    owner = checked(bureau, (("", "东坡村", "城关派出所", "一号警务室", ""),))
    assert owner.lines.get().state == "refused"


def test_the_check_shows_what_is_so_already_and_what_would_move(bureau, village, elsewhere):
    rows = (("", "试验村", "试验派出所", "试验警务室", ""), ("", "别处村", "试验派出所", "试验警务室", ""))
    owner = checked(bureau, rows)
    assert list(owner.lines.values_list("outcome", "state")) == [
        ("unchanged", "good"),
        ("changed", "doubtful"),
    ]
    assert taken_over(bureau, rows)["moved"] == 1
    assert elsewhere.memberships.get(ends_on=None).post_id == village.memberships.get().post_id


def test_a_second_line_of_a_village_is_refused(bureau, villages):
    rows = (
        ("东镇", "南山村", "城关派出所", "一号警务室", ""),
        ("东镇", "南山村", "城关派出所", "二号警务室", ""),
    )
    owner = checked(bureau, rows)
    assert [line.state for line in owner.lines.all()] == ["doubtful", "refused"]


def test_a_post_that_was_misspelt_is_asked_about_with_near_names(bureau, village, villages):
    owner = checked(bureau, (("东镇", "南山村", "试验派出所", "试验警务事", ""),))
    line = owner.lines.get()
    assert line.state == "doubtful" and "试验警务室" in line.faults[0]["text"]
    assert Post.objects.count() == 1


def test_what_happened_since_the_check_refuses_the_whole_with_its_row(bureau, villages, post):
    owner = checked(
        bureau,
        (
            ("东镇", "南山村", "试验派出所", "试验警务室", ""),
            ("西镇", "北山村", "试验派出所", "试验警务室", ""),
        ),
    )
    Membership.objects.create(village=villages[3], post=post, starts_on=date(2026, 4, 1))
    with acting(scope.acting_as(bureau)), pytest.raises(ValidationError, match="3"):
        actions.commit(owner, by=bureau)
    assert not Membership.objects.filter(village=villages[2]).exists()


def test_it_is_not_withdrawn_whole(bureau, villages):
    taken_over(bureau, (("东镇", "南山村", "城关派出所", "一号警务室", ""),))
    with acting(scope.acting_as(bureau)), pytest.raises(ValidationError):
        actions.withdraw(Import.objects.get(), by=bureau)
