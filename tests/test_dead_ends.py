"""Whoever leaves, and whatever becomes of a village, nothing that is open stays where nobody can end it: the post owns
its work.

Everything that waits in each book is made by an officer, who then leaves in one of the ways of ``LEAVES``. Of each row
somebody of the post or the station is told on a page, opens it by its link, finds there the way to the act that ends
it, and does it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from access import scope
from access.roles import Role, codes
from accounts.models import User
from config.books import BOOKS
from duty.models import Handover
from imports.divisions.files import DivisionFile
from imports.divisions.importing import import_divisions
from imports.divisions.mapping_file import GIVEN_UP
from indicators.attested import name_of
from indicators.models import IncidentCount, PreparedCount
from ledgers import books
from ledgers.models import Row
from policies.acting import HOUSEKEEPING, acting
from posts import arriving
from posts.actions import moving
from posts.models import Assignment, Post, Town, Village
from residents.models import Pairing
from residents.moving.tasks import follow_divisions
from tests import build, dispute_parts
from tests.page_client import PageClient

pytestmark = pytest.mark.usefixtures("in_march")
DAY = date(2026, 3, 19)  # the author still served on it
# Books of which no row waits: what waits about a household or a resident is a row of another book.
NOTHING_WAITS = {
    "residents.book.HOUSEHOLDS",
    "residents.book.RESIDENTS",
    "training.book.TRAININGS",
    "patrols.book.PLANS",
}
CLOSED = {
    "stage": "agreed", "handled_on": "2026-03-20", "agreement": "oral", "result": "各退一尺", "all_agree": "on",
}  # fmt: skip
SAID = {"reason": "没有"}
PERFORMED = {"settled_on": "2026-03-20", "proof": "已付", "why-pm-follow": "补记"}
CALLED = {"made_on": "2026-03-20", "performed": "yes", "why-follow_up": "补记"}
MENDED = {"rectified_on": "2026-03-20", "rectified": "已修好", "proof": "seen"}
VERIFIED = {"verified_on": "2026-03-20"}
IN_PLACE = {f"item_{code}": "given" for code in Handover.Item.values} | {"reason": "已离开"}
TOLD = {"outcome": "solved", "answer": "已修好", "answered_on": "2026-03-20"}


@dataclass
class Open:
    """A row that waits. ``acts``: the ends of the addresses that end it, each with what is sent; ``page``: where its
    buttons are, the row's own page by default; ``told_on``: a page that leads there, by default the list of its book.
    """

    row: Any
    acts: dict[str, dict[str, Any]]
    waits: Callable[[Any], bool]
    page: str = ""
    told_on: str = ""
    also_on_first_page: bool = False
    is_of_officers: bool = False  # by law an officer's act: at a post without one it waits for the next


def returned(row: Any, **changed: Any) -> Open:
    """A row that the chief gave back: mended, or withdrawn."""
    type(row)._base_manager.filter(pk=row.pk).update(state=Row.State.GIVEN_BACK, reason="补正")
    row.refresh_from_db()
    acts = {"edit/": changed, "withdraw/": {}}
    return Open(row, acts, lambda one: one.state == Row.State.GIVEN_BACK, also_on_first_page=True)


def everything_open(village: Village, by: User) -> dict[str, Open]:
    """One row of each kind that waits in any book, made by the officer."""
    household = build.make_household(village, is_hardship=True)
    visit = build.make_visit(village, DAY, by, talks=2)
    build.make_request(village, DAY, by, visit=visit, household=visit.household)
    helper = build.make_user("helper", Role.AUXILIARY, build.keys(village)["post"])  # sees it no more
    hidden = build.make_dispute(
        village, DAY, helper, kind="marriage", violence="yes", procedure="protected", is_protected=True
    )
    dispute = build.make_dispute(village, DAY, by)
    agreed = build.make_dispute(
        village, DAY, by, stage="agreed", agreement="oral", result="和解", handled_on=DAY
    )
    call = dispute_parts.make_call(agreed)
    duty = build.make_duty_of(build.make_terms(agreed, form="oral"), DAY)
    body = build.make_referral(village, by, has_consent=True)
    back = build.make_referral(
        village, by, state="done", outcome="solved", answer="好", answered_on=timezone.localdate()
    )
    of_call = f"/disputes/calls/{call.pk}/"
    pairing = build.make_pairing(household, by)
    requested = build.make_priority(village, by)
    runs = build.make_priority(
        village, by, state="approved", expires_on=date(2026, 5, 1), decided_on=DAY, purpose="elderly",
        approver=build.make_user("former-chief", None),
    )  # fmt: skip
    asked = build.make_data_request(household, by, is_identity_checked=True)
    team, group = build.make_team(village, by), build.make_group(village, by)
    member = build.make_member(village, by, team=team)
    of_group = {
        "households": [group.households.get().household_id],
        "contact": group.households.get().household_id,
    }
    return {
        "service agreement": Open(
            team, {"edit/": {"agreement_until": "2027-03-01"}, "end/": {"reason": "已解散"}},
            lambda one: one.ends_on is None and one.agreement_until < timezone.localdate(),
        ),
        "member without training": Open(
            member, {"leave/": {"why": "left"}, "consent/": {}}, lambda one: one.ends_on is None
        ),
        "planned round": Open(
            build.make_planned_round(village, DAY), {"skip/": {"reason": "暴雨"}}, lambda one: one.state == "planned"
        ),
        "checkpoint that is missed": Open(
            build.make_checkpoint(village), {"end/": {"reason": "拆除"}}, lambda one: one.ends_on is None
        ),
        "neighbourhood group": Open(
            group, {f"groups/{group.pk}/households/": of_group, f"groups/{group.pk}/end/": {}},
            lambda one: type(one).objects.to_mend().filter(pk=one.pk).exists(),
        ),
        "visit given back": returned(visit, talks="3"),
        "service given back": returned(build.make_service(village, DAY, by), note="补充"),
        "request given back": returned(build.make_request(village, DAY, by), asked="换路灯"),
        "patrol given back": returned(build.make_patrol(village, DAY, by), note="补充"),
        "dispute given back": returned(build.make_dispute(village, DAY, by), summary="地界不清"),
        "protected dispute given back": returned(hidden, summary="地界不清"),
        "check round given back": returned(build.make_check_round(village, DAY, by), note="补充"),
        "request": Open(
            build.make_request(village, DAY, by), {"answer/": build.ANSWER}, lambda one: not one.told_back_on
        ),
        "part of another post's patrol": Open(
            build.make_partner(village, by), {"decline/": {}}, lambda one: one.state == "asked"
        ),
        "part of a neighbour's patrol": Open(
            build.make_partner(neighbour_of(village), partner=village), {"decline/": {}},
            lambda one: one.state == "asked",
        ),
        "part that was entered of a neighbour's patrol": Open(
            build.make_partner(
                neighbour_of(village), partner=village, state="joined", people=2, done_by=[by.pk], what="一起走",
                answered_by=by,
            ),
            {"decline/": {}}, lambda one: one.state == "joined",
        ),
        "hand-over": handed_over(village, {"in-place/": IN_PLACE}, state="open"),
        "hand-over that is signed": handed_over(
            village, {"take/": {}, "back/": SAID}, state="signed", left_at=timezone.now(), left_counts={}
        ),
        "hand-over that both have signed": handed_over(
            village, {"close/": {}, "back/": SAID}, state="taken", left_at=timezone.now(), left_counts={},
            taken_by=build.make_user("taker", None), taken_at=timezone.now(), taken_counts={},
        ),
        "hazard": Open(
            build.make_hazard(village, DAY, by), {"rectify/": MENDED}, lambda one: one.rectified_on is None
        ),
        "hazard that is put right": Open(
            build.make_mended_hazard(village, by), {"verify/": VERIFIED}, lambda one: one.verified_on is None
        ),
        "meeting given back": returned(build.make_meeting(village, DAY, by), minutes="补充", people="20"),
        "hazard given back": returned(build.make_hazard(village, DAY, by), what="补充"),
        "dispute": Open(
            dispute, {"close/": CLOSED}, lambda one: one.stage == "open", is_of_officers=True
        ),
        "call": Open(
            call, {of_call: CALLED}, lambda one: not one.made_on,
            page=agreed.get_absolute_url(), told_on=reverse("disputes:dispute-list"),
        ),
        "duty": Open(
            duty, {f"owed/{duty.pk}/performed/": PERFORMED}, lambda one: one.state == "pending",
            page=agreed.get_absolute_url(), told_on=reverse("disputes:dispute-list"),
        ),
        "duty day": Open(
            build.make_duty(village, by), {"confirm/": {}, "refuse/": SAID, "withdraw/": SAID},
            lambda one: one.state == "waiting",
        ),
        "referral": Open(body, {"finish/": TOLD, "withdraw/": {}}, lambda one: one.is_open),
        "referral that came back": Open(
            back, {f"?referral={back.pk}": build.ANSWER, "tell/": {}}, lambda one: one.is_back
        ),
        "pairing": Open(
            pairing, {f"{pairing.pk}/end/": {}}, lambda one: one.ends_on is None,
            page=reverse("residents:pairing-list"), also_on_first_page=True,
        ),
        "priority visit requested": Open(
            requested, {"approve/": {}, "refuse/": {"reason": "不需要"}, "end/": {}},
            lambda one: one.state == "requested",
        ),
        "priority visit": Open(runs, {"end/": {}}, lambda one: one.ended_on is None),
        "premises": Open(
            build.make_premises(village), {"end/": {"reason": "停办"}}, lambda one: one.ends_on is None
        ),
        "suspected duplicate": Open(
            build.make_duplicate(village), {"different/": {}}, lambda one: one.state == "open"
        ),
        "request on own data": Open(
            asked, {"grant/": {"answer": "已给"}, "refuse/": {"reason": "不符"}},
            lambda one: one.state == "received",
        ),
    }  # fmt: skip


def neighbour_of(village: Village) -> Village:
    """A village of another post of the same station, with an officer."""
    station = build.keys(village)["station"]
    post = Post.objects.filter(station=station, name="邻室").first()
    if post is None:
        post = build.make_post(station, "邻室")
        build.make_user("officer-next-door", Role.OFFICER, post, is_responsible=True)
        build.make_village(post, "邻室村委会")
    return Village.objects.get(memberships__post=post)


def handed_over(village: Village, acts: dict[str, dict[str, Any]], state: str, **fields: Any) -> Open:
    """The sheet of an auxiliary who has left: at a post without a responsible officer it waits with the chief."""
    leaver = build.make_user(f"leaver-{state}", Role.AUXILIARY, build.keys(village)["post"])
    signed = {"left_by": leaver, "items": dict.fromkeys(Handover.Item.values, "given")} if fields else {}
    row = build.make_handover(build.keys(village)["post"], leaver=leaver, state=state, **signed, **fields)
    return Open(row, acts, lambda one: one.state == state, told_on=reverse("duty:handover-list"))


def gone(author: User) -> None:
    author.assignments.update(ends_on=DAY, is_responsible=False)


def with_successor(author: User, village: Village) -> None:
    gone(author)
    post = build.keys(village)["post"]
    build.make_user("successor", Role.OFFICER, post, is_responsible=True)


def without_successor(author: User, village: Village) -> None:
    gone(author)


def with_an_officer_who_is_not_responsible(author: User, village: Village) -> None:
    gone(author)
    build.make_user("colleague", Role.OFFICER, build.keys(village)["post"])


def closed_account(author: User, village: Village) -> None:
    """The assignment goes on on paper."""
    User.objects.filter(pk=author.pk).update(is_active=False)


def to_another_post(author: User, village: Village) -> None:
    with_successor(author, village)
    station = build.keys(village)["station"]
    build.assign(author, Role.OFFICER, build.make_post(station, "另一警务室"), DAY + timedelta(days=1))


def to_the_office_of_the_chief(author: User, village: Village) -> None:
    with_successor(author, village)
    station = build.keys(village)["station"]
    Assignment.objects.filter(station=station, role=Role.CHIEF).update(ends_on=DAY)
    build.assign(author, Role.CHIEF, station, DAY + timedelta(days=1))


LEAVES = (
    without_successor, with_an_officer_who_is_not_responsible, closed_account, to_another_post,
    to_the_office_of_the_chief,
)  # fmt: skip


def merged(village: Village, since: date, bureau: User) -> None:
    """Into a village of the same post."""
    _merge(village, since, bureau, build.keys(village)["post"])


def merged_into_one_of_another_station(village: Village, since: date, bureau: User) -> None:
    post = build.make_post(build.make_station(build.keys(village)["county"], "邻所"))
    build.make_user("neighbour", Role.OFFICER, post, is_responsible=True)
    build.make_user("neighbour-auxiliary", Role.AUXILIARY, post)
    build.make_user("neighbour-chief", Role.CHIEF, post.station)
    _merge(village, since, bureau, post)


def _merge(village: Village, since: date, bureau: User, post: Any) -> None:
    into = build.make_village(post, "合并后村委会")
    build.make_team(into, None)
    build.make_group(into, None)
    numbered()
    village.refresh_from_db()
    into.refresh_from_db()
    redivide(since, bureau, {village.code: [into.code], into.code: [into.code]}, without=village.code)


def split(village: Village, since: date, bureau: User) -> None:
    numbered()
    village.refresh_from_db()
    part = f"{village.town.code}399"
    redivide(
        since, bureau, {village.code: [village.code, part]}, more={part: ("分村委会", village.town.code)}
    )


def given_up(village: Village, since: date, bureau: User) -> None:
    """Without a successor: its households and what is open stay where they lie."""
    numbered()
    village.refresh_from_db()
    redivide(since, bureau, {village.code: [GIVEN_UP]}, without=village.code)


def recoded(village: Village, since: date, bureau: User) -> None:
    """It goes on under another code."""
    numbered()
    village.refresh_from_db()
    new = f"{village.town.code}398"
    redivide(
        since, bureau, {village.code: [new]}, without=village.code,
        more={new: (village.name, village.town.code)},
    )  # fmt: skip


def moved(village: Village, since: date, bureau: User) -> None:
    """To a post of another station."""
    post = build.make_post(build.make_station(build.keys(village)["county"], "邻所"))
    build.make_user("neighbour", Role.OFFICER, post, is_responsible=True)
    build.make_user("neighbour-chief", Role.CHIEF, post.station)
    with acting(scope.acting_as(bureau)):
        moving.move_village(village, post, "调整", by=bureau, since=since)


def numbered() -> None:
    """The villages have codes of 12 digits, as files of divisions have them."""
    for number, village in enumerate(Village.objects.order_by("pk")):
        code = f"{village.town.code}{200 + number}"
        Village.objects.filter(pk=village.pk).update(code=code)
        village.codes.update(code=code)


def redivide(
    since: date,
    bureau: User,
    decisions: dict[str, list[str]],
    *,
    without: str = "",
    more: dict[str, tuple[str, str]] | None = None,
) -> None:
    """Take over the files of the statistics office: all villages but ``without``, and ``more``."""
    villages = {one.code: (one.name, one.town.code) for one in Village.objects.all() if one.code != without}
    with acting(scope.acting_as(bureau)):
        import_divisions(
            DivisionFile("counties.csv", "code,name,cityCode,provinceCode\n990901,试验县,9909,99\n".encode()),
            _sheet("towns.csv", "code,name,areaCode",
                   [f"{one.code},{one.name},990901" for one in Town.objects.all()]),
            _sheet("villages.csv", "code,name,streetCode",
                   [f"{code},{name},{town}" for code, (name, town) in (villages | (more or {})).items()]),
            since=since, county="990901", decisions=decisions, is_confirmed=True, by=bureau,
        )  # fmt: skip


def _sheet(name: str, heads: str, lines: list[str]) -> DivisionFile:
    return DivisionFile(name, ("\n".join([heads, *lines]) + "\n").encode())


ENDS = (merged, merged_into_one_of_another_station, split, given_up, recoded, moved)
WHEN = ("today", "ahead")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Some of the ways a day, others on the next; all of them by ``make matrix``."""
    day, is_all = date.today().toordinal(), metafunc.config.getoption("--matrix") == 1
    if "leave" in metafunc.fixturenames:
        chosen = LEAVES if is_all else LEAVES[day % 3 :: 3]
        metafunc.parametrize("leave", chosen, ids=lambda leave: leave.__name__)
    if "ending" in metafunc.fixturenames:
        ways = [(ending, when) for ending in ENDS for when in WHEN]
        chosen = ways if is_all else ways[day % 3 :: 3]
        metafunc.parametrize(
            ("ending", "when"), chosen, ids=[f"{way.__name__}-{when}" for way, when in chosen]
        )


