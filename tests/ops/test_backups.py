"""A backup opens with its key alone, says when it is damaged, and comes back with every row and seal, or not at all."""

import io
import os
from contextlib import closing
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit import seals, trail
from jobs import run
from jobs.models import Job
from ops import backup, restore
from ops.backups import checks, counter, dumps, facts, files, keys
from ops.backups.facts import Facts
from ops.instance import Instance
from ops.trouble import Trouble
from tests import build, databases

HELD = Facts(18, {"posts_post": 2}, [], 700, 1, "ab", 600, ["registry_post"])
COPY = "registry_restored"


@pytest.fixture
def identity(tmp_path):
    path = tmp_path / "identity.txt"
    keys.new_identity(path)
    return path


@pytest.fixture
def recipients(identity):
    return [one.to_public() for one in keys.identities(identity)]


@pytest.fixture
def written(tmp_path, recipients):
    """A backup of some bytes."""
    path = tmp_path / "registry.dump.age"
    about = {"kind": "dump", "facts": HELD.as_dict()}
    files.write(path, about, io.BytesIO(b"rows\n" * 400_000), recipients, lambda: True)
    return path


def test_it_opens_with_its_key_and_is_what_was_written(written, identity, tmp_path):
    manifest = files.read(written, keys.identities(identity), tmp_path / "content")
    assert Facts(**manifest["facts"]) == HELD and HELD.anchor == "1:ab"
    assert (tmp_path / "content").read_bytes() == b"rows\n" * 400_000
    assert b"rows" not in written.read_bytes()
    modes = [os.stat(path).st_mode & 0o777 for path in (written, identity, tmp_path / "content")]
    assert modes == [0o600, 0o600, 0o600]


def test_another_key_does_not_open_it(written, tmp_path):
    keys.new_identity(tmp_path / "other.txt")
    with pytest.raises(Trouble, match="can not be opened with this identity file"):
        files.read(written, keys.identities(tmp_path / "other.txt"), None)


@pytest.mark.parametrize("place", [10, 500_000, -1])
def test_a_changed_byte_is_found_with_its_checksum_and_without(written, identity, place):
    damaged = bytearray(written.read_bytes())
    damaged[place] ^= 1
    written.write_bytes(damaged)
    with pytest.raises(Trouble, match="its checksum differs"):
        files.read(written, keys.identities(identity), None)
    written.with_name(f"{written.name}.sha256").unlink()
    with pytest.raises(Trouble, match="damaged"):
        files.read(written, keys.identities(identity), None)


def test_a_backup_that_is_broken_off_leaves_nothing(tmp_path, recipients):
    with pytest.raises(Trouble, match="broken off"):
        files.write(tmp_path / "half.dump.age", {}, io.BytesIO(b"half"), recipients, lambda: False)
    assert [path.name for path in tmp_path.iterdir()] == ["identity.txt"]


def test_a_key_is_never_overwritten(identity):
    with pytest.raises(Trouble, match="there already"):
        keys.new_identity(identity)


def test_in_production_nothing_is_written_without_a_recipient(tmp_path, monkeypatch):
    monkeypatch.delenv(keys.RECIPIENTS, raising=False)
    with pytest.raises(Trouble, match=keys.RECIPIENTS):
        keys.recipients(Instance(tmp_path), "config.settings.prod")
    assert keys.recipients(Instance(tmp_path), "config.settings.dev")
    monkeypatch.setenv(keys.RECIPIENTS, "age1nonsense")
    with pytest.raises(Trouble, match="no public key"):
        keys.recipients(Instance(tmp_path), "config.settings.dev")


def test_the_missing_key_is_named_and_its_fingerprint_tells_nothing():
    before = {"FIELD_KEYS": "2:bmV3,1:b2xk", "TRAIL_KEY": "trail"}
    needed = keys.fingerprints(before)
    assert keys.missing(needed, before) == []
    assert keys.missing(needed, {"FIELD_KEYS": "2:bmV3", "TRAIL_KEY": "other"}) == [
        "FIELD_KEYS 1",
        "TRAIL_KEY",
    ]
    assert not {"bmV3", "b2xk", "trail"} & set(needed.values())


