"""One object of every kind in a village, for tests that open every address; with canaries to look for elsewhere."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from access.roles import Role, row_of
from accounts.models import Session, User
from audit import trail
from encryption.fields import EncryptedField
from indicators.models import Publication
from jobs.models import Job
from notices.models import Notice
from oversight.models import EmergencyNotice, EmergencyView, Outlier
from posts.models import Village
from residents.models import Identity, Pairing
from surveys.models import SurveyRound
from tests import build, dispute_parts

MORNING = "2026-03-20T09:00:00+08:00"  # the clock of the shared objects
NAMES = {"householder", "first_signature", "second_signature", "pinyin", "initials"}


def one_of_each(village: Village, officer: User, bureau: User) -> dict[str, Any]:
    """An object of every kind that an address names, by the noun of the url's name."""
    keys = build.keys(village)
    household = build.make_household(village)
    resident = build.make_resident(household, residence="foreign")  # of whom alone a country is noted
    placed = {
        "household": household,
        "resident": resident,
        "identity": Identity.objects.create(
            resident=resident, number="990101199001010018", purpose="document", recorded_by=officer, **keys
        ),
        "pairing": Pairing.objects.create(
            household=household, officer=officer, starts_on=build.SINCE, **keys
        ),
        "duplicate": build.make_duplicate(village, household),
        "data": build.make_data_request(household, officer, is_identity_checked=True),
        "priority": build.make_priority(village, by=officer, household=household),
        "visit": build.make_visit(village, household=household, by=officer),
        "service": build.make_service(village, by=officer),
        "request": build.make_request(village, household=household, by=officer),
        "patrol": build.make_patrol(village, by=officer),
        "premises": build.make_premises(village),
        "checkpoint": build.make_checkpoint(village, by=officer),
        "plan": build.make_plan(village, by=officer),
        "walk": build.make_planned_round(village, by=officer),
        "partner": build.make_partner(village, by=officer),
        "meeting": build.make_meeting(village, by=officer),
        "hazard": build.make_hazard(village, by=officer),
        "picture": build.make_hazard_picture(village, by=officer),
        "dispute": build.make_dispute(village, by=officer),
        "referral": build.make_referral(village, by=officer, has_consent=True),
        "copy": build.make_copy(village, by=officer),
        "answer": build.make_answer_copy(village, by=officer),
        **dispute_parts.one_of_each(village, officer),
        "check": build.make_check_round(village, by=officer),
        "team": build.make_team(village, by=officer),
        "member": build.make_member(village, by=officer, phone="15400001234"),
        "contract": build.make_contract(village, by=officer),
        "group": build.make_group(village, by=officer),
        "training": build.make_training(village, by=officer),
    }
    contact = build.make_contact(keys["post"])
    return placed | {
        "contact": contact,
        "log": build.make_leader_entry(contact),
        "ledger": contact.person,
        "regulation": build.make_regulation(keys["county"], bureau, must_read=False),
        "leader": contact.person,
        "year": officer,
        "officer": officer,
        "test": build.make_familiarity(keys["post"], officer, bureau, [household]),
        "digest": build.make_digest(keys["station"]),
        "prevented": keys["post"],
        "proposal": build.make_proposal(keys["post"], bureau),
        "round": SurveyRound.objects.filter(county=keys["county"], month=date(2026, 2, 1)).first()
        or build.make_survey(keys["county"], date(2026, 2, 1), bureau),
        "publication": Publication.objects.get_or_create(
            county=keys["county"],
            month=date(2026, 1, 1),
            defaults={"sha256": "0" * 64, "published_by": bureau},
        )[0],
        "emergency": make_emergency(village, bureau),
        "outlier": Outlier.objects.create(
            user=officer,
            role="officer",
            county=keys["county"],
            station=keys["station"],
            week=date(2026, 3, 9),
            reason="lookups",
            count=99,
            limit=50,
        ),
        "assignment": officer.assignments.get(),
        "stand": keys["station"].stand_ins.first() or build.make_stand_in(officer),
        "leave": build.make_leave(officer),
        "handover": build.make_handover(keys["post"]),
        "duty": build.make_duty(village, officer),
        "import": build.make_import(village, by=officer),
        "division": build.make_divisions(keys["county"], bureau),
        "line": Notice.objects.create(
            code="village_came",
            detail={"village": str(village), "since": "2026-03-01", "reason": "调整"},
            key=f"line {village.pk}",
            role="officer",
            post_id=keys["post"].pk,
        ),
        "post": keys["post"],
        "notice": keys["post"],
        "card": keys["post"],
        "blank": keys["post"],
        "work": keys["post"],
        "session": session_of(officer),
        "detail": officer,
        "reset": officer,
        "switch": officer,
        "unlock": officer,
        "factor": officer,
        "jobs": Job.objects.create(task="none", title="无", by=officer),
        "village": village,
        "door": village,
        "incomplete": village,
        "privacy": village,
        "move": build.make_move(village),
        "trail": trail.record("read", household, by=officer),
        "history": placed["visit"],
        "review": placed["visit"],
        "station": keys["station"],
        "body": keys["county"].outside_bodies.first(),
    }


