"""A publication is signed by the worker, verified with Python alone, and shown as broken when it is."""

import base64
import copy
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from indicators import publication_file, publish, signing, tasks
from indicators.models import (
    Publication,
    PublicationSignature,
    PublishedCounts,
    PublishedPlace,
    PublishedRanking,
)
from policies.acting import HOUSEKEEPING, Acting, acting
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
TABLES = (Publication, PublishedCounts, PublishedPlace, PublishedRanking, PublicationSignature)
PUBLIC = settings.PUBLICATION_PUBLIC_KEYS[0]


@pytest.fixture
def published(village, elsewhere, county, bureau, february):
    build.attest(village, february)
    build.make_patrol(village, february)
    return publish.freeze(county, february, by=bureau, reason="试点")


@pytest.fixture
def signed(published):
    tasks.sign()
    return published


def tamper(sql, *values):
    """As somebody does who owns the database."""
    tables = [model._meta.db_table for model in TABLES]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, values or None)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def verified():
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_publications", stdout=out, stderr=err)
    except CommandError as fault:
        return f"{err.getvalue()}{fault}"
    return ""


def test_the_worker_signs_once_what_is_published(published, bureau, sign_in):
    page = sign_in(bureau).get(published.get_absolute_url()).content.decode()
    assert "待签名" in page
    with acting(HOUSEKEEPING):
        assert (signing.sign_all(), signing.sign_all()) == (1, 0)
    signature = PublicationSignature.objects.get()
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(PUBLIC))
    public.verify(base64.b64decode(signature.value), publication_file.message(published.sha256))
    page = sign_in(bureau).get(published.get_absolute_url()).content.decode()
    assert "待签名" not in page and signature.key in page


def test_who_has_no_private_key_signs_nothing(published, settings):
    settings.PUBLICATION_KEY = ""
    assert signing.sign_all() == 0 and not PublicationSignature.objects.exists()


@pytest.mark.parametrize("level", ["post", "station", "county", "compute"])
def test_nobody_else_writes_a_signature(published, level):
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        acting(Acting(level, county=published.county_id)),
    ):
        PublicationSignature.objects.create(publication=published, key="0" * 16, value="x")


@pytest.mark.turns(2)
@pytest.mark.parametrize("model", TABLES)
def test_what_is_published_is_changed_by_nobody_the_owner_included(signed, model):
    table, key = model._meta.db_table, model._meta.pk.column
    for change in (f"DELETE FROM {table}", f"UPDATE {table} SET {key} = {key}", f"TRUNCATE {table} CASCADE"):
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
            connection.cursor().execute(f"SET CONSTRAINTS ALL IMMEDIATE; {change}")


def test_whole_publications_are_whole(signed):
    assert verified() == ""
    assert signing.problems(signed) == []


@pytest.mark.turns(3)
@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("UPDATE indicators_publishedcounts SET patrols = patrols + 1 WHERE patrols > 0", "counts of 990901"),
        ("UPDATE indicators_publishedplace SET name = name || '甲' WHERE level = 'station'", "station:"),
        ("UPDATE indicators_publishedplace SET figures = jsonb_set(figures, '{year,0,1}', '9') "
         "WHERE level = 'village'", "village:"),
        ("DELETE FROM indicators_publishedplace WHERE level = 'village'", "missing"),
        ("UPDATE indicators_publication SET header = jsonb_set(header, '{stations,0,state}', '\"approved\"')",
         "the head and its hash"),
        ("UPDATE indicators_publication SET reason = '别的'", "reason"),
        ("UPDATE indicators_publication SET figures = jsonb_set(figures, '{0,numerator}', '7')", "figures: five_none"),
        ("UPDATE indicators_publication SET published_at = published_at - interval '1 day'", "published_at"),
        ("UPDATE indicators_publicationsignature SET value = translate(value, 'ABab', 'BAba')", "signature"),
    ],
)  # fmt: skip
def test_a_broken_publication_is_named_by_the_command(signed, sql, named):
    tamper(sql)
    said = verified()
    assert "2026-02 number 0" in said and named in said, said


