"""Random histories of a county, by the actions.

Villages move, get other codes, names and towns, merge, are split and given up; officers rotate; posts close; rows are
recorded on many days, moved to others, joined, given back and withdrawn; disputes are closed and taken up again,
hazards put right, verified and reopened; teams, members and trainings come and go; households are paired and move;
rounds are planned and walked; posts patrol together. What must hold afterwards: tests/reports/agreeing.py.
"""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from access.roles import Role
from accounts.models import User
from administration.county_rules.actions import set_post_norm, set_rule
from disputes.actions import closing
from disputes.models import Dispute
from duty.actions import arrive
from hazards.actions import hazards, rectifying, verifying
from hazards.models import Hazard
from imports.divisions.files import DivisionFile
from imports.divisions.importing import import_divisions
from imports.divisions.mapping_file import GIVEN_UP
from ledgers import actions, joining_actions
from ledgers.models import Row
from meetings.actions import record_meeting
from meetings.models import Meeting
from patrols.actions import partners, patrols, planning, rounds
from patrols.models import Patrol, PatrolPartner, PatrolPlan, PlannedRound
from policies.acting import HOUSEKEEPING, acting
from posts import arriving
from posts.actions.describing import set_profile
from posts.models import Assignment, Placed, Post, Town, Village, VillageProfile
from residents.actions import pairings, visits
from residents.models import Household, Pairing, Request, Service, Visit
from residents.moving.actions import move_household
from residents.moving.tasks import follow_divisions
from residents.requests.actions import answer
from rules.declared import BY_CODE
from teams.actions import groups, members, teams
from teams.models import FUNCTIONS, Member, Team, WatchGroup
from tests import build
from tests.posts.test_by_date import County
from training import actions as trainings
from training.models import Training

JANUARY = date(2026, 1, 1)
REFUSED = (ValidationError, PermissionDenied, Http404)
LEVELS = ("village", "post", "station", "town")
COUNTY_FILE = DivisionFile(
    "counties.csv", "code,name,cityCode,provinceCode\n990901,试验县,9909,99\n".encode()
)


