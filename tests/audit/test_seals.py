"""Sealed blocks: nothing is missed, whatever commits when, and everything that was touched is found."""

import subprocess
import sys
import threading
from datetime import UTC, timedelta
from pathlib import Path

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from audit import blocks, history, seals, trail
from audit.models import Entry, Seal
from benchmarks import mutations
from policies.acting import HOUSEKEEPING, acting
from retention import disposal

pytestmark = pytest.mark.usefixtures("committed")
VERIFIER = Path(blocks.__file__)
INSERT = (
    "INSERT INTO audit_entry (at, actor_name, action, subject_type, subject_label, detail) "
    "VALUES (now(), '', 'race', '', '', '{}')"
)


@pytest.fixture
def sealed():
    """Three blocks of two entries each."""
    for _block in range(3):
        trail.record("read", None, by=None, reason="第一次")
        trail.record("list", None, by=None)
        by_night(seals.seal_all)
    return Seal.objects.order_by("number")


def by_night(deed, *given):
    """As the jobs do it."""
    with acting(HOUSEKEEPING):
        return deed(*given)


def findings(**anchor) -> list[str]:
    return [finding.kind for finding in blocks.verify(seals.export(), seals.key(), **anchor)]


def by_owner(owner, statement: str) -> None:
    """What only the owner of the tables can do, and not by accident."""
    tables = ("audit_entry", "audit_seal")
    for table in tables:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    owner.execute(statement)
    for table in tables:
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_blocks_follow_one_another(sealed):
    assert [(seal.number, seal.count) for seal in sealed] == [(1, 2), (2, 2), (3, 2)]
    assert [seal.previous for seal in sealed][1:] == [seal.mac for seal in sealed][:-1]
    assert findings() == []


def test_nothing_new_makes_no_block(sealed):
    assert seals.seal_all() == 0


def test_a_change_of_a_row_is_sealed_as_well(db_person):
    User.objects.filter(pk=db_person.pk).update(badge="990001")
    seals.seal_all()
    assert "accounts_userchange" in {table for seal in Seal.objects.all() for table in seal.rows}


@pytest.fixture
def db_person():
    person = User.objects.create_user(username="sealed", name="封")
    yield person
    person.delete()


def test_a_change_that_was_lawfully_forgotten_is_no_forgery(owner):
    person = User.objects.create_user(username="goes", name="走")
    key = person.pk
    for badge in ("990001", "990002"):
        User.objects.filter(pk=key).update(badge=badge)
    by_night(seals.seal_all)
    with transaction.atomic():
        person.delete()
        disposal.forget(User, [key])
    assert findings() == []
    by_night(seals.seal_all)
    assert findings() == []
    owner.execute("ALTER TABLE audit_historyremoval DISABLE TRIGGER USER")
    owner.execute("UPDATE audit_historyremoval SET changes = '[]' WHERE of_table = 'accounts_userchange'")
    assert {"changed", "deleted"} <= set(findings())
    owner.execute("ALTER TABLE audit_historyremoval ENABLE TRIGGER USER")


def test_what_goes_with_a_row_is_no_forgery():
    person = User.objects.create_user(username="leaves", name="走")
    key = person.pk
    User.objects.filter(pk=key).update(badge="990003")
    by_night(seals.seal_all)
    with transaction.atomic():
        person.delete()
        disposal.forget(User, [key])
    assert not history.changes_model(User).objects.filter(pgh_obj=key).exists()
    assert findings() == []


def test_a_number_that_was_taken_out_of_a_history_is_no_forgery_and_a_change_besides_is(owner):
    person = User.objects.create_user(username="slips", name="误")
    for badge in ("154 0000 1234", "990003"):
        User.objects.filter(pk=person.pk).update(badge=badge)
    by_night(seals.seal_all)
    with transaction.atomic():
        assert disposal.take_out(User, person.pk, "badge") == 1
    by_night(seals.seal_all)
    assert findings() == []
    owner.execute("ALTER TABLE accounts_userchange DISABLE TRIGGER USER")
    for column, old in (("badge", "—"), ("name", "误")):
        change = "UPDATE accounts_userchange SET {} = %s WHERE username = 'slips' AND badge IN ('—', '随便')"
        owner.execute(change.format(column), ["随便"])
        assert findings() == ["changed"]
        owner.execute(change.format(column), [old])
    owner.execute("ALTER TABLE accounts_userchange ENABLE TRIGGER USER")
    assert findings() == []
    person.delete()  # it is committed: the tests of other files would count it


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE audit_entry SET actor_name = '别人' WHERE id = {first}", "changed"),
        ("UPDATE audit_entry SET detail = '{{}}' WHERE id = {first}", "changed"),
        ("DELETE FROM audit_entry WHERE id = {first}", "deleted"),
        ("UPDATE audit_entry SET tx = tx + 1000000 WHERE id = {first}", "deleted"),
        ("UPDATE audit_entry SET id = 987654321 WHERE id = {first}", "inserted"),
        ("UPDATE audit_seal SET count = 7 WHERE number = 2", "seal changed"),
        ("UPDATE audit_seal SET sealed_at = now() WHERE number = 2", "seal changed"),
        ("DELETE FROM audit_seal WHERE number = 2", "seal removed"),
    ],
)
def test_what_the_owner_does_by_hand_is_found(sealed, owner, statement, kind):
    by_owner(owner, statement.format(first=Entry.objects.order_by("pk").first().pk))
    assert kind in findings()