@pytest.mark.parametrize(
    ("sealed_to", "epoch"), [(600, 1), (facts.EPOCH - 1, 1), (facts.EPOCH, 2), (5 * facts.EPOCH + 7, 6)]
)
def test_every_number_of_the_new_epoch_is_above_the_last_seal(sealed_to, epoch):
    assert counter.epoch_above(sealed_to) == epoch and epoch * facts.EPOCH > sealed_to


def test_what_is_no_moment_is_refused():
    assert restore.moment_of("2026-11-28 10:15").startswith("2026-11-28 10:15:00")
    with pytest.raises(Trouble, match="is no moment"):
        restore.moment_of("yesterday")


def test_a_restore_beside_a_running_registry_is_refused_and_a_failed_one_puts_the_old_data_back(
    tmp_path, monkeypatch
):
    folder = tmp_path / "postgres"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "PG_VERSION").write_text("18")
    place = restore.cluster.Place(folder, tmp_path, None)
    monkeypatch.setattr(restore.cluster, "find", lambda *_arguments: place)
    with pytest.raises(Trouble), restore.new_data(Instance(tmp_path)) as aside:
        assert aside and aside.exists() and not place.data.exists()
        place.data.mkdir()
        raise Trouble("no")
    assert (place.data / "PG_VERSION").read_text() == "18"


def test_an_empty_trail_is_an_error(db):
    with pytest.raises(CommandError, match="The trail is empty"):
        call_command("verify_trail")


@pytest.fixture(scope="module")
def sealed(django_db_setup, django_db_blocker):
    """A database of its own with some rows, which are committed, and a sealed trail; its address."""
    with databases.of_its_own(django_db_blocker, "saved"):
        trail.record("check", build.make_county(), by=None)
        seals.seal_all()
        job = Job.objects.create(task="made", title="导出")
        run.attach(job, "表.csv", "text/csv", b"a,b", place="")
        yield databases.address_of(connection.settings_dict["NAME"])


@pytest.fixture
def copied(sealed, tmp_path, recipients):
    """A dump of it, and an empty database on the same server."""
    with closing(facts.connect(databases.address_of("postgres"))) as server, server.cursor() as cursor:
        server.autocommit = True
        cursor.execute(f"CREATE DATABASE {COPY}")
        found = dumps.dump(sealed, tmp_path / "x.dump.age", {"made_at": "", "keys": {}}, recipients)
        yield found, databases.address_of(COPY)
        cursor.execute(f"DROP DATABASE {COPY} WITH (FORCE)")


def test_a_dump_comes_back_with_every_row_and_the_seals_go_on(copied, identity, tmp_path):
    found, target = copied
    manifest = files.read(tmp_path / "x.dump.age", keys.identities(identity), tmp_path / "content")
    assert Facts(**manifest["facts"]) == found and found.seal_number == 1
    restore.make_roles(target, found.roles)
    dumps.restore(target, tmp_path / "content")
    checks.counts(target, found)
    with closing(facts.connect(target)) as link, link.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM jobs_job), (SELECT count(*) FROM jobs_jobfile)")
        assert cursor.fetchone() == (1, 0)  # a file that expires anyway is not in the dump
    one_more = found.counts | {"posts_post": found.counts["posts_post"] + 1}
    with pytest.raises(Trouble, match=r"posts_post: .* rows in the backup"):
        checks.counts(target, replace(found, counts=one_more))
    with pytest.raises(Trouble, match="The newest seal"):
        checks.counts(target, replace(found, seal_mac="another"))
    with pytest.raises(Trouble):  # a second time: the tables are there
        dumps.restore(target, tmp_path / "content")
    with closing(facts.connect(target)) as link, link.cursor() as cursor:
        link.autocommit = True
        ahead = facts.next_transaction(cursor) + 250_000
        assert counter.lift_running(cursor, ahead) > 249_000
        assert ahead < facts.next_transaction(cursor) < ahead + 1_000_000  # others use numbers, too
        with pytest.raises(Trouble, match="pg_resetwal --epoch=1"):
            counter.lift_running(cursor, ahead + counter.MOST + 10_000_000)


def test_the_file_is_named_after_its_moment(tmp_path):
    given = backup.parser().parse_args(["--to", str(tmp_path), "--base"])
    assert (given.to, given.base, given.new_key) == (tmp_path, True, None)