def test_who_changes_the_hash_along_can_not_sign_it(signed, bureau, sign_in):
    header = signed.header | {"reason": "别的"}
    tamper(
        "UPDATE indicators_publication SET reason = '别的', header = %s::jsonb, sha256 = %s",
        json.dumps(header), publication_file.digest(header),
    )  # fmt: skip
    assert "signature" in verified()
    page = sign_in(bureau).get(signed.get_absolute_url()).content.decode()
    assert "与发布时不一致" in page


def test_the_page_of_a_place_shows_that_it_is_broken(signed, village, bureau, sign_in):
    client, url = sign_in(bureau), signed.get_absolute_url()
    assert "与发布时不一致" not in client.get(url).content.decode()
    tamper(
        "UPDATE indicators_publishedplace SET figures = jsonb_set(figures, '{month,0,1}', '9') WHERE level = 'village'"
    )
    page = client.get(url, {"place": f"village:{village.pk}"}).content.decode()
    assert "与发布时不一致" in page


def test_counts_of_hidden_answers_are_not_found_by_trying(signed):
    """The hash of the counts has a salt that stays in the registry."""
    file = json.dumps(signing.file_of(signed, list(signed.places.all()), []))
    assert signed.counts_salt and signed.counts_salt not in file
    names = (*publish.PLACES, *publish.COUNT_FIELDS)
    assert publish.counts_digest("", signed.counts.values(*names)) != signed.header["counts"]


def test_a_file_is_verified_with_python_alone(signed, tmp_path):
    file = signing.file_of(signed, list(signed.places.all()), list(signed.rankings.all()))
    path = tmp_path / "publication.json"

    def check(content, key=PUBLIC):
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        program = Path(publication_file.__file__)
        copied = tmp_path / "verifier.py"
        copied.write_bytes(program.read_bytes())
        done = subprocess.run(
            [sys.executable, "-I", str(copied), str(path), "--key", key], capture_output=True, text=True
        )
        return done.returncode, done.stdout

    code, said = check(file)
    assert code == 0 and said.startswith("whole:") and file["sha256"] in said
    some = file | {"places": file["places"][:1]}
    assert check(some)[0] == 0
    for change, word in (
        (lambda one: one["places"][0]["figures"]["month"][0].__setitem__(1, 99), "figures are not those"),
        (lambda one: one["header"]["stations"].clear(), "header"),
        (lambda one: one["signature"].update(value=base64.b64encode(bytes(64)).decode()), "does not fit"),
        (lambda one: one.update(signature=None), "there is none"),
        (lambda one: one["places"].append(one["places"][0] | {"code": "1", "key": 5}), "no such part"),
    ):
        changed = copy.deepcopy(file)
        change(changed)
        code, said = check(changed)
        assert code == 1 and word in said
    other = base64.b64encode(Ed25519PrivateKey.generate().public_key().public_bytes_raw()).decode()
    assert check(file, other)[0] == 1


@given(st.binary(max_size=200), st.binary(min_size=32, max_size=32), st.integers(0, 511))
def test_the_verifier_agrees_with_the_library(signed_bytes, seed, bit):
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes_raw()
    signature = private.sign(signed_bytes)
    assert publication_file.verified(public, signed_bytes, signature)
    flipped = bytearray(signature)
    flipped[bit // 8] ^= 1 << bit % 8
    try:
        private.public_key().verify(bytes(flipped), signed_bytes)
        by_library = True
    except InvalidSignature:
        by_library = False
    assert publication_file.verified(public, signed_bytes, bytes(flipped)) == by_library


def test_a_new_pair_of_keys_signs_and_verifies(capsys):
    out = StringIO()
    call_command("publication_key", stdout=out)
    private, public = (line.split("=", 1)[1] for line in out.getvalue().split())
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(private))
    assert publication_file.verified(base64.b64decode(public), b"x", key.sign(b"x"))


def test_a_fraction_is_not_hashed():
    with pytest.raises(ValueError, match="fraction"):
        publication_file.digest({"a": [0.5]})