def test_every_book_in_which_rows_wait_is_walked(village, officer):
    models = {type(one.row) for one in everything_open(village, officer).values()}
    assert {
        book.model for name, book in zip(BOOKS, books.books(), strict=True) if name not in NOTHING_WAITS
    } <= models


@pytest.mark.turns(4)
def test_whatever_is_open_can_be_ended_after_its_author_left(
    leave, village, officer, auxiliary, clerk, chief
):
    waiting = everything_open(village, officer)
    leave(officer, village)
    people = [Person(one) for one in at_work(village)]
    is_vacant = not any(one.role in codes(lambda role: role.may_be_responsible) for one in people)
    found = {
        name: dead_end(one, people) for name, one in waiting.items() if not (is_vacant and one.is_of_officers)
    }
    assert [f"{name}: {why}" for name, why in found.items() if why] == []


@pytest.mark.turns(6)
def test_whatever_is_open_can_be_ended_whatever_becomes_of_its_village(
    ending, when, village, officer, auxiliary, clerk, chief, bureau, time_machine
):
    waiting = everything_open(village, officer)
    tomorrow = timezone.localdate() + timedelta(days=1)
    since = tomorrow + timedelta(days=0 if when == "today" else 12)
    if when == "today":
        time_machine.move_to(f"{since}T08:00:00+08:00")
    ending(village, since, bureau)
    time_machine.move_to(f"{since}T09:00:00+08:00")
    with acting(HOUSEKEEPING):
        arriving.arrive_all()
        follow_divisions()
    ended = {
        name for name, one in waiting.items() if not one.waits(type(one.row)._base_manager.get(pk=one.row.pk))
    }
    assert ended <= ENDED.get(ending, set())
    people = [Person(one) for one in Assignment.objects.at_work(since).exclude(post=None, station=None)]
    wrong = []
    for name, one in waiting.items():
        one.row.refresh_from_db()
        one.acts = {end: on(since, given) for end, given in one.acts.items()}
        if name not in ended and (why := dead_end(one, people)):
            wrong.append(f"{name}: {why}")
    assert wrong == []


