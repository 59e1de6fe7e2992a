"""The file of a post, the profile of a village, and what the posts of a place lack."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from access.roles import Role
from posts import gaps
from posts.actions import describing
from posts.models import Post, PostFile, Village, VillageProfile
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
TODAY = date(2026, 3, 20)
ALL = [item.value for item in PostFile.Item]
FOUND = {"there": ["office", "mediation", "letter_box"], "signs_due_on": "2026-03-19", "network_due_on": "2026-06-30",
         "area": "18", "small_reason": "", "checked_on": "2026-03-20"}  # fmt: skip
PROFILE = {"since": "2026-03-01", "phase": "trial", "terrain": "hill", "area": "12.5", "people": "1800",
           "households": "500", "groups": "8"}  # fmt: skip


def test_the_chief_checks_a_post_and_the_county_reads_what_it_lacks(village, post, chief, bureau, sign_in):
    address = reverse("posts:post-file", args=[post.pk])
    answer = sign_in(chief).post(address, FOUND, follow=True)
    page = answer.content.decode()
    assert "2026-03-19" in page and "公示栏" in page and "mark-bad" in page
    (line,) = sign_in(bureau).get(reverse("posts:gaps")).context["lines"]
    assert [str(one) for one in line.missing] == ["民警休息室", "公示栏", "宣传栏"]
    assert [(one["day"].isoformat(), one["is_late"]) for one in line.due] == [
        ("2026-03-19", True),
        ("2026-06-30", False),
    ]
    assert not line.is_to_check and not line.is_small and not line.has_network


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"area": "12"}, "small_reason"),
        ({"there": ["signs"]}, "signs_due_on"),
        ({"there": ["network"]}, "network_due_on"),
        ({"checked_on": "2026-03-21"}, "checked_on"),
    ],
)
def test_what_contradicts_is_refused(post, chief, sign_in, change, field):
    answer = sign_in(chief).post(reverse("posts:post-file", args=[post.pk]), FOUND | change)
    assert answer.status_code == 422 and answer.context["form"].errors
    assert not PostFile.objects.exists()


def test_a_small_post_says_why_and_a_later_check_is_not_dated_before(post, chief, sign_in):
    address, mine = reverse("posts:post-file", args=[post.pk]), sign_in(chief)
    mine.post(address, FOUND | {"area": "12", "small_reason": "借用村委会"})
    file = PostFile.objects.get()
    assert (file.area, file.small_reason) == (12, "借用村委会")
    answer = mine.post(address, FOUND | {"checked_on": "2026-03-19", "version": "1"})
    assert answer.status_code == 422
    mine.post(address, FOUND | {"there": ALL, "signs_due_on": "", "network_due_on": "", "version": "1"})
    file.refresh_from_db()
    assert file.missing == [] and file.due_days == {} and file.version == 2


def test_a_post_of_another_station_and_a_closed_one_are_not_checked(post, chief, elsewhere, sign_in):
    other = Post.objects.exclude(station=post.station).first()
    assert sign_in(chief).get(reverse("posts:post-file", args=[other.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        describing.check_post(PostFile(post=other, checked_on=TODAY), by=chief)
    Post.objects.filter(pk=post.pk).update(closed_on=TODAY)
    assert sign_in(chief).post(reverse("posts:post-file", args=[post.pk]), FOUND).status_code == 422
    assert not PostFile.objects.exists()


def test_a_later_day_begins_another_profile_and_an_earlier_one_is_refused(village, bureau, sign_in):
    address, mine = reverse("posts:village-profile", args=[village.pk]), sign_in(bureau)
    mine.post(address, PROFILE)
    assert mine.post(address, PROFILE | {"since": "2026-02-01", "version": "1"}).status_code == 422
    mine.post(address, PROFILE | {"people": "1801", "version": "1"})
    mine.post(
        address, PROFILE | {"since": "2026-03-10", "people": "1900", "terrain": "mountain", "version": "2"}
    )
    rows = VillageProfile.objects.order_by("since").values_list("since", "people", "terrain")
    assert list(rows) == [(date(2026, 3, 1), 1801, "hill"), (date(2026, 3, 10), 1900, "mountain")]
    assert VillageProfile.objects.on(date(2026, 3, 9)).get().people == 1801
    assert VillageProfile.objects.get(people=1900).phase_since == date(2026, 3, 1)
    page = mine.get(village.get_absolute_url()).content.decode()
    assert "山区" in page and "1900" in page and "2026-03-01" in page


def test_a_village_of_another_county_and_an_abolished_one_get_no_profile(village, bureau, sign_in):
    far = build.make_village(build.make_post(build.make_station(build.make_county("外县", "990907"))))
    mine = sign_in(bureau)
    assert mine.get(reverse("posts:village-profile", args=[far.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        describing.set_profile(VillageProfile(village=far, since=TODAY), by=bureau)
    Village.objects.filter(pk=village.pk).update(closed_on=TODAY)
    assert mine.post(reverse("posts:village-profile", args=[village.pk]), PROFILE).status_code == 422
    assert not VillageProfile.objects.exists()


@pytest.mark.parametrize(
    "change",
    [{"since": date(2026, 3, 21)}, {"people": 200_001}, {"area": Decimal(-1)}, {"terrain": "sea"}],
)
def test_the_action_refuses_a_profile_as_the_form_does(village, bureau, change):
    with pytest.raises(ValidationError) as why:
        describing.set_profile(VillageProfile(village=village, **{"since": TODAY} | change), by=bureau)
    assert set(why.value.message_dict) == set(change)


def test_a_village_that_was_abolished_meanwhile_gets_no_profile(village, bureau):
    shown = VillageProfile(village=village, since=TODAY)
    Village.objects.filter(pk=village.pk).update(closed_on=TODAY)
    with pytest.raises(ValidationError):
        describing.set_profile(shown, by=bureau)
    assert not VillageProfile.objects.exists()


@pytest.mark.parametrize(
    "change",
    [{"checked_on": date(2026, 3, 21)}, {"area": 0}, {"there": ["pool"]},
     {"there": ["signs"], "signs_due_on": TODAY}],
)  # fmt: skip
def test_the_action_refuses_a_file_as_the_form_does(post, chief, change):
    values = {"checked_on": TODAY, "small_reason": "借用村委会"} | change
    with pytest.raises(ValidationError):
        describing.check_post(PostFile(post=post, **values), by=chief)
    assert not PostFile.objects.exists()


def test_a_post_that_was_closed_meanwhile_is_not_checked(post, chief):
    file = PostFile(post=post, checked_on=TODAY)
    Post.objects.filter(pk=post.pk).update(closed_on=TODAY)
    with pytest.raises(ValidationError):
        describing.check_post(file, by=chief)


def lines(station):
    return {one.post.pk: one for one in gaps.of(Post.objects.filter(station=station), "990901", TODAY)}


def test_an_area_is_too_large_by_villages_and_people_for_each_officer(village, post, officer):
    for number in range(3):
        build.make_village(post, f"{number}号村委会")
    assert lines(post.station)[post.pk].is_too_large  # four villages, people unknown
    for one in Village.objects.all():
        VillageProfile.objects.create(village=one, since=TODAY, people=750, households=400)
    assert not lines(post.station)[post.pk].is_too_large  # 3,000 people
    VillageProfile.objects.filter(village=village).update(people=751)
    assert lines(post.station)[post.pk].is_too_large
    build.make_user("second", Role.OFFICER, post)
    assert not lines(post.station)[post.pk].is_too_large
    Village.objects.update(kind=Village.Kind.NEIGHBOURHOOD)
    assert not lines(post.station)[post.pk].is_too_large  # 1,600 households of two officers
    VillageProfile.objects.update(households=501)
    assert lines(post.station)[post.pk].is_too_large


def test_posts_more_than_officers_and_villages_without_one_are_counted(village, post, officer):
    build.make_village(build.make_post(post.station, "第二警务室"))
    PostFile.objects.create(post=post, there=ALL, area=20, checked_on=TODAY)
    known = gaps.of(Post.objects.filter(station=post.station), "990901", TODAY)
    found = gaps.summary(known, TODAY)
    assert (found.posts, found.officers, found.shortage) == (2, 1, 1)
    assert (found.villages_served, found.villages, found.network, found.to_check) == (1, 2, 1, 1)
    assert [one.is_complete for one in known] == [False, True]  # what lacks something first


def test_a_check_is_too_old_after_the_days_of_the_rule(village, post, officer):
    file = PostFile.objects.create(post=post, there=ALL, checked_on=date(2025, 9, 21))
    assert not lines(post.station)[post.pk].is_to_check  # 180 days
    PostFile.objects.filter(pk=file.pk).update(checked_on=date(2025, 9, 20))
    assert lines(post.station)[post.pk].is_to_check
