"""An officer with two posts (兼管) works at one at a time: own figures are of both, nothing lands at the wrong one."""

from datetime import date
from urllib.parse import urlencode

import lxml.html
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from access import scope
from access.roles import Role
from duty.models import DutyDay
from indicators import compute
from jobs.models import Job
from ledgers.models import Draft
from patrols.models import Patrol
from policies.acting import acting
from posts.actions import assigning
from posts.models import Assignment, Workplace
from reports import exports
from residents.models import Household, Visit
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
TODAY, MARCH = date(2026, 3, 20), date(2026, 3, 1)


@pytest.fixture
def there(elsewhere):
    """The other post, of another station."""
    return elsewhere.memberships.get().post


@pytest.fixture
def both(officer, there) -> object:
    """The officer, responsible for the other post, too."""
    Assignment.objects.create(
        user=officer,
        role=Role.OFFICER,
        post=there,
        is_responsible=True,
        is_second=True,
        starts_on=build.SINCE,
    )
    return officer


@pytest.fixture
def rows_of(village, elsewhere, both):
    """Addresses of rows of the first post, and of the second one."""
    found = []
    for place in (village, elsewhere):
        rows = [
            build.make_household(place), build.make_visit(place, TODAY, by=both), build.make_patrol(place, by=both),
            build.make_dispute(place, by=both),
        ]  # fmt: skip
        found.append([row.get_absolute_url() for row in rows])
    return found


def switch(client, post, **more):
    return client.post(reverse("posts:post-work", args=[post.pk]), {"at_post": "", **more})


def now_at(user) -> int | None:
    scope.forget(user)
    return scope.for_user(user).post_id


# Who may have two


def second(grantor_client, person, post, **more):
    given = {
        "role": "officer",
        "post": post.pk,
        "starts_on": "2026-03-20",
        "is_second": "on",
        "is_responsible": "on",
    }
    return grantor_client.post(reverse("administration:detail", args=[person.pk]), given | more)


def test_the_grant_administrator_gives_the_second_post(officer, post, there, grantor, sign_in):
    client = sign_in(grantor)
    assert (
        "is_second" in client.get(reverse("administration:detail", args=[officer.pk])).context["form"].fields
    )
    assert second(client, officer, there, is_second="").status_code == 422  # a second main one
    assert second(client, officer, post, is_responsible="").status_code == 422  # the post of the first
    assert second(client, officer, there).status_code == 302
    found = officer.assignments.get(is_second=True)
    assert (found.post, found.is_responsible) == (there, True)
    third = build.make_post(there.station, "第三警务室")
    assert second(client, officer, third).status_code == 422
    assert "兼管" in client.get(reverse("administration:detail", args=[officer.pk])).content.decode()


def test_without_a_main_post_there_is_no_second(there, auxiliary, grantor, sign_in):
    client, nobody = sign_in(grantor), build.make_user("nobody", None)
    form = client.get(reverse("administration:detail", args=[nobody.pk])).context["form"]
    assert "is_second" not in form.fields
    assert (
        "is_second"
        not in client.get(reverse("administration:detail", args=[auxiliary.pk])).context["form"].fields
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            user=auxiliary, role=Role.AUXILIARY, post=there, is_second=True, starts_on=TODAY
        )


# One at a time


def test_the_rows_of_the_other_post_are_not_there_until_the_switch(rows_of, both, post, there, sign_in):
    client = sign_in(both)
    for place, other in ((post, there), (there, post)):
        assert switch(client, place).status_code == 302
        here, away = rows_of if place == post else rows_of[::-1]
        assert [client.get(url).status_code for url in here] == [200] * len(here)
        assert [client.get(url).status_code for url in away] == [404] * len(away)
        page = client.get("/").content.decode()
        assert f"{place.name}" in page and reverse("posts:post-work", args=[other.pk]) in page
        now_at(both)
        with acting(scope.acting_as(both)), transaction.atomic():
            for model in (Household, Visit, Patrol):
                assert set(model.objects.values_list("post", flat=True)) == {place.pk}