# What is over by then: it ended with the village, goes on as another row, or needs the word of another chief.
ENDED: dict[Any, set[str]] = {
    given_up: {"neighbourhood group"},
    merged: {"pairing"},
    merged_into_one_of_another_station: {"pairing", "priority visit", "priority visit requested"},
}


def on(day: date, given: dict[str, Any]) -> dict[str, Any]:
    """What is sent, as somebody would who acts on the day."""
    return {name: str(day) if value == "2026-03-20" else value for name, value in given.items()}


def test_a_pairing_is_its_officers_until_they_leave_and_then_another_begins_on_the_same_day(
    village, officer, auxiliary, clerk, chief, sign_in
):
    pairing = build.make_pairing(build.make_household(village, is_hardship=True), officer)
    colleague = build.make_user("colleague", Role.OFFICER, build.keys(village)["post"])
    url = reverse("residents:pairing-end", args=[pairing.pk])
    assert {sign_in(one).post(url).status_code for one in (colleague, auxiliary, clerk, chief)} == {403}
    gone(officer)
    assert {sign_in(one).post(url).status_code for one in (auxiliary, clerk)} == {403}
    assert [sign_in(colleague).post(url).status_code, sign_in(chief).post(url).status_code] == [302, 422]
    begun = {"household": pairing.household_id, "starts_on": timezone.localdate()}
    assert sign_in(colleague).post(reverse("residents:pairing-create"), begun).status_code == 302
    held = Pairing.objects.filter(household=pairing.household).order_by("starts_on")
    days = [(one.officer_id, one.ends_on) for one in held]
    assert days == [(officer.pk, timezone.localdate() - timedelta(days=1)), (colleague.pk, None)]


