"""The people who work in the demo county: accounts with simple names, and their assignments."""

from itertools import groupby
from typing import Any

from access.roles import Role
from accounts.models import PasswordHash, User
from demo.handovers import last_days
from demo.names import Names
from demo.plan import Plan
from demo.timeline import at
from posts.models import Assignment

POSTS_WITH_AUXILIARY = 15
OFFICES = ("", Assignment.Office.DEPUTY_SECRETARY, Assignment.Office.ASSISTANT_DIRECTOR)


class Cast:
    """Gives each person an account and an assignment. ``password`` is a hash, made once for all."""

    def __init__(self, plan: Plan, password: str):
        self.plan = plan
        self.password = password
        self.rng = plan.rng("cast")
        self.names = iter(Names(self.rng).distinct(80))

    def engage(self, username: str, role: str, **place: Any) -> User:
        first_day = self.plan.timeline.first_day
        user = self.plan.write(
            User,
            username=username,
            name=next(self.names),
            badge=f"99{len(self.plan.rows.get(User, [])) + 1:04d}" if role != "auxiliary" else "",
            created_at=at(first_day, 9),
            opened_at=at(first_day, 9),
            confirmed_at=at(first_day, 9),
            password_changed_at=at(self.plan.timeline.today, 0),
        )
        self.plan.write(PasswordHash, user_id=user.pk, hash=self.password)
        self.plan.write(Assignment, user_id=user.pk, role=Role(role), starts_on=first_day, **place)
        return user


def engage_all(plan: Plan, password: str) -> None:
    cast = Cast(plan, password)
    _engage_county(cast)
    by_station = groupby(plan.beats, key=lambda beat: beat.station.pk)
    for number, (station, beats) in enumerate(by_station, start=1):
        clerk = cast.engage(f"clerk{number}", "clerk", station_id=station)
        chief = cast.engage(f"chief{number}", "chief", station_id=station)
        for beat in beats:
            beat.clerk, beat.chief = clerk, chief
    _engage_posts(cast)
    cast.engage("grantor1", "grantor", county_id=plan.county.pk)
    for place, last_day in last_days(plan.timeline.today).items():
        beat = plan.beats[place]
        beat.former = cast.engage(f"former{place + 1:02d}", "auxiliary", post_id=beat.post.pk)
        plan.rows[Assignment][-1].ends_on = last_day
    plan.leaders += [cast.engage(f"leader{n}", "leader", county_id=plan.county.pk) for n in (2, 3)]


def _engage_county(cast: Cast) -> None:
    county = cast.plan.county.pk
    cast.plan.county_user = cast.engage("county1", "county", county_id=county)
    cast.engage("county2", "county", county_id=county)
    cast.plan.leaders = [cast.engage("leader1", "leader", county_id=county)]
    cast.engage("auditor1", "auditor", county_id=county)
    cast.engage("admin1", "administrator", county_id=county)


def _engage_posts(cast: Cast) -> None:
    """One responsible officer a post; the first 15 of a shuffled list also have an auxiliary."""
    beats = cast.plan.beats
    for number, beat in enumerate(beats, start=1):
        beat.officer = cast.engage(
            f"officer{number:02d}",
            "officer",
            post_id=beat.post.pk,
            is_responsible=True,
            office=OFFICES[number % len(OFFICES)],
        )
        beat.pace = cast.rng.uniform(0.85, 1.15)
    helped = sorted(cast.rng.sample(range(len(beats)), POSTS_WITH_AUXILIARY))
    for number, index in enumerate(helped, start=1):
        post = beats[index].post.pk
        beats[index].auxiliary = cast.engage(f"auxiliary{number:02d}", "auxiliary", post_id=post)