def test_each_part_of_a_sum_opens_its_rows(rows_of, both, there, sign_in):
    """Two patrols of the month, one a post: Today has the sum, the part here and a button that leads to the other."""
    client = sign_in(both)
    compute.fill_month(MARCH)
    page = client.get("/")
    lines = [one for name in ("work", "own_month") for one in page.context[name] if one.get("elsewhere")]
    html = lxml.html.fromstring(page.content.decode()).find(".//main")
    forms = {form.get("action"): form for form in html.iter("form")}
    assert {str(one["url"]).partition("?")[0] for one in lines} >= {"/patrols/", "/disputes/"}
    for one in lines:
        assert (one["here"], one["elsewhere"]) == (1, 1)
        assert client.get(one["url"]).context["count"] == 1
        action = f"{reverse('posts:post-work', args=[there.pk])}?{urlencode({'to': one['url']})}"
        assert action in forms and f"{one['here']}" in "".join(forms[action].getparent().itertext())
        answer = client.post(action, {"at_post": ""})
        assert (answer.status_code, answer["Location"]) == (302, one["url"])
        assert client.get(one["url"]).context["count"] == 1 and now_at(both) == there.pk
        switch(client, both.assignments.get(is_second=False).post, at_post=there.pk)
    away = client.post(f"{reverse('posts:post-work', args=[there.pk])}?to=//else.example/", {"at_post": ""})
    assert away["Location"] == "/"


def test_the_switch_is_in_the_trail_and_only_to_an_own_post(both, post, there, sign_in):
    from audit.models import Entry

    client, third = sign_in(both), build.make_post(post.station, "别人的警务室")
    assert switch(client, third).status_code == 404
    assert switch(client, there).status_code == 302 and now_at(both) == there.pk
    assert switch(client, there).status_code == 302  # chosen twice is chosen once
    assert Entry.objects.filter(action="work_at", actor_id=both.pk, post_id=there.pk).count() == 1
    assert switch(sign_in(build.make_user("else", Role.OFFICER, third)), post).status_code == 404


def test_the_second_post_ends_and_the_main_one_is_left(both, post, there, sign_in):
    client = sign_in(both)
    switch(client, there)
    both.assignments.filter(is_second=True).update(ends_on=date(2026, 3, 19))
    assert now_at(both) == post.pk and Workplace.objects.get().post == there
    page = client.get("/").content.decode()
    assert "post-switch" not in page
    late = client.post(reverse("patrols:patrol-create"), {"at_post": there.pk, "note": "巡到村口"})
    assert late.status_code == 409 and "巡到村口" in late.content.decode() and not Patrol.objects.exists()


def test_during_an_emergency_view_nobody_switches(both, post, there, county, sign_in):
    from oversight.actions import emergency

    third = build.make_post(build.make_station(county, "第三派出所"), "第三警务室")
    open_ones = set(emergency.posts_to_open(both).values_list("pk", flat=True))
    assert third.pk in open_ones and not {post.pk, there.pk} & open_ones
    emergency.open_view(third, "有人报警走失老人，急需核对地址", by=both)
    client = sign_in(both)
    assert "post-switch" not in client.get("/", follow=True).content.decode()
    assert switch(client, there).status_code in (403, 404) and now_at(both) == third.pk


# Nothing at the wrong one


def patrol_of(village, **more) -> dict:
    return {
        "village": village.pk, "occurred_on": "2026-03-20", "mode": "foot", "started_at": "08:00", "ended_at": "09:00",
        "participants": "2",
    } | more  # fmt: skip


def test_a_form_of_the_other_post_is_refused_and_sent_on_with_all_that_was_typed(
    village, post, there, both, sign_in
):
    client, url = sign_in(both), reverse("patrols:patrol-create")
    opened = client.get(url)
    key = str(opened.context["client_key"])
    assert f'name="at_post" value="{post.pk}"' in opened.content.decode()
    switch(client, there)  # in another tab
    typed = {
        name: value for name, value in opened.context["form"].initial.items() if isinstance(value, str | int)
    }
    typed |= patrol_of(village) | {"client_key": key, "at_post": post.pk}
    refused = client.post(url, typed)
    assert refused.status_code == 409 and not Patrol.objects.exists()
    page = refused.content.decode()
    assert post.name in page and f'value="{key}"' in page
    again = reverse("posts:post-work", args=[post.pk]) + "?again=" + url
    sent_on = client.post(again, typed)
    assert (sent_on.status_code, sent_on["Location"]) == (307, url) and now_at(both) == post.pk
    assert client.post(url, typed).status_code in (302, 422)
    assert not Patrol.objects.filter(post=there).exists()


def test_a_page_from_before_the_second_post_is_of_the_main_one(village, there, both, sign_in):
    client = sign_in(both)
    switch(client, there)
    assert client.post(reverse("patrols:patrol-create"), patrol_of(village)).status_code == 409
    assert client.post(reverse("accounts:sign-out")).status_code == 302  # belongs to the person