def test_the_chief_withdraws_no_row_while_somebody_is_there_to_mend_it(village, officer, chief, sign_in):
    row = returned(build.make_visit(village, DAY, officer)).row
    url = f"{row.get_absolute_url()}withdraw/"
    assert sign_in(chief).post(url).status_code == 422
    gone(officer)
    assert sign_in(chief).post(url).status_code == 302


@pytest.mark.parametrize("state", ["draft", "open", "closed"])
def test_a_survey_round_goes_on_after_who_began_it_left(state, village, county, bureau):
    survey = build.make_survey(county, date(2026, 3, 1), bureau, state)
    build.make_answers(survey, village, very_satisfied=20)
    build.make_village(build.keys(village)["post"], "未录村委会")
    acts: dict[str, dict[str, dict[str, Any]]] = {
        "draft": {"open/": {}, "edit/": {"name": "改名"}},
        "open": {"close/": {}},
        "closed": {"count/": {"without_reason": "未录"}},
    }
    bureau.assignments.update(ends_on=DAY)
    colleague = build.make_user("colleague", Role.COUNTY, county)
    waiting = Open(
        survey, acts[state], lambda one: one.state == state and one.name != "改名",
        told_on=reverse("surveys:round-list"),
    )  # fmt: skip
    assert dead_end(waiting, [Person(colleague.assignments.get())]) == ""