class Year(County):
    """The places and people of tests/posts/test_by_date.py, with chiefs, a clerk, a leader, and what they do."""

    def __init__(self, seed: int, clock: Any) -> None:
        super().__init__(seed, clock)
        self.stations = sorted({post.station for post in self.posts}, key=lambda one: one.pk)
        self.chiefs = [build.make_user(f"chief{n}", Role.CHIEF, one) for n, one in enumerate(self.stations)]
        self.clerk = build.make_user("clerk", Role.CLERK, self.stations[0])
        self.leader = build.make_user("leader", Role.LEADER, self.stations[0].county)
        for n, village in enumerate(Village.objects.order_by("pk")):
            town = Town.objects.get_or_create(
                code=f"990901{100 + n % 2}",
                defaults={"name": f"镇{n % 2}", "county": self.stations[0].county},
            )[0]
            Village.objects.filter(pk=village.pk).update(
                code=f"{town.code}{200 + n}", name=f"{n}村委会", town=town
            )
            village.codes.update(code=f"{town.code}{200 + n}", town=town)
            village.names.update(name=f"{n}村委会")
        self.told: list[str] = []

    def day(self) -> date:
        """Nothing ahead: the functions of the database have a clock of their own, which is later than that of tests."""
        return timezone.localdate() - timedelta(days=self.random.choice((0, 0, 1, 2, 30)))

    def villages_now(self) -> list[Village]:
        return list(Village.objects.filter(closed_on=None).order_by("pk"))

    def step(self) -> None:
        writes: list[Callable[[], object]] = [self.visit, self.visit, self.serve, self.patrol, self.ask, self.tell,
                  self.quarrel, self.settle, self.quarrel_again, self.arrive, self.join, self.review, self.withdraw,
                  self.correct, self.find_hazard, self.mend, self.verify, self.find_again, self.meet, self.start_team,
                  self.enter_member, self.end_team, self.start_group, self.train, self.change_team,
                  self.member_leaves, self.pair, self.end_pairing, self.plan, self.walk, self.ask_partner,
                  self.answer_partner]  # fmt: skip
        places: list[Callable[[], object]] = [self.move, self.take_back_move, self.end, self.assign, self.swap,
                  self.close, self.reopen, self.nights, self.redivide, self.move_house,
                  self.describe, self.set_norm]  # fmt: skip
        act = self.random.choice(writes if self.random.random() < 0.7 else places)
        try:
            with transaction.atomic():
                act()
            self.done[act.__name__] += 1
        except REFUSED:
            self.done["refused"] += 1
        self.follow()

    def follow(self) -> None:
        """What the jobs of the minute do."""
        with acting(HOUSEKEEPING):
            arriving.arrive_all()
            arriving.sign_out_all()
            follow_divisions()
            planning.keep_up()

    def describe(self) -> None:
        """The class of a village and its published households, from a day on."""
        village = self.random.choice(self.villages_now())
        profile = VillageProfile.objects.filter(village=village).order_by("-since").first()
        profile = profile or VillageProfile(village=village)
        profile.since = self.day()
        profile.terrain = self.random.choice(VillageProfile.Terrain.values)
        profile.households = self.random.choice((None, 120, 300, 450))
        with self.acting(self.bureau) as by:
            set_profile(profile, by=by)

    def set_norm(self) -> None:
        """Of a class of posts or of one post, from today or a later day on."""
        norm = self.random.choice((BY_CODE["visit.households_a_month"][0], BY_CODE["duty.days_a_week"][0]))
        since = timezone.localdate() + timedelta(days=self.random.choice((0, 3)))
        value = self.random.randint(1, 6)
        terrain, post = self.random.choice(("", ".hill", ".mountain")), self.random.choice(self.posts)
        with self.acting(self.bureau) as by:
            if self.random.random() < 0.5:
                set_post_norm(norm, post, value, since, "路远", by=by)
            else:
                set_rule(BY_CODE[f"{norm.code}{terrain}"][0], value, since, by=by)

    def nights(self) -> None:
        now = timezone.now() + timedelta(days=self.random.randint(1, 6))
        self.clock.move_to(now)

    # Rows of the books

    def somewhere(self) -> tuple[Village, date, User, list[int]]:
        """A village, a day of the last two months, somebody who serves there today, and who did it on that day."""
        village = self.random.choice(self.villages_now())
        today = timezone.localdate()
        day = today - timedelta(days=self.random.choice((0, 0, 1, 3, 9, 20, 45)))
        post = Post.objects.of_village(village.pk, today)
        now = self.one(User.objects.filter(assignments__in=Assignment.objects.on(today).filter(post=post)))
        then = Assignment.objects.on(day).filter(post=post).values_list("user", flat=True)
        if not then:
            raise ValidationError("nobody served there")
        return village, day, now, self.random.sample(list(then), self.random.randint(1, len(then)))

    def record(self, model: type[Row], verb: str, **fields: Any) -> Row:
        village, day, person, who = self.somewhere()
        with self.acting(person) as by:
            row = model(village=village, occurred_on=day, done_by=who, **fields)
            return actions.record(row, by=by, verb=verb)

    def visit(self) -> None:
        village, day, person, who = self.somewhere()
        home = self.one(Household.objects.filter(village=village, closed_on=None))
        outcome = self.random.choice(("met", "met", "absent"))
        row = Visit(household=home, occurred_on=day, done_by=who, outcome=outcome)
        row.talks = self.random.randint(1, 4) if outcome == "met" else 0
        with self.acting(person) as by:
            visits.record_visit(row, by=by, again=True)

    def serve(self) -> None:
        kind = self.random.choice(("good_deed", "document", "bulletin", "law_talk", "school"))
        self.record(Service, "record_service", kind=kind, quantity=self.random.randint(1, 3))

    def patrol(self) -> None:
        self.record(Patrol, "record_patrol", starts_at="20:00", is_joint=self.random.random() < 0.4)

    def ask(self) -> None:
        village, day, person, who = self.somewhere()
        home = self.one(Household.objects.filter(village=village, closed_on=None))
        due = day + timedelta(days=self.random.choice((1, 10, 40)))
        row = Request(
            household=home, village=village, occurred_on=day, done_by=who, asked="路灯坏了", due_on=due
        )
        with self.acting(person) as by:
            actions.record(row, by=by, verb="record_visit")

    def tell(self) -> None:
        row = self.one(Request.objects.filter(told_back_on=None, state="recorded"))
        with self.acting(self.reader_of(row)) as by:
            answer(build.told(row, timezone.localdate()), by=by)

    def quarrel(self) -> None:
        """What the law asks for is held elsewhere: a row alone."""
        village, day, person, who = self.somewhere()
        handled = timezone.localdate() if self.random.random() < 0.5 else None
        ended = {"stage": "failed", "result": "未成", "handled_on": handled} if handled else {}
        build.make_dispute(village, day, person, done_by=sorted(who), **ended)

    def settle(self) -> None:
        """Without an agreement, on some day since it was taken up."""
        row = self.one(Dispute.objects.filter(stage="open", state__in=Row.COUNTED))
        row.handled_on, row.result = self.day_since(row.occurred_on), "未成"
        with self.acting(self.reader_of(row)) as by:
            closing.close(row, "failed", by=by, reasons=dict.fromkeys(("pm.fail", "pm.month"), "已告知"))

    def quarrel_again(self) -> None:
        row = self.one(Dispute.objects.filter(stage="failed", state__in=Row.COUNTED))
        with self.acting(self.reader_of(row)) as by:
            closing.reopen(row, "又来反映", by=by)

    def day_since(self, first: date) -> date:
        today = timezone.localdate()
        return max(first, today - timedelta(days=self.random.choice((0, 0, 2, 20))))

    # Hazards, meetings, teams

    def find_hazard(self) -> None:
        village, day, person, who = self.somewhere()
        kind = self.random.choice(("fire", "animal", "road"))
        row = Hazard(village=village, occurred_on=day, done_by=who, kind=kind, place="村口")
        with self.acting(person) as by:
            hazards.record_hazard(row, by=by)

    def mend(self) -> None:
        row = self.one(Hazard.objects.filter(rectified_on=None, state__in=Row.COUNTED))
        row.rectified_on, row.rectified, row.proof = self.day_since(row.occurred_on), "已拴好", "seen"
        with self.acting(self.reader_of(row)) as by:
            rectifying.rectify(row, by=by)

    def verify(self) -> None:
        row = self.one(Hazard.objects.exclude(rectified_on=None).filter(verified_on=None))
        row.verified_on = self.day_since(row.rectified_on)
        with self.acting(self.chief_of(row)) as by:
            verifying.verify(row, by=by)

    def find_again(self) -> None:
        row = self.one(Hazard.objects.exclude(rectified_on=None))
        with self.acting(self.chief_of(row)) as by:
            verifying.reopen(row, "又松了", by=by)

    def chief_of(self, row: Row) -> User:
        return self.chiefs[self.stations.index(row.station)]

    def meet(self) -> None:
        village, day, person, who = self.somewhere()
        people = self.random.randint(5, 60)
        row = Meeting(
            village=village, occurred_on=day, done_by=who, people=people, attended=["police"], minutes="通报"
        )
        with self.acting(person) as by:
            record_meeting(row, by=by)

    def start_team(self) -> None:
        village, day, person, _who = self.somewhere()
        name = f"{self.random.choice('甲乙丙')}队"
        row = Team(village=village, name=name, kind="patrol", functions=self.some_functions(), starts_on=day)
        row.further_villages = self.some_of_the_post(village)
        with self.acting(person) as by:
            teams.start_team(row, by=by)

    def some_functions(self) -> list[str]:
        return sorted(self.random.sample(FUNCTIONS.values, self.random.randint(1, 3)))

    def some_of_the_post(self, village: Village) -> list[int]:
        """Some of the other villages that belong to the village's post today."""
        today = timezone.localdate()
        post = Post.objects.of_village(village.pk, today)
        others = sorted(teams.villages_of(post.pk, today) - {village.pk}) if post else []
        return sorted(self.random.sample(others, self.random.randint(0, len(others))))

    def change_team(self) -> None:
        team = self.a_team()
        team.functions, team.further_villages = self.some_functions(), self.some_of_the_post(team.village)
        with self.acting(self.reader_of(team)) as by:
            teams.change_team(team, by=by)

    def member_leaves(self) -> None:
        row = self.one(Member.objects.filter(ends_on=None))
        with self.acting(self.reader_of(row)) as by:
            if self.random.random() < 0.5:
                members.leave(row, self.random.choice(("left", "mistake")), by=by)
            else:
                members.withdraw_consent(row, by=by)

    def a_team(self) -> Team:
        return self.one(Team.objects.filter(ends_on=None))

    def enter_member(self) -> None:
        team = self.a_team()
        today = timezone.localdate()
        row = Member(team=team, name="袁测试", is_adult=True, consent_on=today, starts_on=today)
        with self.acting(self.reader_of(team)) as by:
            members.enter_member(row, by=by)

    def end_team(self) -> None:
        team = self.a_team()
        with self.acting(self.reader_of(team)) as by:
            teams.end_team(team, "已解散", by=by)

    def start_group(self) -> None:
        village, day, person, _who = self.somewhere()
        name = f"第{self.random.randint(1, 9)}组"
        with self.acting(person) as by:
            group = groups.start_group(WatchGroup(village=village, name=name, starts_on=day), by=by)
            free = Household.objects.filter(village=village, closed_on=None, watch_groups=None)
            homes = list(free.values_list("pk", flat=True)[:3])
            if homes:
                groups.choose_households(group, homes, homes[0], by=by)

    def train(self) -> None:
        village, day, person, who = self.somewhere()
        there = Member.objects.filter(village=village, ends_on=None, starts_on__lte=day)
        row = Training(village=village, held_on=day, topic="patrol", hours=2)
        with self.acting(person) as by:
            trainings.hold(row, by=by, people=who, members=list(there.values_list("pk", flat=True)))

    # Pairings, plans with their rounds, joint patrols

    def pair(self) -> None:
        village, day, person, _who = self.somewhere()
        home = self.one(Household.objects.filter(village=village, closed_on=None))
        Household.objects.filter(pk=home.pk).update(is_hardship=True)
        home.refresh_from_db()
        with self.acting(person) as by:
            pairings.pair(Pairing(household=home, starts_on=day), by=by)

    def end_pairing(self) -> None:
        row = self.one(Pairing.objects.filter(ends_on=None))
        with self.acting(row.officer) as by:
            pairings.end_pairing(row, by=by)

    def plan(self) -> None:
        """A plan with rounds on every day, the last ones made up for."""
        village, day, _person, _who = self.somewhere()
        if PatrolPlan.objects.filter(village=village, ends_on=None).exists():
            raise ValidationError("there is one")
        team = Team.objects.filter(village=village, ends_on=None).first() or build.make_team(village)
        build.make_plan(village, team=team, starts_on=day)

    def walk(self) -> None:
        """A planned round is walked as a patrol; or it is said why not."""
        planned = self.one(PlannedRound.objects.filter(state__in=("planned", "incomplete"), patrol=None))
        with self.acting(self.reader_of(planned)) as by:
            if planned.state == "planned":
                if self.random.random() < 0.4 or planned.occurred_on != timezone.localdate():
                    rounds.not_walked(planned, "暴雨", by=by)
                    return
                planned = rounds.start(planned, by=by)
            where = {"village": planned.village, "occurred_on": planned.occurred_on}
            patrol = Patrol(**where, starts_at=time(20), minutes=30, mode="foot", done_by=[by.pk])
            rounds.finish(planned, patrol, by=by)

    def ask_partner(self) -> None:
        patrol = self.one(Patrol.objects.filter(state="recorded"))
        with self.acting(self.reader_of(patrol)) as by:
            partners.ask(patrol, self.one(partners.offered(patrol)), "桥头", by=by)

    def answer_partner(self) -> None:
        row = self.one(PatrolPartner.objects.exclude(state="withdrawn"))
        today = timezone.localdate()
        served = Assignment.objects.on(today).filter(post=row.partner_post)
        there = Assignment.objects.on(row.occurred_on).filter(post=row.partner_post)
        with self.acting(self.one(User.objects.filter(assignments__in=served))) as by:
            if self.random.random() < 0.3:
                partners.decline(row, by=by)
                return
            row.done_by = sorted({*there.values_list("user", flat=True)})
            row.people, row.what = len(row.done_by) + 1, "一起走"
            partners.answer(row, by=by)

    def arrive(self) -> None:
        village, _day, person, _who = self.somewhere()
        with self.acting(person) as by:
            arrive(village, by=by)

    def a_row(self) -> Row:
        model = self.random.choice((Visit, Service, Patrol, Request, Dispute, Hazard, Meeting))
        return self.one(model.objects.filter(state="recorded", erased_on=None))

    def reader_of(self, row: Placed) -> User:
        """Somebody who serves at the row's post today."""
        serving = Assignment.objects.on(timezone.localdate()).filter(post=row.post)
        return self.one(User.objects.filter(assignments__in=serving))

    def join(self) -> None:
        row = self.a_row()
        person = self.reader_of(row)
        with self.acting(person) as by:
            joining_actions.come_along(row, [person.pk], by=by)

    def review(self) -> None:
        row = self.a_row()
        with self.acting(self.chief_of(row)) as by:
            if self.random.random() < 0.5:
                actions.accept(row, by=by)
            else:
                actions.give_back(row, "补正", by=by)

    def withdraw(self) -> None:
        row = self.a_row()
        with self.acting(self.reader_of(row)) as by:
            withdraw = patrols.withdraw_patrol if isinstance(row, Patrol) else actions.withdraw
            withdraw(row, by=by)

    def correct(self) -> None:
        """To another day, or another village of the post."""
        row = self.one(self.random.choice((Service, Patrol)).objects.filter(state="recorded"))
        with self.acting(self.reader_of(row)) as by:
            row.occurred_on -= timedelta(days=self.random.choice((0, 5, 30)))
            row.village = self.random.choice(self.villages_now())
            row.done_by = [by.pk]
            if isinstance(row, Service):
                actions.amend(row, by=by, verb="record_service")
            else:
                patrols.amend_patrol(row, by=by)

    # Places

    def move_house(self) -> None:
        home = self.one(Household.objects.filter(closed_on=None))
        with self.acting(self.reader_of(home)) as by:
            number = f"新{self.random.randint(1, 10_000)}号"
            move_household(home, self.random.choice(self.villages_now()), number, timezone.localdate(), by=by)

    def redivide(self) -> None:
        """A file of the statistics office: a village has another code, name or town, is merged into another one, split
        or given up."""
        today = timezone.localdate()
        lines = {one.code: (one.name, one.town.code) for one in self.villages_now() if one.code}
        old = self.random.choice(sorted(lines))
        name, town = lines.pop(old)
        kind = self.random.choice(("code", "town", "name", "merge", "split", "give up"))
        said = {}
        if kind == "merge" and len(lines) > 2:
            said[old] = [self.random.choice(sorted(lines))]
            said[said[old][0]] = said[old]
        elif kind == "give up" and len(lines) > 2:
            said[old] = [GIVEN_UP]
        elif kind == "split":
            part = f"{town}{self.random.randint(210, 390)}"
            lines[old], lines[part], said[old] = (name, town), ("分村委会", town), [old, part]
        elif kind == "name":
            lines[old] = (f"新{name}", town)
        else:
            towns = sorted(one.code for one in Town.objects.filter(closed_on=None))
            there = self.random.choice(towns) if kind == "town" else town
            new = f"{there}{self.random.randint(210, 390)}"
            lines[new], said[old] = (name, there), [new]
        towns = [
            f"{one.code},{one.name},990901" for one in Town.objects.filter(closed_on=None).order_by("code")
        ]
        villages = [f"{code},{called},{place}" for code, (called, place) in sorted(lines.items())]
        with self.acting(self.bureau) as by:
            import_divisions(
                COUNTY_FILE, _file("towns.csv", "code,name,areaCode", towns),
                _file("villages.csv", "code,name,streetCode", villages),
                since=today, county="990901", decisions=said, is_confirmed=True, by=by,
            )  # fmt: skip
        self.done[f"redivide {kind}"] += 1


def _file(name: str, heads: str, lines: list[str]) -> DivisionFile:
    return DivisionFile(name, ("\n".join([heads, *lines]) + "\n").encode())