def test_a_form_is_sent_on_to_this_host_alone(both, post, there, sign_in):
    client = sign_in(both)
    for address in ("https://example.org/", "//example.org/", "/\\example.org"):
        answer = client.post(
            reverse("posts:post-work", args=[there.pk]) + f"?again={address}", {"at_post": ""}
        )
        assert answer.status_code == 302 and "example.org" not in answer["Location"]


def test_a_draft_waits_at_the_post_where_it_was_typed(both, post, there, sign_in):
    client, url = sign_in(both), reverse("ledgers:draft-save", args=["residents.visit"])
    client.post(url, {"note": "甲处"}, headers={"At-Post": str(post.pk), "HX-Request": "true"})
    switch(client, there)
    stale = client.post(url, {"note": "又是甲处"}, headers={"At-Post": str(post.pk), "HX-Request": "true"})
    assert (stale.status_code, stale["HX-Trigger"]) == (409, "other-post")
    assert "甲处" not in client.get(reverse("residents:visit-create")).content.decode()
    client.post(url, {"note": "乙处"}, headers={"At-Post": str(there.pk), "HX-Request": "true"})
    assert set(Draft.objects.values_list("post", flat=True)) == {post.pk, there.pk}
    switch(client, post)
    page = client.get(reverse("residents:visit-create")).content.decode()
    assert "甲处" in page and "乙处" not in page


def test_a_file_is_of_the_post_where_it_was_asked_for(rows_of, both, post, there, sign_in):
    client = sign_in(both)
    client.post(
        reverse("reports:export"),
        {"list": "patrols:patrol-list", "format": "csv", "query": "", "at_post": post.pk},
    )
    switch(client, there)
    job = Job.objects.get()
    exports.write_list(job, progress=lambda *_given: None)
    content = bytes(job.file.content).decode("utf-8-sig")
    assert "试验村" in content and "别处" not in content


# Own figures are of both


def test_today_counts_both(village, elsewhere, both, post, there, sign_in):
    for place, met in ((village, 2), (elsewhere, 3)):
        for _visit in range(met):
            build.make_visit(place, TODAY, by=both)
        build.make_visit(place, TODAY, by=build.make_user(f"colleague{met}", None))
    compute.fill_month(MARCH)
    build.make_leave(both, date(2026, 3, 1), date(2026, 3, 31 - 16))
    client = sign_in(both)
    for place in (post, there):
        switch(client, place)
        shown = client.get("/").context
        target = shown["strip"][0]
        assert (target.numerator, round(target.denominator)) == (5, 15)  # 16 of 31 days
        assert [one["rows"] for one in shown["own_month"]] == [5]


def test_a_day_counts_once_and_goes_on_at_the_other_post(village, elsewhere, both, post, there, sign_in):
    client, url = sign_in(both), reverse("duty:duty-arrive")
    client.post(url, {"village": village.pk, "at_post": post.pk})
    switch(client, there)
    shown = client.get("/").context
    assert (shown["week"], shown["arrived_elsewhere"]) == (1, post.name)
    client.post(url, {"village": elsewhere.pk, "at_post": there.pk})
    day = DutyDay.objects.get()
    assert (day.village, day.last_village, day.post) == (village, elsewhere, post)
    assert client.get("/").context["week"] == 1


def test_the_main_post_is_not_left_while_the_second_one_goes_on(both, post, grantor):
    main, second = both.assignments.get(post=post), both.assignments.exclude(post=post).get()
    with acting(scope.acting_as(grantor)):
        for act in (assigning.end, lambda row, by: assigning.end(row, by=by, last_day=date(2026, 4, 10))):
            with pytest.raises(ValidationError, match="兼管"), transaction.atomic():
                act(Assignment.objects.get(pk=main.pk), by=grantor)
        assigning.end(Assignment.objects.get(pk=second.pk), by=grantor, last_day=TODAY)
        with pytest.raises(ValidationError, match="2026-03-20"), transaction.atomic():
            assigning.end(
                Assignment.objects.get(pk=main.pk), by=grantor
            )  # yesterday, and the second one today
        assigning.end(Assignment.objects.get(pk=main.pk), by=grantor, last_day=TODAY)
        third = Assignment(user=both, role=Role.OFFICER, post=second.post, is_second=True, starts_on=TODAY)
        with pytest.raises(ValidationError), transaction.atomic():
            assigning.assign(third, by=grantor)  # beyond the main one
