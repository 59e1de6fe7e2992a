"""Malformed division files are refused row by row, at once, and leave nothing behind."""

import os
import resource
import time

import pytest
from django.db import transaction

from imports.divisions.files import DivisionFile
from imports.divisions.importing import FaultyFiles, import_divisions
from posts.models import County, Town, Village
from tests.fuzz.files import GOOD, malformed
from tests.imports.test_import_divisions import JANUARY

FILES = int(os.environ.get("FUZZ_FILES", "60"))
SECONDS, MEGABYTES = 2, 300
NAMES = ("counties.csv", "towns.csv", "villages.csv")


def take(contents: tuple[bytes, ...]) -> str:
    """What became of the three files: taken, refused, or why that was wrong."""
    with transaction.atomic():
        try:
            import_divisions(*map(DivisionFile, NAMES, contents), since=JANUARY)
            outcome = "taken"
        except FaultyFiles as refusal:
            outcome = judged(refusal)
        transaction.set_rollback(True)
    return outcome


def judged(refusal: FaultyFiles) -> str:
    if County.objects.exists() or Town.objects.exists() or Village.objects.exists():
        return "a part was saved"
    whole = all(fault.wrong and fault.remedy and fault.file in NAMES for fault in refusal.faults)
    return "refused" if refusal.faults and whole else "a refusal without a reason"


def test_the_good_files_are_taken(db):
    assert take(tuple(text.encode() for text in GOOD)) == "taken"


@pytest.mark.asvs("2.2.1", "1.5.2")
def test_malformed_files_are_refused_or_taken_whole(db):
    wrong, counts, slowest = {}, {"taken": 0, "refused": 0}, 0.0
    before = peak()
    for number in range(FILES):
        begun = time.monotonic()
        outcome = take(malformed(number))
        slowest = max(slowest, time.monotonic() - begun)
        counts[outcome] = counts.get(outcome, 0) + 1
        if outcome not in {"taken", "refused"}:
            wrong[number] = outcome
    grown = peak() - before
    if FILES > 100:
        print(f"\n{FILES:,} files: {counts}; slowest {slowest:.2f} s, {grown:.0f} MB more memory", flush=True)
    assert wrong == {} and counts["refused"] > counts["taken"]
    assert grown < MEGABYTES


def peak() -> float:
    """The most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
