"""Whatever changes a row of the register is told in that row's history: its verb, who, and when."""

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from access import scope
from access.rights import rights_of
from audit import history, trail
from audit.models import Entry
from imports import actions as imports
from pages import row_history
from pages.trail_words import collected
from policies.acting import acting
from posts.actions.moving import move_village
from residents import trail_words
from residents.actions import identities, pairings
from residents.actions.register import change_household, change_resident, register_resident
from residents.data_requests import actions as data_requests
from residents.duplicates import merging
from residents.founding.actions import found
from residents.leaving import actions as leaving
from residents.models import DataRequest, Household, Identity, Pairing, Premises, PriorityVisit, Resident
from residents.moving import actions as moving
from residents.premises import actions as premises
from residents.priority import actions as priority
from residents.requests import actions as requests
from tests import build
from tests.imports.sheet_files import text
from tests.imports.test_sheets_of_stations import bring_in

pytestmark = pytest.mark.usefixtures("in_march")
TODAY = date(2026, 3, 20)


READ = {"look_up", "reveal", "read_extract"}  # nothing changes


class Register:
    """A household with everything that can hang on it, a second one, and whoever acts."""

    def __init__(self, village, elsewhere, people):
        self.village, self.elsewhere = village, elsewhere
        self.officer, self.chief, self.bureau = people
        self.home = build.make_household(village, number="1号", householder="王一", members=4)
        self.head = build.make_resident(self.home, name="王一", relation="head")
        self.wife = build.make_resident(self.home, name="李二", relation="spouse")
        self.other = build.make_household(
            village, number="2号", householder="王一", members=2, is_hardship=True
        )
        self.twin = build.make_resident(self.other, name="王一", relation="head")
        self.request = build.make_request(village, by=self.officer, household=self.home)
        self.pairing = build.make_pairing(self.home, self.officer)
        self.priority = build.make_priority(village, self.officer, household=self.home, resident=self.wife)
        self.school = build.make_premises(village)
        self.pair = build.make_duplicate(village, self.home, second=self.other)
        self.asked = build.make_data_request(self.home, self.officer, kind="delete")
        self.identity = Identity.objects.create(
            resident=self.wife, number="990101199001010018", purpose="document", recorded_by=self.officer,
            **build.keys(village),
        )  # fmt: skip


def _as(by: str) -> Callable[[Any], Callable[[Register], None]]:
    """The action as one of the register's people: the database lets them do no more than that."""

    def act(action: Callable[[Register, Any], Any]) -> Callable[[Register], None]:
        def run(its: Register) -> None:
            person = getattr(its, by)
            with acting(scope.acting_as(person)):
                action(its, person)

        return run

    return act


def fresh(row, **changes):
    row = copy.copy(type(row)._default_manager.get(pk=row.pk))
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def sheet(its):
    rows = [
        ("门牌号", "户主", "出生年份", "人口数"),
        ("1号", "王一", "1980", "5"),
        ("9号", "钱九", "1971", "2"),
    ]
    return bring_in(its.officer, ("x.csv", text(rows)))


def merged(its, by):
    merging.merge(fresh(its.pair), its.other.pk, by=by)


def undone(its, by):
    merging.undo(fresh(its.pair), by=by)


def deregistered(its, by):
    leaving.deregister_household(fresh(its.home), "moved", by=by)


def registered_again(its, by):
    deregistered(its, by)
    leaving.register_again(fresh(its.home), by=by)


def came_back(its, by):
    leaving.move_away(fresh(its.wife), by=by)
    leaving.come_back(fresh(its.wife), by=by)


def reopened(its, by):
    merging.tell_apart(fresh(its.pair), by=by)
    merging.reopen(fresh(its.pair), by=by)


def ended(its):
    approve(its)
    with acting(scope.acting_as(its.officer)):
        priority.end(fresh(its.priority), by=its.officer)


