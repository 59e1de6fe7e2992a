"""A protected dispute full of canaries, and everybody who might come upon it (tests/test_hidden_disputes.py)."""

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from access.roles import Role
from accounts.models import User
from disputes.actions import acceptance, marking, parties, protection
from disputes.models import (
    Agreement,
    AgreementCopy,
    Attention,
    Dispute,
    Duty,
    Extension,
    Finding,
    FollowUp,
    Measure,
    Mediator,
    Party,
    Session,
    Suspension,
)
from oversight.models import EmergencyView
from posts.models import Village
from tests import build
from tests.matrix import Cell, Found, Matrix, Objects, answer_of, text_of
from tests.test_access import URLS, noun

MARK = "secretqzxqzx"
SEEING = {Role.OFFICER, Role.CHIEF}
STANDS_IN, IN_EMERGENCY, BESIDE = "stands in for the chief", "in an emergency view", "at the post beside"
# What nobody gets of it, whatever they see on the screen: files and papers.
TAKEN_AWAY = ("documents:", "reports:export", "jobs:")


def make_hidden(village: Village, officer: User, auxiliary: User) -> dict[str, Any]:
    """By the noun of the url: a dispute that an auxiliary wrote, and that was protected later, with all its parts."""
    today = timezone.localdate()
    dispute = build.make_dispute(village, today, by=auxiliary, kind="marriage", summary=MARK)
    dispute.done_by = sorted({auxiliary.pk, officer.pk})
    Dispute.objects.filter(pk=dispute.pk).update(done_by=dispute.done_by, result=MARK)
    dispute.refresh_from_db()
    party = Party(
        dispute=dispute, side="A", name=MARK, guardian=MARK, representative=MARK, mandate=MARK, instead=MARK
    )
    parties.add(party, by=officer)
    found = {"dispute": dispute, "party": party} | _parts(dispute, party, officer, today)
    dispute.refresh_from_db()
    protection.answer_yes(dispute, by=officer)
    dispute.refresh_from_db()
    measure = Measure(
        dispute=dispute, kind="admonition", done_on=today - timedelta(days=60), number=MARK, reporter=MARK, bans=MARK,
        note=MARK, recorded_by=officer,
    )  # fmt: skip
    measure.save(force_insert=True)  # its visits are due
    mark = marking.mark(Attention(dispute=dispute, level="red", why=MARK, until=today), by=officer)
    dispute.summary = f"{MARK}{MARK}"
    acceptance.amend_case(dispute, by=officer)
    dispute.refresh_from_db()
    Dispute.objects.filter(pk=dispute.pk).update(state="given_back", is_late=True, reason=MARK)
    return found | {
        "attention": mark,
        "measure": measure,
        "mark": mark,
        "dispute": Dispute.objects.get(pk=dispute.pk),
    }


def _parts(dispute: Dispute, party: Party, officer: User, today: date) -> dict[str, Any]:
    agreement = Agreement(
        dispute=dispute, form="written", facts=MARK, terms=MARK, manner=MARK, place=MARK, recorder=MARK, court=MARK,
        effective_on=today, is_final=True, recorded_by=officer,
    )  # fmt: skip
    session = Session(
        dispute=dispute, held_on=today, began_at=time(9, 0), place=MARK, result="goes_on", claims=MARK, asked=MARK,
        offered=MARK, others_present=MARK, recorder=MARK, recording="yes", recording_number=MARK, recorded_by=officer,
    )  # fmt: skip
    copy = AgreementCopy(dispute=dispute, size=1, sha256="1" * 64, filed_by=officer)
    copy.jpeg = MARK.encode()
    rest = Suspension(dispute=dispute, why="other", note=MARK, starts_on=today, recorded_by=officer)
    call = FollowUp(dispute=dispute, planned_on=today + timedelta(days=7), note=MARK)
    mediator = Mediator(dispute=dispute, kind="committee", name=MARK, body=MARK)
    finding = Finding(dispute=dispute, rule="pm.must", found_on=today, overridden_by=officer, reason=MARK)
    longer = Extension(dispute=dispute, of="case", approved_by=MARK, approved_on=today, recorded_by=officer)
    for row in (agreement, session, copy, rest, call, mediator, finding, longer):
        row.save(force_insert=True)
    duty = Duty(dispute=dispute, agreement=agreement, who=party, what=MARK, due_on=today, proof=MARK)
    duty.save(force_insert=True)
    return {
        "agreement": copy, "copy": copy, "session": session, "minutes": session, "suspension": rest, "call": call,
        "mediator": mediator, "duty": duty, "final": agreement, "owed": duty, "extension": longer,
    }  # fmt: skip


def make_watchers(made: Objects) -> None:
    """Beside a person of every role: who stands in for the chief, who looks in by an emergency view, a neighbour."""
    post, far = made.rows["own"]["post"], made.rows["station"]["post"]
    today, now = timezone.localdate(), timezone.now()
    acting = build.make_user("acting", Role.CLERK, post.station)
    made.rows["own"]["station"].stand_ins.all().delete()
    build.make_stand_in(acting, today, today + timedelta(days=3))
    looking = build.make_user("looking", Role.CHIEF, far.station)
    EmergencyView.objects.create(
        user=looking, post=post, reason="夜间有人求助，需要查看", day=today, number=1, opened_at=now,
        ends_at=now + timedelta(hours=2),
    )  # fmt: skip
    made.people |= {
        STANDS_IN: acting,
        IN_EMERGENCY: looking,
        BESIDE: build.make_user("beside", Role.OFFICER, made.rows["sibling"]["post"]),
    }


class Hidden(Matrix):
    """The matrix with the keys of the protected dispute: whoever does not see it finds no word, and no row."""

    def __init__(self, made: Objects, hidden: dict[str, Any], **how: Any) -> None:
        super().__init__(made, **how)
        self.hidden = {noun: row.pk for noun, row in hidden.items()}
        self.shown: set[str] = set()  # pages that showed it to somebody who sees it

    def try_one(self, cell: Cell) -> None:
        is_about_disputes = cell.name.startswith(("disputes:", "documents:"))
        keys = self.made.keys("own") | (self.hidden if is_about_disputes else {})
        response = self.ask(cell, keys)
        self.found.cells += 1
        self.found.statuses[response.status_code] += 1
        faults = self.told(cell, text_of(response))
        is_of_it = (
            is_about_disputes
            and noun(cell.name) in self.hidden
            and "pk" in URLS[cell.name].pattern.converters
        )
        if is_of_it and cell.role not in SEEING and answer_of(response) != self.missing_answer(cell):
            faults.append("answers otherwise than a missing one")
        if cell.method == "post" and (form := self.form_of(cell)).fields:
            sent = {name: (offered or [""])[-1] for name, offered in form.fields.items()}
            faults += self.told(cell, text_of(self.ask(cell, keys, sent)))
        self.found.wrong += [f"{cell.role} {cell.method} {cell.name}: {what}" for what in faults]

    def told(self, cell: Cell, text: str) -> list[str]:
        if MARK not in text:
            return []
        if cell.role in SEEING and not cell.name.startswith(TAKEN_AWAY):
            self.shown.add(cell.name)
            return []
        return ["shows its words"]

    def leaks(self, role: Any, text: str, page: str = "") -> list[str]:
        """In the files of lists: nobody finds it."""
        return ["its words in a file"] if MARK in text else []


def cells(made: Objects, methods: tuple[str, ...] = ("get", "post")) -> list[Cell]:
    return [Cell(name, method, role, "own") for role in made.people for name in URLS for method in methods]


__all__ = ["Found", "Hidden", "cells", "make_hidden", "make_watchers"]