def test_counts_that_were_prepared_are_attested_by_who_follows(village, clerk, sign_in, time_machine):
    """What somebody prepared while the month ran stands in the grid of whoever attests after its end."""
    url = reverse("indicators:incident-attest", args=[date(2026, 3, 1)])
    name = name_of((village.pk, "criminal"))
    sign_in(clerk).post(url, {name: "2", f"shown-{village.pk}": "-,-,-,-,-,-"})
    assert PreparedCount.objects.get().count == 2
    clerk.assignments.update(ends_on=timezone.localdate())
    time_machine.move_to("2026-04-02T09:00:00+08:00")
    follows = build.make_user("clerk-follows", Role.CLERK, build.keys(village)["station"])
    form = sign_in(follows).get(url).context["form"]
    assert form.get_initial_for_field(form.fields[name], name) == 2
    sign_in(follows).post(url, {name: "2", f"shown-{village.pk}": "-,-,-,-,-,-"})
    assert IncidentCount.objects.get(category="criminal").count == 2


class Person:
    """Somebody who is there, with one browser."""

    def __init__(self, assignment: Assignment) -> None:
        self.user, self.role = User.objects.get(pk=assignment.user_id), assignment.role
        self.client = PageClient()
        self.client.force_login(self.user)
        self._read: dict[str, str] = {}

    def reads(self, url: str) -> str:
        """The page; empty where the person may not open it. Every act is taken back, so it is asked for once."""
        if url not in self._read:
            page = self.client.get(url)
            self._read[url] = page.content.decode() if page.status_code == 200 else ""
        return self._read[url]


