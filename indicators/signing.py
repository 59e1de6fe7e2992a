"""Sign publications, and check that what is stored is what was published.

``sign_all`` is called by the worker (indicators/tasks.py), which alone has the private key; ``broken`` and ``problems``
by the page of a publication, its files and ``manage.py verify_publications``.
"""

import base64
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from indicators import by_place, publication_file, publish, sums
from indicators.by_place import MONTH
from indicators.catalogue import figures
from indicators.models import Publication, PublicationSignature, PublishedPlace, PublishedRanking
from indicators.models.months import COUNT_FIELDS


def public_keys() -> dict[str, bytes]:
    """The public keys that are trusted, by their names."""
    found = [base64.b64decode(one) for one in settings.PUBLICATION_PUBLIC_KEYS]
    return {publication_file.key_name(one): one for one in found}


def sign_all() -> int:
    """Sign every publication that has no signature yet; returns how many. Without the private key none."""
    if not settings.PUBLICATION_KEY:
        return 0
    private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(settings.PUBLICATION_KEY))
    name = publication_file.key_name(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
    with transaction.atomic():
        waiting = Publication.objects.filter(signature=None).exclude(header={}).order_by("pk")
        made = [
            PublicationSignature(publication_id=pk, key=name, value=_signature(private, sha256))
            for pk, sha256 in waiting.values_list("pk", "sha256")
        ]
        # Of two workers at once the second finds the publication signed by the first.
        PublicationSignature.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _signature(private: Ed25519PrivateKey, sha256: str) -> str:
    return base64.b64encode(private.sign(publication_file.message(sha256))).decode()


def signature_of(publication: Publication) -> PublicationSignature | None:
    return PublicationSignature.objects.filter(publication=publication).first()


def broken(
    publication: Publication, places: Iterable[PublishedPlace] = (), rankings: Iterable[PublishedRanking] = ()
) -> list[str]:
    """What does not fit of a publication and of those parts of it that are read anyway; empty while all is well.

    A signature that is pending is no fault.
    """
    header = publication.header
    found = [] if publication_file.digest(header) == publication.sha256 else [_("the head and its hash")]
    leaves = header.get("leaves", {})
    parts = publication_file.leaves_of(
        (one.as_published() for one in places), (one.as_published() for one in rankings)
    )
    found += [name for name, value in parts.items() if leaves.get(name) != value]
    found += _columns(publication)
    signature = signature_of(publication)
    if signature and publication_file.signature_problems(
        publication.sha256, signature.as_published(), public_keys()
    ):
        found.append(_("the signature"))
    return found


def _columns(publication: Publication) -> list[str]:
    """Columns of the publication that say something else than its head, which the hash covers."""
    header = publication.header
    told = {
        "month": f"{publication.month:%Y-%m}",
        "number": publication.number,
        "reason": publication.reason,
        "published_at": publication.published_at.isoformat(timespec="seconds"),
    }
    return [name for name, value in told.items() if not _is_same(name, header.get(name), value)]


def _is_same(name: str, stored: Any, value: Any) -> bool:
    if name != "published_at" or not stored:
        return bool(stored == value)
    return datetime.fromisoformat(stored) == datetime.fromisoformat(value)


def problems(publication: Publication) -> list[str]:
    """Everything that is wrong with a publication, each named; for whoever reads all of it."""
    places, rankings = list(publication.places.all()), list(publication.rankings.all())
    found = [str(one) for one in broken(publication, places, rankings)]
    stored = publication_file.leaves_of(
        (one.as_published() for one in places), (one.as_published() for one in rankings)
    )
    found += [f"{name}: missing" for name in publication.header.get("leaves", {}) if name not in stored]
    names = (*publish.PLACES, *COUNT_FIELDS)
    if publish.counts_digest(
        publication.counts_salt, publication.counts.values(*names)
    ) != publication.header.get("counts"):
        found.append("counts: the counts of the villages are not those that were published")
        found += _differing_villages(publication, places)
    found += _figures(publication, places)
    if signature_of(publication) is None:
        found.append("signature: pending")
    return found


def _differing_villages(publication: Publication, places: list[PublishedPlace]) -> list[str]:
    """Which villages have counts that do not make their published figures; hidden answers can not be compared."""
    by_village = {one.key: one for one in places if one.level == "village"}
    found = []
    for row in publication.counts.select_related("village"):
        place = by_village.pop(row.village_id, None)
        now = [by_place.stored(figure) for figure in figures(sums.of_row(row))]
        was = {one[0]: one for one in place.figures[MONTH]} if place else {}
        if place is None or any(
            was[one[0]] != one for one in now if one[0] in was and was[one[0]][3] != "suppressed"
        ):
            found.append(f"counts of {row.village.code} {row.village.name}")
    return found + [
        f"counts of {one.code} {one.name}: missing" for one in by_village.values() if _has_month(one)
    ]


def _has_month(place: PublishedPlace) -> bool:
    return any(top is not None for _code, top, *_rest in place.figures[MONTH])


def _figures(publication: Publication, places: list[PublishedPlace]) -> list[str]:
    """The county's figures stand with the publication as well: they are those of its place."""
    county = next((one for one in places if one.level == "county"), None)
    if county is None:
        return []
    listed = {code: (top, bottom) for code, top, bottom, *_rest in county.figures[MONTH]}
    return [
        f"figures: {one['code']}"
        for one in publication.figures
        if listed.get(one["code"]) != (_spelled(one["numerator"]), _spelled(one["denominator"]))
    ]


def _spelled(value: int | str | None) -> int | str | None:
    """A part of a figure of the county as its place has it: decimals are text here and there, whole ones are not."""
    return by_place.plain(Decimal(value)) if isinstance(value, str) else value


def file_of(
    publication: Publication, places: Iterable[PublishedPlace], rankings: Iterable[PublishedRanking]
) -> dict[str, Any]:
    """The publication as a file with these of its parts, as publication_file.py verifies it."""
    signature = signature_of(publication)
    return {
        "format": publication_file.FORMAT,
        "header": publication.header,
        "sha256": publication.sha256,
        "signature": signature.as_published() if signature else None,
        "places": [one.as_published() for one in places],
        "rankings": [one.as_published() for one in rankings],
    }
