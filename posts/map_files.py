"""A GeoJSON file of villages (RFC 7946) -> outlines by the code of the village.

Bounded before anything is kept: the size of the file, the number of villages and of points, and where they may lie.
Read by posts/actions/mapping.py.
"""

import json
import math
from collections.abc import Iterable, Iterator
from typing import Any, TypeGuard

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MEGABYTE = 1_000_000
MEGABYTES = 8  # of the file; 74 villages with 500 points each take one
MOST_POINTS = 60_000
MOST_OUTLINES = 2_000
DIGITS = 5  # behind the point: a metre
LEAST_POINTS = 4  # of a ring: a triangle that closes
DEEPEST = 30  # brackets within brackets; a MultiPolygon has eight
WEST, SOUTH, EAST, NORTH = 73.0, 3.0, 136.0, 54.0  # of China
CODES = ("code", "adcode", "CODE", "DM", "代码", "区划代码", "行政区划代码", "XZQDM", "ZLDWDM")
LENGTH = 12  # digits of the code of a village

Point = list[float]
Polygon = list[list[Point]]
Outlines = dict[str, list[Polygon]]


def read(content: bytes) -> Outlines:
    """The outlines of the file by code; ValidationError with what is wrong with it."""
    if len(content) > MEGABYTES * MEGABYTE:
        raise ValidationError(_("The file is larger than %(n)s MB.") % {"n": MEGABYTES})
    features = _features(content)
    if len(features) > MOST_OUTLINES:
        raise ValidationError(_("The file has more than %(n)s outlines.") % {"n": MOST_OUTLINES})
    found: Outlines = {}
    points = 0
    for number, feature in enumerate(features, start=1):
        code = _code(feature)
        if not code:
            raise ValidationError(
                _("Outline %(n)s has no code of a village. It is looked for under: %(names)s.")
                % {"n": number, "names": "、".join(CODES)}
            )
        polygons = [_polygon(one, number) for one in _polygons(feature, number)]
        points += sum(len(ring) for polygon in polygons for ring in polygon)
        if points > MOST_POINTS:
            raise ValidationError(
                _("The outlines have more than %(n)s points. Simplify them first.") % {"n": MOST_POINTS}
            )
        found.setdefault(code, []).extend(polygons)
    if not found:
        raise ValidationError(_("The file has no outlines."))
    return found


def _features(content: bytes) -> list[Any]:
    if content.count(b"[") > MOST_POINTS * 2 + MOST_OUTLINES * DEEPEST:
        raise ValidationError(
            _("The outlines have more than %(n)s points. Simplify them first.") % {"n": MOST_POINTS}
        )
    try:
        found = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except (UnicodeDecodeError, ValueError, RecursionError) as fault:
        raise ValidationError(_("This is no GeoJSON file in UTF-8.")) from fault
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or found.get("type") != "FeatureCollection":
        raise ValidationError(_("The file is no collection of features (FeatureCollection)."))
    return features


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _code(feature: Any) -> str:
    """The first property that is a code of twelve digits or more; shorter ones are none of a village."""
    named = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(named, dict):
        return ""
    for name in CODES:
        text = str(named.get(name) or "").strip()
        if text.isascii() and text.isdigit() and len(text) >= LENGTH:
            return text
    return ""


def _polygons(feature: Any, number: int) -> Iterable[Any]:
    geometry = feature.get("geometry")
    if isinstance(geometry, dict) and isinstance(geometry.get("coordinates"), list):
        if geometry.get("type") == "Polygon":
            return [geometry["coordinates"]]
        if geometry.get("type") == "MultiPolygon":
            return list(geometry["coordinates"])
    raise ValidationError(_("Outline %(n)s is no polygon.") % {"n": number})


def _polygon(rings: Any, number: int) -> Polygon:
    found = [list(_points(ring, number)) for ring in rings] if isinstance(rings, list) else []
    if not found or any(len(ring) < LEAST_POINTS or ring[0] != ring[-1] for ring in found):
        raise ValidationError(_("Outline %(n)s is not closed.") % {"n": number})
    return found


def _points(ring: Any, number: int) -> Iterator[Point]:
    for point in ring if isinstance(ring, list) else []:
        east: Any
        north: Any
        east, north, *_height = point if isinstance(point, list) and len(point) > 1 else (None, None)
        if not (_is_number(east) and _is_number(north)):
            raise ValidationError(_("Outline %(n)s has a point that is no pair of numbers.") % {"n": number})
        if not (WEST <= east <= EAST and SOUTH <= north <= NORTH):
            raise ValidationError(
                _("Outline %(n)s has a point outside China; degrees are wanted, longitude first.")
                % {"n": number}
            )
        yield [round(east, DIGITS), round(north, DIGITS)]


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
