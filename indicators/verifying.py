"""Publications that are not as they were signed, for verify_trail and verify_publications; read as the owner."""

from collections.abc import Iterator

from audit.blocks import Finding
from indicators import signing
from indicators.models import Publication

PENDING = "signature: pending"


def problems() -> Iterator[tuple[Publication, list[str]]]:
    """Each publication with what is wrong with it."""
    for publication in Publication.objects.select_related("county").order_by("county", "month", "number"):
        yield publication, signing.problems(publication)


def named(publication: Publication) -> str:
    return f"{publication.county.code} {publication.month:%Y-%m} number {publication.number}"


def findings() -> Iterator[Finding]:
    """What is broken; a signature that the worker has yet to make is not."""
    for publication, found in problems():
        for one in found:
            if one != PENDING:
                yield Finding(0, "publication changed", f"{named(publication)}: {one}")