officer, chief, bureau = _as("officer"), _as("chief"), _as("bureau")
approve = chief(lambda its, by: priority.approve(fresh(its.priority), by=by))
NEW = {"number": "7号", "householder": "孙七", "members": 2}
ACTIONS: dict[str, Callable[[Register], None]] = {
    "commit_import": lambda its: sheet(its),
    "withdraw_import": officer(lambda its, by: imports.withdraw(sheet(its), by=by)),
    "move_village": bureau(lambda its, by: move_village(
        its.village, its.elsewhere.memberships.get().post, "合并警务室", by=by)),
    "register_household": officer(lambda its, by: found(
        Household(village=its.village, **NEW), [Resident(name="孙七", relation="head", birth_year=1980)], by=by)),
    "change_household": officer(lambda its, by: change_household(
        fresh(its.home, householder="李二"), by=by)),
    "deregister_household": officer(deregistered),
    "register_again": officer(registered_again),
    "move_away": officer(lambda its, by: leaving.move_away(fresh(its.wife), by=by)),
    "come_back": officer(came_back),
    "register_resident": officer(lambda its, by: register_resident(
        Resident(household=its.home, name="孙八", birth_year=1980), by=by)),
    "change_resident": officer(lambda its, by: change_resident(fresh(its.wife, name="李三"), by=by)),
    "suspect_pair": officer(lambda its, by: merging.suspect(
        fresh(its.home), build.make_household(its.village), by=by)),
    "tell_apart": officer(lambda its, by: merging.tell_apart(fresh(its.pair), by=by)),
    "reopen_pair": officer(reopened),
    "merge": officer(merged),
    "undo_merge": officer(undone),
    "relocate": officer(lambda its, by: moving.move_household(
        fresh(its.home), its.elsewhere, "8号", TODAY, by=by)),
    "relocate_person": officer(lambda its, by: moving.move_person(
        fresh(its.wife), Household.objects.get(pk=its.other.pk), TODAY, by=by)),
    "split_household": officer(lambda its, by: moving.split(
        fresh(its.home), [its.wife], its.wife, its.elsewhere, "8号", TODAY, by=by)),
    "second_home": officer(lambda its, by: moving.set_second_home(
        fresh(its.wife), Household.objects.get(pk=its.other.pk), by=by)),
    "record_identity": officer(lambda its, by: identities.record_identity(
        Identity(resident=its.head, number="990101199001010026", purpose="document"), by=by)),
    "erase_identity": officer(lambda its, by: identities.erase_identity(its.identity, by=by)),
    "answer_request": officer(lambda its, by: requests.answer(
        build.told(fresh(its.request), TODAY), by=by)),
    "pair_household": officer(lambda its, by: pairings.pair(
        Pairing(household=its.other, officer=by, starts_on=TODAY), by=by)),
    "start_premises": officer(lambda its, by: premises.start_premises(
        Premises(village=its.village, name="中心小学", kind="school", starts_on=TODAY), by=by)),
    "change_premises": officer(lambda its, by: premises.change_premises(fresh(its.school, place="村口"), by=by)),
    "end_premises": officer(lambda its, by: premises.end_premises(fresh(its.school), "已停办", by=by)),
    "end_pairing": officer(lambda its, by: pairings.end_pairing(fresh(its.pairing), by=by)),
    "request_priority": officer(lambda its, by: priority.request(
        PriorityVisit(household=its.other, purpose="elderly", reason="独居，需要帮助"), by=by)),
    "approve_priority": approve,
    "refuse_priority": chief(lambda its, by: priority.refuse(fresh(its.priority), "不需要", by=by)),
    "withdraw_priority": officer(deregistered),
    "end_priority": ended,
    "receive_data_request": officer(lambda its, by: data_requests.receive(
        DataRequest(household=its.other, kind="copy"), by=by)),
    "check_identity": chief(lambda its, by: data_requests.check_identity(fresh(its.asked), by=by)),
    "grant_data_request": chief(lambda its, by: data_requests.grant(
        fresh(its.asked), "已删除", checked=True, by=by)),
    "erase_on_request": chief(lambda its, by: data_requests.grant(
        fresh(its.asked), "已删除", checked=True, by=by)),
    "refuse_data_request": chief(lambda its, by: data_requests.refuse(fresh(its.asked), "法律要求保存", by=by)),
}  # fmt: skip
BEFORE = {"undo_merge": officer(merged)}
# Parts of another action: residents/duplicates/test_found.py; a merger of villages, imports/test_redivided.py.
PART_OF_ANOTHER = {"save_anyway", "carry_households"}


def test_every_verb_of_the_register_is_tried():
    assert trail_words.VERBS.keys() - READ - PART_OF_ANOTHER <= ACTIONS.keys()


@pytest.fixture
def register(village, officer, chief, bureau, elsewhere):
    return Register(village, elsewhere, (officer, chief, bureau))


def touched(act: Callable[[], None]) -> list[Any]:
    """The rows of the register that an action makes or changes, and that are there afterwards."""
    tables = [one for one in history.tables() if one.pgh_tracked_model._meta.app_label == "residents"]
    models = [one.pgh_tracked_model for one in tables]
    before = {one: newest(one, "pgh_id") for one in tables} | {one: newest(one, "pk") for one in models}
    act()
    found: dict[Any, set[int]] = {}
    for table, model in zip(tables, models, strict=True):
        changes = table.objects.filter(pgh_id__gt=before[table]).values_list("pgh_obj", flat=True)
        made = model._base_manager.filter(pk__gt=before[model]).values_list("pk", flat=True)
        found[model] = {*changes, *(made if hasattr(model, "made_tx") else ())}
    return [row for model, keys in found.items() for row in model._base_manager.filter(pk__in=keys)]


def newest(model, name):
    return model._base_manager.order_by(f"-{name}").values_list(name, flat=True).first() or 0


@pytest.mark.turns(4)
@pytest.mark.parametrize("verb", ACTIONS)
def test_each_row_that_an_action_touches_tells_it(register, verb):
    if verb in BEFORE:
        BEFORE[verb](register)
    rows = touched(lambda: ACTIONS[verb](register))
    if verb == "suspect_pair":
        rows = [one for one in rows if not isinstance(one, Household)]  # made by the test
    for row in rows:
        moments = row_history.moments_of(row, rights_of(register.officer))
        told = [entry for moment in moments for entry in (*moment.entries, *moment.around)]
        if verb in BEFORE and not moments:
            continue  # a test is one transaction: there and back again is no change
        assert told, (row._meta.label, moments)
        assert all(moment.who for moment in moments)
        own = trail.entries_for(row).exists()
        assert own or {entry.action for entry in told} <= {verb, "deregister_household", "grant_data_request"}
        post = getattr(row, "post_id", None)
        entries = Entry.objects.filter(
            tx__in=[entry.tx for entry in told], action__in=[one.action for one in told]
        )
        assert post is None or entries.filter(post_id=post).exists(), (row._meta.label, told)
        assert {entry.action for entry in told} <= collected("VERBS").keys()