def test_an_entry_put_in_afterwards_is_found(sealed, owner):
    tx = Entry.objects.order_by("pk").first().tx
    by_owner(
        owner,
        f"{INSERT}; UPDATE audit_entry SET tx = {tx} WHERE action = 'race'",
    )
    assert "inserted" in findings()


def test_a_cut_off_end_is_found_by_the_seal_that_was_noted_elsewhere(sealed, owner):
    anchor, newest = seals.anchor(), sealed.last().number
    assert findings(anchor=anchor) == []
    by_owner(owner, f"DELETE FROM audit_seal WHERE number = {newest}")
    assert findings() == [] and findings(anchor=anchor) == ["truncated"]


def test_another_key_opens_nothing(sealed, settings):
    settings.TRAIL_KEY = "another key that somebody thought of"
    assert "seal changed" in findings()


def test_the_command_says_what_is_broken(sealed, owner, capsys):
    call_command("verify_trail")
    by_owner(owner, "DELETE FROM audit_entry")
    with pytest.raises(CommandError, match="broken"):
        call_command("verify_trail")
    assert "block 1: deleted: " in capsys.readouterr().err


def test_an_export_is_verified_without_this_installation(sealed, settings, tmp_path):
    key, export = tmp_path / "key", tmp_path / "trail.jsonl"
    key.write_text(settings.TRAIL_KEY)
    call_command("export_trail", str(export))
    command = [sys.executable, "-I", "-S", str(VERIFIER), str(export), str(key), seals.anchor()]
    assert subprocess.run(command, capture_output=True, cwd=tmp_path).returncode == 0
    export.write_text(export.read_text().replace("第一次", "第二次", 1))
    broken = subprocess.run(command, capture_output=True, cwd=tmp_path, text=True)
    assert broken.returncode == 1 and "block 1: changed" in broken.stdout


def test_two_exports_are_the_same(sealed):
    assert list(seals.export()) == list(seals.export())


def test_random_falsifications_are_all_found():
    """A sample; ``python -m benchmarks.mutations`` tries ten thousand."""
    tried, missed = mutations.run(450, seed=5)
    assert len(tried) == len(mutations.MUTATIONS) and missed == []


def test_an_open_transaction_holds_the_seal_back(other):
    other.execute(f"BEGIN; {INSERT}")
    trail.record("quick", None, by=None)
    assert seals.seal_all() == 0
    other.execute("COMMIT")
    assert seals.seal_all() == 1 and Seal.objects.get().count == 2


def test_no_entry_is_missed_while_writers_commit_out_of_order(connect):
    """Writers that hold their rows back for a moment, and a sealer that never waits for them."""
    over = threading.Event()

    def write(number: int) -> None:
        link = connect()
        cursor = link.cursor()
        for turn in range(25):
            end = "ROLLBACK" if turn % 7 == 6 else "COMMIT"
            wait = 0.001 * ((number * 7 + turn * 3) % 5)
            cursor.execute(f"BEGIN; {INSERT}; SELECT pg_sleep({wait}); {end}")
        link.close()

    def seal() -> None:
        while not over.is_set():
            seals.seal_all()
        connection.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    sealer = threading.Thread(target=seal)
    sealer.start()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    over.set()
    sealer.join()
    seals.seal_all()
    written = set(Entry.objects.values_list("pk", flat=True))
    covered = [
        number
        for one in Seal.objects.all()
        for (_table, _tx, number), _hash in blocks.unpacked({"rows": one.rows, "from": one.from_tx})
    ]
    assert len(written) == 6 * 22 and sorted(covered) == sorted(written)
    assert Seal.objects.count() > 1 and findings() == []


