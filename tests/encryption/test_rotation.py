"""A new key takes over while others work; a run that ended early is started again."""

import base64
import itertools
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.models import User
from audit.models import Entry
from encryption import rotation
from encryption.fields import is_current
from ledgers.models import Draft
from residents import search
from residents.models import Household
from tests import build

FIRST, SECOND = (f"{n}:{base64.b64encode(bytes([n]) * 32).decode()}" for n in (1, 2))


@pytest.fixture
def households(settings, village):
    settings.FIELD_KEYS = FIRST
    found = [build.make_household(village, phone=f"1540000{n:04d}") for n in range(12)]
    build.make_household(village)
    return found


def phone_column():
    return next(one for one in rotation.columns() if str(one) == "residents_household.phone")


def found_by(phone: str) -> list:
    return list(Household.objects.filter(*search.of_person(Household, phone)))


def test_every_value_moves_to_the_first_key_and_is_still_found(households, settings):
    settings.FIELD_KEYS = f"{SECOND},{FIRST}"
    assert found_by("15400000003") == [households[3]]
    output = StringIO()
    call_command("rotate_keys", stdout=output)
    assert "residents_household.phone: 12 encrypted with key 2, 0 left" in output.getvalue()
    settings.FIELD_KEYS = SECOND
    assert [household.phone for household in Household.objects.exclude(phone_index=None).order_by("pk")][
        3
    ] == "15400000003"
    assert found_by("15400000003") == [households[3]]


def test_a_check_counts_and_changes_nothing(households, settings):
    settings.FIELD_KEYS, output = f"{SECOND},{FIRST}", StringIO()
    call_command("rotate_keys", "--check", stdout=output)
    assert "residents_household.phone: 0 encrypted with key 2, 12 left to older keys" in output.getvalue()


def test_a_run_that_ended_early_goes_on_where_it_was(households, settings, monkeypatch):
    settings.FIELD_KEYS = f"{SECOND},{FIRST}"
    monkeypatch.setattr(rotation, "BATCH", 5)
    next(rotation._batches(phone_column(), False, {}))
    assert rotation.left(phone_column()) == 7
    assert rotation.rotate(phone_column()) == 7 and rotation.left(phone_column()) == 0


def test_drafts_move_too(officer, settings):
    settings.FIELD_KEYS = FIRST
    draft = Draft.objects.create(user=officer, form="residents.visit", data={"note": "谈了防诈骗"})
    settings.FIELD_KEYS = f"{SECOND},{FIRST}"
    call_command("rotate_keys", stdout=StringIO())
    draft = Draft.objects.get()
    assert draft.data == {"note": "谈了防诈骗"} and is_current(draft.__dict__["content"].raw)


def test_another_cipher_takes_over_like_another_key(households, settings):
    settings.FIELD_CIPHER = "sm4"
    assert found_by("15400000003") == [households[3]]
    call_command("rotate_keys", stdout=StringIO())
    assert rotation.left(phone_column()) == 0 and found_by("15400000003") == [households[3]]


def test_lost_indexes_are_made_anew(households):
    Household.objects.update(phone_index=None)
    assert found_by("15400000003") == []
    call_command("rotate_keys", "--all", stdout=StringIO())
    assert found_by("15400000003") == [households[3]]


def test_a_key_that_is_missing_is_named(households, settings):
    settings.FIELD_KEYS = SECOND
    with pytest.raises(CommandError, match="encrypted with key 1, which is not in FIELD_KEYS"):
        call_command("rotate_keys", stdout=StringIO())


def test_a_value_that_does_not_open_stops_nothing_else(households, village, settings):
    """A damaged row is named; every other value moves, and the old key is needed for no readable one."""
    settings.FIELD_KEYS = f"{SECOND},{FIRST}"
    other = households[5]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE residents_household SET phone = (SELECT phone FROM residents_household WHERE id = %s) "
            "WHERE id = %s", [other.pk, households[0].pk],
        )  # fmt: skip
    with pytest.raises(CommandError, match=rf"1 values did not open, rows {households[0].pk}\."):
        call_command("rotate_keys", stdout=StringIO())
    assert rotation.left(phone_column()) == 1
    assert Entry.objects.get(action="rotate_keys").detail["rows"] == 11


def test_the_trail_counts_and_has_nothing_else(households, settings):
    settings.FIELD_KEYS = f"{SECOND},{FIRST}"
    call_command("rotate_keys", stdout=StringIO())
    call_command("rotate_keys", stdout=StringIO())
    assert Entry.objects.get(action="rotate_keys").detail == {"rows": 12, "key": 2}


@pytest.fixture
def committed(django_db_setup, django_db_blocker, settings):
    """Drafts that other connections see too; they are taken away again."""
    settings.FIELD_KEYS = FIRST
    with django_db_blocker.unblock():
        writer = User.objects.create_user(username="writer", name="Writer")
        drafts = [Draft.objects.create(user=writer, form=f"form{n}", data={"n": 0}) for n in range(40)]
        settings.FIELD_KEYS = f"{SECOND},{FIRST}"
        yield drafts
        Draft.objects.filter(user=writer).delete()
        writer.delete()


def draft_column():
    return next(one for one in rotation.columns() if one.model is Draft)


def test_what_others_write_meanwhile_is_neither_lost_nor_left_behind(committed, monkeypatch, settings):
    monkeypatch.setattr(rotation, "BATCH", 3)
    over, written = threading.Event(), {}

    def write() -> None:
        """Somebody types: every draft is changed over and over, from a connection of its own."""
        for turn in itertools.count(1):
            for draft in committed:
                typed = Draft.objects.get(pk=draft.pk)
                typed.data = {"n": turn}
                typed.save()
                written[draft.pk] = turn
            if over.is_set():
                break
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        rotation.rotate(draft_column())
    finally:
        over.set()
        writer.join()
    settings.FIELD_KEYS = SECOND
    assert rotation.left(draft_column()) == 0
    assert {draft.pk: draft.data["n"] for draft in Draft.objects.filter(pk__in=written)} == written


def test_a_row_that_somebody_holds_is_passed_over_and_not_waited_for(committed):
    held, over = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Draft.objects.select_for_update().get(pk=committed[0].pk)
            held.set()
            over.wait(30)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(30)
    try:
        assert (rotation.rotate(draft_column()), rotation.left(draft_column())) == (39, 1)
    finally:
        over.set()
        holder.join()
    assert rotation.rotate(draft_column()) == 1