def make_cast() -> tuple[dict[Role, User], dict[str, int]]:
    """A person in each role, and the keys that the fixture ``rows`` has, in a county of their own."""
    county = build.make_county("巡查县", "990903")
    post = build.make_post(build.make_station(county))
    village = build.make_village(post)
    places = {"post": post, "station": post.station, "county": county}
    people = {
        role: build.make_user(
            f"tour-{role}", role, places[row_of(role).place], is_responsible=role == Role.OFFICER
        )
        for role in Role
    }
    rows = one_of_each(village, people[Role.OFFICER], people[Role.COUNTY])
    build.make_waiting(post, people[Role.ADMINISTRATOR])
    return people, {noun: row.pk for noun, row in rows.items()}


def make_emergency(village: Village, by: User) -> EmergencyNotice:
    keys = build.keys(village)
    opened = timezone.now() - timedelta(days=3 + EmergencyView.objects.count())
    view = EmergencyView.objects.create(
        user=by,
        post=keys["post"],
        reason="为测试而开的一次查看",
        day=timezone.localdate(opened),
        number=1,
        opened_at=opened,
        ends_at=opened + timedelta(hours=1),
    )
    return EmergencyNotice.objects.create(view=view, station=keys["station"])


def session_of(user: User) -> Session:
    now = timezone.now()
    return Session.objects.create(
        key_hash=f"{user.pk:064d}", user=user, idle=timedelta(hours=1), started_at=now, last_seen_at=now
    )


def mark_every_text(row: models.Model, mark: str) -> None:
    """Write ``mark`` into every free text of the row: 姓 before it where a person is named, 文 anywhere else."""
    texts = [
        field for field in row._meta.concrete_fields if _is_free_text(field) and not _stays_empty(row, field)
    ]
    changed = {
        field.name: ("姓" if _names_a_person(field) else "文") + mark[: (field.max_length or 99) - 1]
        for field in texts
    }
    type(row)._base_manager.filter(pk=row.pk).update(**changed)
    for field in row._meta.concrete_fields:
        if isinstance(field, EncryptedField) and field.name != "scan":  # a picture is no text
            row.refresh_from_db()
            setattr(row, field.name, f"姓{mark}" if _names_a_person(field) else phone_of(mark))
            row.save()
            type(row)._base_manager.filter(pk=row.pk).update(**changed)


def _names_a_person(field: models.Field) -> bool:
    """A ``name`` is a person's where its model says so: teams and groups have names, too."""
    return field.name in NAMES or (
        field.name == "name" and "name" in getattr(field.model, "PERSONAL_FIELDS", ())
    )


def _stays_empty(row: models.Model, field: models.Field) -> bool:
    """A request of a household names no other place."""
    return field.name == "place_name" and getattr(row, "household_id", None) is not None


def phone_of(mark: str) -> str:
    """A number that nobody has, derived from the mark."""
    return "139" + f"{sum(ord(one) * 31**place for place, one in enumerate(mark)) % 10**8:08d}"


def _is_free_text(field: models.Field) -> bool:
    """Words that somebody typed, or the keys that search derives from them."""
    return isinstance(field, (models.CharField, models.TextField)) and not field.choices and not field.unique