def test_a_database_that_counts_from_a_lower_number_is_refused(sealed, owner):
    by_owner(
        owner,
        "UPDATE audit_seal SET to_tx = to_tx + 1000000000 WHERE number = (SELECT max(number) FROM audit_seal)",
    )
    with pytest.raises(seals.CounterBehind):
        seals.seal_all()


def test_one_of_another_database_that_just_ended_is_taken_for_a_restored_dump_by_nobody(sealed, monkeypatch):
    """It stands in the snapshot but no longer among the running ones, so it can not be told from our own."""
    before = sealed.last().from_tx
    monkeypatch.setattr(seals, "OLDEST", seals.OLDEST.replace("SELECT least(", f"SELECT least({before}, "))
    trail.record("quick", None, by=None)
    assert seals.seal_all() == 0
    monkeypatch.undo()
    assert seals.seal_all() == 1 and findings() == []


def test_a_big_transaction_stays_in_one_block(monkeypatch):
    monkeypatch.setattr(seals, "MOST", 3)
    with transaction.atomic():
        for _row in range(5):
            trail.record("read", None, by=None)
    for _row in range(4):
        trail.record("read", None, by=None)
    seals.seal_all()
    assert [seal.count for seal in Seal.objects.order_by("number")] == [5, 3, 1]
    assert findings() == []


def test_nobody_makes_a_seal_older_than_it_is(sealed, owner):
    """By the database's clock, whatever its writer claims; else the trail could be disposed of tomorrow."""
    fields = {name: value for name, value in vars(sealed.last()).items() if name != "_state"}
    young = {"number": 9, "from_tx": sealed.last().to_tx, "to_tx": sealed.last().to_tx + 1}
    by_night(
        lambda: Seal.objects.create(**fields | young | {"sealed_at": timezone.now() - timedelta(days=999)})
    )
    owner.execute("SELECT now() - sealed_at < interval '1 minute' FROM audit_seal WHERE number = 9")
    assert owner.fetchall() == [(True,)]


@pytest.fixture
def long_ago(time_machine, owner, monkeypatch):
    """Two blocks of a year ago, by the clock of the database, and one of today."""
    today = timezone.now()
    time_machine.move_to(today - timedelta(days=365))
    owner.execute("ALTER TABLE audit_seal DISABLE TRIGGER USER")
    with monkeypatch.context() as patched:
        patched.setattr(seals, "_now", lambda cursor: timezone.now().astimezone(UTC))
        for _block in range(2):
            trail.record("read", None, by=None)
            seals.seal_all()
    owner.execute("ALTER TABLE audit_seal ENABLE TRIGGER USER")
    time_machine.move_to(today)
    trail.record("read", None, by=None)
    seals.seal_all()
    return today


def test_old_blocks_are_disposed_of_and_the_rest_still_verifies(long_ago, owner):
    assert by_night(seals.dispose_trail, long_ago) == 2
    assert (Entry.objects.count(), Seal.objects.count(), findings()) == (1, 3, [])
    assert by_night(seals.dispose_trail, long_ago) == 0
    with pytest.raises(psycopg2.Error, match="written once"):
        owner.execute("DELETE FROM audit_entry")


def test_nothing_younger_than_184_days_is_disposed_of(sealed, owner):
    assert by_night(seals.dispose_trail, timezone.now() + timedelta(days=9)) == 0
    with pytest.raises(psycopg2.Error, match="184 days"):
        owner.execute("INSERT INTO audit_traildisposal (first, last, at, mac) VALUES (1, 1, now(), 'x')")
        owner.execute("SELECT audit_dispose(1, 1)")
    assert "disposal changed" in findings()


def test_rows_that_come_back_into_a_disposed_block_are_found(long_ago, owner):
    first = Seal.objects.get(number=1)
    by_night(seals.dispose_trail, long_ago)
    by_owner(owner, f"UPDATE audit_entry SET tx = {first.from_tx + 1}")
    assert {"inserted", "deleted"} <= set(findings())


def test_the_night_takes_blocks_that_were_kept_long_enough_and_logs_it(long_ago, owner, settings):
    settings.RETENTION_DAYS = {"audit.entry": 200}
    rule = disposal.rule_of(Entry)
    assert by_night(disposal._whole_blocks, Entry, rule, timezone.localdate(long_ago)) == 2
    assert (Entry.objects.count(), findings()) == (1, [])
    owner.execute("SELECT book, rows FROM retention_disposedbatch")
    assert owner.fetchall() == [("audit.entry", 2)]
    owner.execute("ALTER TABLE retention_disposedbatch DISABLE TRIGGER USER; DELETE FROM retention_disposedbatch; "
                  "ALTER TABLE retention_disposedbatch ENABLE TRIGGER USER")  # fmt: skip