def at_work(village: Village) -> list[Assignment]:
    """Who works at the post and its station now."""
    keys = build.keys(village)
    there = Assignment.objects.at_work(timezone.localdate())
    return [*there.filter(post=keys["post"]), *there.filter(station=keys["station"])]


def dead_end(one: Open, people: list[Person]) -> str:
    """Why nobody can end the row; empty where somebody can, by every act that each role is offered."""
    offered: set[tuple[str, str]] = set()
    for person in people:
        page = person.reads(one.page or one.row.get_absolute_url())
        for end, given in one.acts.items():
            urls = [url for url in re.findall(r'(?:href|action)="([^"]+)"', page) if url.endswith(end)]
            if not urls or (person.role, end) in offered:
                continue
            if why := not_ended(one, person, urls[0], given):
                return f"{person.role}: {urls[0]}: {why}"
            if not is_told(one, person):
                return f"{person.role} finds it on no page"
            offered.add((person.role, end))
    return "" if offered else "nobody is offered an act"


def not_ended(one: Open, person: Person, url: str, given: dict[str, Any]) -> str:
    """What hinders the act; the row is open again afterwards."""
    page = person.client.get(url)
    if page.status_code != 200:
        return f"answers {page.status_code}"
    with transaction.atomic():
        answer = person.client.post(url, filled(page) | given)
        row = type(one.row)._base_manager.get(pk=one.row.pk)
        why = "it is open still" if one.waits(row) else ""
        if answer.status_code != 302:
            form = answer.context and answer.context.get("form")
            why = f"answers {answer.status_code} {form and form.errors.as_json()}"
        transaction.set_rollback(True)
    return why


def filled(page: Any) -> dict[str, Any]:
    """What the form shows, as a browser sends it."""
    form = page.context and page.context.get("form")
    if not form:
        return {}
    given = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    keys = {name: str(page.context[name]) for name in ("client_key", "version") if name in page.context}
    return {
        name: value for name, value in given.items() if value not in (None, []) and value is not False
    } | keys


def is_told(one: Open, person: Person) -> bool:
    """Does a page that the person comes to lead to the row: the list of the book, and the first page or the board?"""
    book = next((book for book in books.books() if book.model is type(one.row)), None)
    listed = one.told_on or (book.url("list") if book else "")
    link = one.page or one.row.get_absolute_url()
    if link == listed:
        told = True
    else:
        told = link in person.reads(listed)
    if told and one.also_on_first_page:
        told = link in person.reads("/") or f"{listed}?" in person.reads("/")
    return told
