"""A post without responsible officer is named to those who answer for it; so are offices that nobody holds."""

import io
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from access.roles import Role
from accounts import actions as accounts
from accounts.models import User
from indicators import compute
from indicators.models import VillageMonth
from ledgers.models import StationMonth
from posts.models import Assignment, Post
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
FEBRUARY, TODAY = date(2026, 2, 1), date(2026, 3, 20)


@pytest.fixture
def vacant(post, village, officer) -> Post:
    """The officer left after 10 February; an auxiliary stays."""
    officer.assignments.update(ends_on=date(2026, 2, 10))
    build.make_user("stays", Role.AUXILIARY, post)
    return post


def test_chief_county_and_grant_administrator_read_it(
    vacant, elsewhere, stranger, chief, bureau, grantor, sign_in
):
    for person, url in (
        (chief, "/"), (bureau, "/"), (grantor, reverse("administration:list")),
        (bureau, reverse("posts:organisation")),
    ):  # fmt: skip
        page = sign_in(person).get(url).content.decode()
        assert "空岗 38 天" in page and "2026-02-11" in page, (person, url)


def test_another_station_does_not(vacant, elsewhere, stranger, sign_in):
    other = build.make_user("other", Role.CHIEF, elsewhere.memberships.get().post.station)
    assert "data-vacancies" not in sign_in(other).get("/").content.decode()


@pytest.mark.parametrize(
    "not_open",
    [{"closed_on": TODAY}, {"opened_on": TODAY + timedelta(days=1)}],
    ids=["closed", "not yet open"],
)
def test_a_post_that_is_not_open_is_not_vacant(vacant, chief, sign_in, not_open):
    Post.objects.filter(pk=vacant.pk).update(**not_open)
    assert "data-vacancies" not in sign_in(chief).get("/").content.decode()


def test_leave_is_not_vacancy(post, officer, chief, sign_in):
    build.make_leave(officer, TODAY, TODAY)
    assert "data-vacancies" not in sign_in(chief).get("/").content.decode()


def test_it_stands_before_the_ranks_on_every_table(vacant, chief, bureau, sign_in):
    build.make_village(other := build.make_post(vacant.station, "另一警务室"), "另一村委会")
    build.make_user("another", Role.OFFICER, other, is_responsible=True)
    compute.fill_month(FEBRUARY)
    for person, url in (
        (chief, "/?month=2026-02"),
        (bureau, reverse("reports:ranking") + "?level=post&month=2026-02"),
    ):
        answer = sign_in(person).get(url)
        shown = [(row.place.key, row.rank, row.vacant_days) for row in answer.context["standings"]]
        assert shown == [(vacant.pk, None, 18), (other.pk, 1, 0)]
        assert "空岗 18 天" in answer.content.decode()


def test_offices_that_nobody_holds_are_named(station, bureau, grantor, sign_in):
    for url in ("/", reverse("administration:list")):
        page = sign_in(bureau if url == "/" else grantor).get(url).content.decode()
        empty = page.partition("data-empty-offices")[2].partition("</section>")[0]
        assert [word in empty for word in ("账号管理员", "审计员", "所长", "授权管理员")] == [
            True,
            True,
            True,
            False,
        ]


def test_monitoring_names_what_is_missing(vacant, bureau, chief, auditor, administrator, grantor):
    with pytest.raises(CommandError) as found:
        call_command("check_offices")
    assert str(found.value).count("\n") == 0 and "2026-02-11" in str(found.value)


def test_monitoring_is_content(officer, bureau, chief, auditor, administrator, grantor):
    call_command("check_offices", stdout=(out := io.StringIO()))
    assert out.getvalue().strip()


def assigned(post, **more) -> dict:
    return {"role": "officer", "post": post.pk, "starts_on": "2026-03-20", "is_responsible": "on"} | more


def test_the_first_officer_is_responsible_by_default_and_never_a_second(vacant, grantor, sign_in):
    client, people = sign_in(grantor), [build.make_user(name, None) for name in ("first", "second")]
    url = [reverse("administration:detail", args=[one.pk]) for one in people]
    form = client.get(url[0]).context["form"]
    assert form["is_responsible"].initial is True and form.fields["post"].widget.held == {}
    assert client.post(url[0], assigned(vacant)).status_code == 302
    assert client.get(url[1]).context["form"].fields["post"].widget.held == {vacant.pk: "First"}
    refused = client.post(url[1], assigned(vacant))
    assert refused.status_code == 422 and "First" in str(refused.context["form"].errors["post"])
    assert client.post(url[1], assigned(vacant, is_responsible="")).status_code == 302
    assert list(
        Assignment.objects.filter(starts_on=TODAY).order_by("pk").values_list("is_responsible", flat=True)
    ) == [
        True,
        False,
    ]


def test_an_auxiliary_is_not_responsible_whatever_the_hidden_tick_says(vacant, grantor, sign_in):
    person = build.make_user("helps", None)
    url = reverse("administration:detail", args=[person.pk])
    assert sign_in(grantor).post(url, assigned(vacant, role="auxiliary")).status_code == 302
    assert not person.assignments.get().is_responsible


def test_another_first_day_of_a_post_asks_the_months_between(vacant, bureau, sign_in):
    given = {"name": vacant.name, "kind": "standard", "opened_on": "2026-02-05"}
    url = reverse("posts:post-edit", args=[vacant.pk])
    state = StationMonth.objects.create(station=vacant.station, month=FEBRUARY, state="approved")
    assert sign_in(bureau).post(url, given).status_code == 422
    state.delete()
    assert sign_in(bureau).post(url, given).status_code == 302
    compute.fill_touched()


def test_whose_account_is_closed_does_not_answer_for_the_post(post, village, officer, chief, bureau, sign_in):
    accounts.close_account(officer, by=None)
    User.objects.filter(pk=officer.pk).update(closed_on=TODAY - timedelta(days=2))
    for person, url in ((chief, "/"), (bureau, "/"), (bureau, reverse("posts:organisation"))):
        page = sign_in(person).get(url).content.decode()
        assert "空岗 3 天" in page and "2026-03-18" in page, (person, url)


def test_who_submits_and_approves_the_month_reads_its_vacant_posts_as_its_figures_count_them(
    vacant, clerk, chief, sign_in
):
    compute.fill_month(FEBRUARY)
    counted = sum(VillageMonth.objects.filter(month=FEBRUARY).values_list("vacant_days", flat=True))
    page = reverse("reports:month-submit", args=[f"{FEBRUARY:%Y-%m}", vacant.station_id])
    assert counted == 18 and "空岗 18 天" in sign_in(clerk).get(page).content.decode()
    StationMonth.objects.create(station=vacant.station, month=FEBRUARY, state=StationMonth.State.SUBMITTED)
    page = reverse("reports:month-approve", args=[f"{FEBRUARY:%Y-%m}", vacant.station_id])
    assert "空岗 18 天" in sign_in(chief).get(page).content.decode()
