"""The hand-over of a post: opened by whatever ends an assignment, signed by two people, closed by a third."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from access import scope
from access.roles import Role
from accounts import actions as accounts
from accounts.models import User
from audit.models import Entry
from duty.handover import signing
from duty.handover.actions import opening, signatures
from duty.models import Handover
from ledgers import books
from notices.models import Notice
from policies.acting import HOUSEKEEPING, acting
from posts import open_work
from posts.actions import assigning, swapping
from posts.models import Assignment, Post
from residents.models import PriorityVisit
from tests import build
from tests.test_dead_ends import everything_open

pytestmark = pytest.mark.usefixtures("in_march")
TODAY = date(2026, 3, 20)
ITEMS = dict.fromkeys(Handover.Item.values, "given")
GIVEN = {f"item_{code}": given for code, given in ITEMS.items()}
State = Handover.State


def of(user: User) -> Assignment:
    return user.assignments.exclude(ends_on__lt=TODAY).get()


def end(user: User, grantor: User, day: date = TODAY - timedelta(days=1)) -> None:
    with acting(scope.acting_as(grantor)):
        assigning.end(of(user), by=grantor, last_day=day)


def swept() -> list[Handover]:
    """What the job of the minute leaves: all hand-overs, the oldest first."""
    with acting(HOUSEKEEPING):
        opening.keep_up()
    return list(Handover.objects.order_by("pk"))


def successor_at(post: Post, name: str = "successor") -> User:
    user = build.make_user(name, None)
    Assignment.objects.create(user=user, role=Role.OFFICER, post=post, starts_on=TODAY, is_responsible=True)
    return user


def as_(user: User, act: Callable[..., Any], handover: Handover, *args: Any) -> Handover:
    handover.refresh_from_db()
    with acting(scope.acting_as(user)), signing.as_somebody(user), transaction.atomic():
        return act(handover, *args, by=user)


def given(user: User, handover: Handover) -> Handover:
    return as_(user, signatures.give, handover, ITEMS, "")


# --- how it is opened ---


def by_an_end(officer: User, other: User, grantor: User) -> list[User]:
    end(officer, grantor)
    return [officer]


def by_a_last_day_of_today(officer: User, other: User, grantor: User) -> list[User]:
    end(officer, grantor, TODAY)
    return [officer]


def by_a_swap(officer: User, other: User, grantor: User) -> list[User]:
    with acting(scope.acting_as(grantor)):
        swapping.swap(of(officer), of(other), TODAY, by=grantor)
    return [officer, other]


def by_a_closed_account(officer: User, other: User, grantor: User) -> list[User]:
    accounts.close_account(officer, by=None)
    return [officer]


def by_a_change_of_the_post(officer: User, other: User, grantor: User) -> list[User]:
    end(officer, grantor)
    build.assign(officer, Role.OFFICER, build.make_post(other.assignments.get().post.station, "三室"), TODAY)
    return [officer]


def by_the_office_of_the_chief(officer: User, other: User, grantor: User) -> list[User]:
    end(officer, grantor)
    Assignment.objects.filter(role=Role.CHIEF).update(ends_on=TODAY - timedelta(days=1))
    build.assign(officer, Role.CHIEF, other.assignments.get().post.station, TODAY)
    return [officer]


WAYS = (
    by_an_end, by_a_last_day_of_today, by_a_swap, by_a_closed_account, by_a_change_of_the_post,
    by_the_office_of_the_chief,
)  # fmt: skip


def nobody(handovers: list[Handover]) -> None:
    """Everybody is there."""


def the_leaver(handovers: list[Handover]) -> None:
    for one in handovers:
        User.objects.filter(pk=one.leaver_id).update(is_active=False)


def the_chief(handovers: list[Handover]) -> None:
    Assignment.objects.filter(role=Role.CHIEF, ends_on=None).update(ends_on=TODAY)


def the_post(handovers: list[Handover]) -> None:
    Post.objects.filter(pk__in=[one.post_id for one in handovers]).update(closed_on=TODAY)


MISSING = (nobody, the_leaver, the_chief, the_post)


@pytest.mark.turns(6)
@pytest.mark.parametrize("missing", MISSING, ids=lambda one: f"without-{one.__name__}")
@pytest.mark.parametrize("has_successor", [True, False], ids=["successor", "vacant"])
@pytest.mark.parametrize("way", WAYS, ids=lambda one: one.__name__)
def test_whoever_leaves_and_whoever_is_missing_somebody_brings_it_to_its_close(
    way, has_successor, missing, officer, post, station, chief, bureau, grantor, sign_in, time_machine, share
):
    if not _is_chosen(way, has_successor, missing, share):
        pytest.skip("another day's share")
    other = build.make_user("other", Role.OFFICER, build.make_post(station, "二室"), is_responsible=True)
    leavers = way(officer, other, grantor)
    if has_successor and way is by_an_end:
        successor_at(post)
    handovers = swept()
    assert {one.leaver_id for one in handovers} == {one.pk for one in leavers}
    missing(handovers)
    for day in (20, 29):  # some wait for their seven days
        time_machine.move_to(f"2026-03-{day}T09:00:00+08:00")
        swept()
        for handover in handovers:
            bring_on(handover, sign_in)
    for handover in handovers:
        handover.refresh_from_db()
        assert handover.state == State.CLOSED, handover.state
        assert handover.taken_by_id not in (handover.left_by_id, handover.leaver_id)
        assert handover.closed_by_id not in (handover.taken_by_id, handover.leaver_id)
    ends = {(one.leaver_id, one.post_id) for one in handovers}
    again = [one for one in swept() if (one.leaver_id, one.post_id) in ends]
    assert again == handovers  # each once


def _is_chosen(way: Any, has_successor: bool, missing: Any, share: float) -> bool:
    """Each way every day, with one who is missing, and another one tomorrow; all of them with ``make matrix``."""
    place = MISSING.index(missing) + len(MISSING) * has_successor
    return share == 1 or (place + WAYS.index(way) + date.today().toordinal()) % 8 == 0


STEPS: dict[str, dict[str, str]] = {
    "give/": GIVEN, "in-place/": GIVEN | {"reason": "已调离，无法到场"}, "take/": {"note": ""},
    "close/": {"reason": "警务室已撤，无人接任"},
}  # fmt: skip


def bring_on(handover: Handover, sign_in: Any) -> None:
    """Everybody opens the sheet and does what its buttons offer, until they offer nothing."""
    for _round in range(4):
        for user in User.objects.filter(is_active=True, assignments__isnull=False).distinct():
            client = sign_in(User.objects.get(pk=user.pk))
            page = client.get(handover.get_absolute_url())
            for step, sent in STEPS.items():
                if (
                    page.status_code != 200
                    or f'href="{handover.get_absolute_url()}{step}"' not in page.content.decode()
                ):
                    continue
                url = f"{handover.get_absolute_url()}{step}"
                form = client.get(url)
                assert form.status_code == 200, (user, url)
                carried = {name: str(form.context[name]) for name in ("version", "client_key")}
                answer = client.post(url, sent | carried)
                assert answer.status_code == 302, (user, url, answer.content.decode()[:3000])
                page = client.get(handover.get_absolute_url())


# --- what it follows ---


def test_it_is_opened_once_and_by_the_day_and_follows_the_assignment(officer, grantor, post, time_machine):
    end(officer, grantor, TODAY + timedelta(days=2))
    assert swept() == []
    time_machine.move_to("2026-03-22T09:00:00+08:00")
    (one,) = swept()
    assert swept() == [one] and (one.last_day, one.due_on) == (date(2026, 3, 22), date(2026, 3, 29))
    officer.assignments.update(ends_on=date(2026, 3, 21))
    assert swept()[0].last_day == date(2026, 3, 21)
    given(officer, one)
    officer.assignments.update(ends_on=None)  # the end is taken back
    assert [row.state for row in swept()] == [State.VOID]
    officer.assignments.update(ends_on=date(2026, 3, 21))
    assert [row.state for row in swept()] == [State.VOID, State.OPEN]
    build.assign(officer, Role.OFFICER, post, date(2026, 3, 22))  # not responsible any more: it goes on
    assert [row.state for row in swept()] == [State.VOID, State.OPEN]
    officer.assignments.filter(ends_on=None).update(is_responsible=True)
    assert [row.state for row in swept()] == [State.VOID, State.VOID]
    verbs = Entry.objects.filter(subject_type="duty.handover").order_by("pk").values_list("action", flat=True)
    assert list(verbs) == [
        "open_handover", "move_handover", "give_handover", "void_handover", "open_handover", "void_handover",
    ]  # fmt: skip


@pytest.mark.parametrize("over", ["void", "closed by the county"])
def test_of_one_that_is_over_no_notice_is_left(over, officer, chief, bureau, grantor, post, time_machine):
    end(officer, grantor, TODAY)
    swept()
    time_machine.move_to("2026-04-09T09:00:00+08:00")
    (one,) = swept()
    assert Notice.objects.open().filter(code="handover_overdue").count() == 1
    if over == "void":
        officer.assignments.update(ends_on=None)
    else:
        Handover.objects.filter(pk=one.pk).update(
            state=State.CLOSED, closed_on=date(2026, 4, 9), closed_at=timezone.now(), closed_by=bureau,
            close_reason="无人接任", left_by=officer, left_at=timezone.now(), left_counts={}, items=ITEMS,
        )  # fmt: skip
    swept()
    assert not Notice.objects.open().filter(code="handover_overdue").exists()


def test_who_goes_on_at_the_post_hands_nothing_over(officer, auxiliary, grantor, post, station, village):
    end(officer, grantor)
    build.assign(officer, Role.OFFICER, post, TODAY)
    officer.assignments.update(is_responsible=True)
    Assignment.objects.filter(user=auxiliary).update(ends_on=date(2026, 1, 5))  # long ago
    clerk = build.make_user("clerk-left", Role.CLERK, station)
    clerk.assignments.update(ends_on=TODAY - timedelta(days=1))
    assert swept() == []


def test_of_two_posts_each_has_its_own(officer, grantor, station, post):
    second = build.make_post(station, "二室")
    Assignment.objects.create(
        user=officer,
        role=Role.OFFICER,
        post=second,
        starts_on=build.SINCE,
        is_second=True,
        is_responsible=True,
    )
    officer.assignments.update(ends_on=TODAY)
    assert {one.post_id for one in swept()} == {post.pk, second.pk}


# --- who signs ---


def test_numbers_stay_as_they_were_signed_and_the_leaver_sees_no_villager(
    village, officer, auxiliary, chief, grantor, sign_in, client
):
    everything_open(village, officer)
    end(officer, grantor)
    handover = swept()[-1]  # beside those that were open already
    client = sign_in(User.objects.get(pk=officer.pk))
    assert handover.get_absolute_url() in client.get("/").content.decode()
    page = client.get(f"{handover.get_absolute_url()}give/")
    missing = client.post(f"{handover.get_absolute_url()}give/", GIVEN | {"item_seal": "missing"})
    assert missing.status_code == 422
    sent = GIVEN | {name: str(page.context[name]) for name in ("version", "client_key")}
    for _twice in range(2):
        assert client.post(f"{handover.get_absolute_url()}give/", sent).status_code == 302
    assert Entry.objects.filter(action="give_handover").count() == 1
    handover.refresh_from_db()
    frozen = handover.left_counts
    assert frozen["requests"] and frozen["disputes"] and frozen["pairings"] and "drafts" not in frozen
    assert client.get(reverse("residents:household-list")).status_code == 403
    build.make_request(village, TODAY, auxiliary)
    page = client.get(handover.get_absolute_url()).content.decode()
    assert "王测试" not in page and 'href="/residents' not in page
    row = re.search(r'data-kind="requests">.*?</tr>', page, re.DOTALL)
    assert re.findall(r">(\d+)</td>", row[0]) == [str(frozen["requests"]), str(frozen["requests"] + 1)]


def test_each_list_of_a_kind_has_as_many_rows_as_the_sheet_says(village, officer, chief):
    everything_open(village, officer)
    build.make_resident(build.make_household(village))
    PriorityVisit.objects.filter(state="approved").update(ended_on=TODAY - timedelta(days=1))
    handover = build.make_handover(build.keys(village)["post"])
    with acting(scope.acting_as(officer)):
        numbers = {one.kind: one.n for one in open_work.of_handover(handover.pk)}
        listed = {
            kind: sum(
                book.listing.filtered(officer, QueryDict(one.query)).qs.unprotected().count()
                for book in books.books()
                for one in book.hands_over
                if one.kind == kind
            )
            for kind in numbers.keys() - set(signatures.NOT_HANDED_OVER)
        }
    assert {kind: n for kind, n in numbers.items() if kind in listed} == listed
    assert {kind for kind, n in listed.items() if not n} == {"received"}  # all else was there to be compared


def test_every_kind_is_handed_over_by_a_book():
    kinds = {one.kind for book in books.books() for one in book.hands_over}
    assert kinds == set(open_work.KINDS) - set(signatures.NOT_HANDED_OVER)


def test_nobody_signs_on_both_sides_and_a_third_closes(officer, post, chief, bureau, grantor):
    end(officer, grantor)
    (handover,) = swept()
    new = successor_at(post)
    with pytest.raises(ValidationError):
        given(new, handover)
    given(officer, handover)
    for wrong in (officer, chief, bureau):
        with pytest.raises(ValidationError):
            as_(wrong, signatures.take, handover, "")
    as_(new, signatures.take, handover, "少一把钥匙，已补")
    for wrong in (officer, new, bureau):  # the county has a chief there
        with pytest.raises(ValidationError):
            as_(wrong, signatures.close, handover, "")
    handover.refresh_from_db()
    assert handover.state == State.TAKEN and handover.taken_counts is not None
    as_(chief, signatures.give_back, handover, "清单不符")
    handover.refresh_from_db()
    assert (handover.state, handover.left_by, handover.taken_by) == (State.OPEN, None, None)
    for sides in ({"left_by": officer, "taken_by": officer}, {"left_by": chief, "taken_by": chief}):
        with pytest.raises(IntegrityError), transaction.atomic():
            now = timezone.now()
            Handover.objects.filter(pk=handover.pk).update(
                state="taken",
                left_at=now,
                left_counts={},
                taken_at=now,
                taken_counts={},
                in_place_reason="x",
                **sides,
            )


def test_an_overdue_one_is_told_to_the_chief_once_and_stands_on_the_boards(
    officer, post, chief, bureau, grantor, sign_in, time_machine
):
    end(officer, grantor)
    (handover,) = swept()
    given(officer, handover)
    time_machine.move_to("2026-03-28T09:00:00+08:00")
    swept()
    swept()
    assert Notice.objects.filter(code="handover_overdue", station_id=post.station_id).count() == 1
    board, county = sign_in(chief).get("/").content.decode(), sign_in(bureau).get("/").content.decode()
    assert "handovers/?show=to-close" in board and handover.get_absolute_url() in board
    assert "handovers/?show=open" in county and "handovers/?show=overdue" in county
    listed = sign_in(bureau).get(f"{reverse('duty:handover-list')}?show=overdue").content.decode()
    assert handover.get_absolute_url() in listed
    as_(chief, signatures.close, handover, "尚无接任民警")
    assert not Notice.objects.filter(code="handover_overdue", done_at=None).exists()


def test_of_two_who_sign_at_once_the_second_reads_that_it_has_changed(officer, post, chief, grantor, sign_in):
    end(officer, grantor)
    (handover,) = swept()
    given(officer, handover)
    new = successor_at(post)
    handover.refresh_from_db()
    pages = {who: sign_in(who) for who in (new, chief)}
    url = handover.get_absolute_url()
    forms = {who: pages[who].get(f"{url}{step}/") for who, step in ((new, "take"), (chief, "back"))}
    sent = {who: {n: str(form.context[n]) for n in ("version", "client_key")} for who, form in forms.items()}
    assert pages[new].post(f"{url}take/", sent[new]).status_code == 302
    assert pages[chief].post(f"{url}back/", sent[chief] | {"reason": "不符"}).status_code == 409
    handover.refresh_from_db()
    assert handover.state == State.TAKEN


def test_a_stranger_and_an_emergency_see_nothing_of_it(officer, post, grantor, stranger, sign_in):
    handover = build.make_handover(post)
    for step in ("", "give/", "take/", "back/"):
        assert sign_in(stranger).get(f"{handover.get_absolute_url()}{step}").status_code == 404
    with acting(scope.acting_as(stranger)):
        assert not Handover.objects.exists()


def test_it_is_printed_in_two_copies(officer, post, chief, grantor, sign_in):
    from tests.documents import pdf

    end(officer, grantor)
    (handover,) = swept()
    given(officer, handover)
    answer = sign_in(chief).get(reverse("documents:handover-print", args=[handover.pk, "pdf"]))
    text = pdf.text(b"".join(answer) if answer.streaming else answer.content)
    assert "移交人存" in text and "接收人存" in text and "钥匙" in text
    docx = sign_in(chief).get(reverse("documents:handover-print", args=[handover.pk, "docx"]))
    assert docx.status_code == 200
