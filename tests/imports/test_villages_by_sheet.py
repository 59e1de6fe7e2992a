"""A sheet of the villages of posts: stations and posts are opened, villages given and moved by the pages' actions."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from access import scope
from imports import actions
from imports.models import Import
from ledgers.models import StationMonth
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
    assert [line.state for line in owner.lines.all()] == ["good", "refused"]


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


def test_stations_and_posts_that_are_new_are_no_doubt(bureau, villages):
    """In an empty county all are; whatever stands in the sheet is taken over without a tick."""
    rows = (
        ("东镇", "东坡村", "东镇派出所", "东镇1号警务室", ""),
        ("东镇", "南山村", "东镇派出所", "东镇2号警务室", ""),
        ("西镇", "东坡村", "西镇派出所", "西镇1号警务室", ""),
    )
    owner = checked(bureau, rows)
    assert {line.state for line in owner.lines.all()} == {"good"}
    assert (owner.counts["new_stations"], owner.counts["new_posts"]) == (2, 3)
    assert not Station.objects.exists() and not Membership.objects.exists()
    with acting(scope.acting_as(bureau)):
        assert actions.commit(owner, by=bureau)["villages"] == 3
    more = checked(bureau, (("西镇", "北山村", "西镇派出所", "西镇2号警务室", ""),))
    assert more.lines.get().state == "good"


def test_what_the_commit_would_refuse_the_check_refuses(bureau, villages, time_machine):
    """A village that came to its post today is told of row by row, not after all was ticked."""
    taken_over(bureau, (("东镇", "南山村", "城关派出所", "一号警务室", ""),))
    again = (
        ("东镇", "南山村", "城关派出所", "二号警务室", ""),
        ("西镇", "北山村", "城关派出所", "二号警务室", ""),
    )
    owner = checked(bureau, again)
    first, second = owner.lines.all()
    assert (first.state, second.state) == ("refused", "good") and "明天" in first.faults[-1]["text"]
    with acting(scope.acting_as(bureau)):
        assert actions.commit(owner, by=bureau) == {"stations": 0, "posts": 1, "villages": 1, "moved": 0}
    time_machine.shift(86_400)
    assert checked(bureau, again[:1]).lines.get().state == "doubtful"


def closed_month(post):
    StationMonth.objects.create(station=post.station, month=date(2026, 2, 1), state="approved")


@pytest.mark.parametrize(
    ("since", "before"),
    [("2026-02-10", closed_month), ("2026-03-19", lambda post: None), ("2024-01-01", lambda post: None)],
)
def test_no_good_line_is_refused_by_the_commit(bureau, villages, post, since, before):
    """Whatever stands in the way, the check and the commit say the same."""
    before(post)
    owner = checked(bureau, (("东镇", "南山村", "试验派出所", "试验警务室", since),))
    is_good = owner.lines.get().state == "good"
    with acting(scope.acting_as(bureau)):
        if is_good:
            assert actions.commit(owner, by=bureau)["villages"] == 1
        else:
            with pytest.raises(ValidationError, match="没有可入库的行"):
                actions.commit(owner, by=bureau)
    assert is_good == (since == "2026-03-19")


def test_an_empty_cell_of_the_station_beside_a_known_post_names_the_station_of_the_post(
    bureau, villages, post
):
    rows = (("东镇", "南山村", "城关派出所", "一号警务室", ""), ("西镇", "北山村", "", "试验警务室", ""))
    owner = checked(bureau, rows)
    line = owner.lines.get(number=3)
    assert line.state == "doubtful" and "试验派出所" in line.faults[0]["text"]
    assert "新建" not in line.faults[0]["text"]


def test_nothing_is_taken_over_of_nothing(bureau, village, elsewhere, sign_in):
    """The page names how many rows go in; with none of them it has no button and says what to tick."""
    row = ("", "别处村", "试验派出所", "试验警务室", "")
    owner, client = checked(bureau, (row,)), sign_in(bureau)
    for address in (f"/imports/{owner.pk}/", f"/imports/{owner.pk}/take-over/"):
        page = client.get(address).content.decode()
        assert "勾选" in page and 'form-foot"><button' not in page
    assert client.post(f"/imports/{owner.pk}/take-over/", {"version": owner.version}).status_code == 422
    with acting(scope.acting_as(bureau)):
        actions.tick(owner, [owner.lines.get().pk], by=bureau)
    assert "1 / 1" in client.get(f"/imports/{owner.pk}/take-over/").content.decode()
    owner.refresh_from_db()
    done = client.post(f"/imports/{owner.pk}/take-over/", {"version": owner.version}, follow=True)
    assert "1 / 1" in done.content.decode() and "调整归属的村 1" in done.content.decode()


@pytest.mark.parametrize("kind", ["villages", "accounts", "households"])
def test_no_kind_of_sheet_is_taken_over_without_a_line(kind, bureau, administrator, officer, village):
    by = {"villages": bureau, "accounts": administrator, "households": officer}[kind]
    sheet = {
        "villages": (HEADINGS, ("无此镇", "无此村", "城关派出所", "一号警务室", "")),
        "accounts": (("姓名", "账号"), ("", "nobody")),
        "households": (("村", "门牌号", "户主"), ("无此村", "1号", "王某")),
    }[kind]
    with acting(scope.acting_as(by)):
        owner = actions.upload("表.csv", text(sheet), by=by)
        owner = actions.check(actions.choose_columns(owner, owner.columns, by=by, since=None), by=by)
        assert owner.lines.get().state == "refused"
        with pytest.raises(ValidationError):
            actions.commit(owner, by=by)
        with pytest.raises(ValidationError):
            actions.start_commit(owner, by=by, task=None)


def test_the_page_of_moving_says_at_once_that_it_is_not_for_today(bureau, villages, sign_in):
    taken_over(bureau, (("东镇", "南山村", "城关派出所", "一号警务室", ""),))
    page = sign_in(bureau).get(f"/organisation/villages/{villages[2].pk}/move/").content.decode()
    assert "明天" in page
