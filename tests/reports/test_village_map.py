"""The map of the villages: outlines from a file of the county, within bounds; colours by a figure; else a grid."""

import json
from datetime import date
from itertools import chain

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from access import scope
from audit.models import Entry
from indicators import compute
from policies.acting import acting
from posts import map_files
from posts.actions import mapping
from posts.models import CountyMap
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
RING = [[110.0, 30.0], [110.1, 30.0], [110.1, 30.1], [110.0, 30.0]]


def feature(code="990901001201", ring=RING, kind="Polygon", **properties):
    coordinates = [ring] if kind == "Polygon" else [[ring]]
    return {
        "type": "Feature",
        "properties": {"code": code} | properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def geojson(*features, **more) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)} | more).encode()


def test_a_village_of_two_parts_has_two_polygons_and_points_of_a_metre():
    ring = [[110.1234567, 30.0, 5.0], *RING[1:3], [110.1234567, 30.0, 5.0]]
    found = map_files.read(geojson(feature(ring=ring), feature(kind="MultiPolygon")))
    (polygons,) = found.values()
    assert len(polygons) == 2 and polygons[0][0][0] == [110.12346, 30.0]
    named = feature(code="", 代码="990901001201000")
    assert set(map_files.read(geojson(named))) == {"990901001201000"}


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe",
        b"[]",
        b'{"type": "FeatureCollection", "features": 3}',
        geojson(),
        geojson(feature(code="12")),
        geojson(feature(ring=RING[:3])),
        geojson(feature(ring=[*RING[:3], [110.2, 30.0]])),
        geojson(feature(ring=[["a", 1], *RING[1:]])),
        geojson(feature(ring=[[500000.0, 3000000.0]] * 4)),
        geojson(feature(kind="Point")),
        geojson(feature()).replace(b"110.1", b"NaN"),
        geojson(feature() | {"geometry": None}),
        b"[" * 100_000,
        geojson(*[feature()] * (map_files.MOST_OUTLINES + 1)),
    ],
)
def test_what_is_no_map_within_its_bounds_is_refused(content):
    with pytest.raises(ValidationError):
        map_files.read(content)


def test_too_many_points_and_bytes_are_refused(monkeypatch):
    monkeypatch.setattr(map_files, "MOST_POINTS", 7)
    with pytest.raises(ValidationError):
        map_files.read(geojson(feature(), feature()))
    monkeypatch.setattr(map_files, "MEGABYTES", 0)
    with pytest.raises(ValidationError):
        map_files.read(geojson(feature()))


def test_the_county_brings_the_outlines_of_its_own_villages(village, bureau, chief, sign_in):
    content = geojson(feature(village.code), feature("110101001201"))
    client = sign_in(bureau)
    shown = client.get("/organisation/map/")
    sent = {"file": SimpleUploadedFile("v.geojson", content), "client_key": shown.context["client_key"]}
    assert client.post("/organisation/map/", sent).status_code == 302
    assert set(CountyMap.objects.get().outlines) == {village.code}
    entry = Entry.objects.get(action="bring_map")
    assert (entry.detail["villages"], entry.detail["left_out"]) == (1, 1)
    with acting(scope.acting_as(bureau)), pytest.raises(ValidationError, match="使用"):
        mapping.bring_map(content, by=bureau)
    with acting(scope.acting_as(bureau)), pytest.raises(ValidationError):
        mapping.bring_map(geojson(feature("110101001201")), by=bureau)
    with pytest.raises(PermissionDenied):
        mapping.bring_map(content, by=chief)


def test_the_map_is_drawn_from_the_newest_outlines_and_the_grid_says_the_same(
    village, officer, bureau, chief, sign_in, february
):
    second = build.make_village(village.memberships.get().post, "第二村委会")
    build.make_visit(village, date(2026, 2, 10), officer)
    compute.fill_month(february)
    url = "/reports/map/?month=2026-02&by=visit_target"
    shown = sign_in(bureau).get(url)
    assert shown.context["drawn"] is None and "data-map" not in shown.content.decode()
    shades = {one.key: one.shade for one in chain.from_iterable(shown.context["towns"].values())}
    assert shades == {village.pk: "5", second.pk: "1"}
    with acting(scope.acting_as(bureau)):
        mapping.bring_map(geojson(feature(village.code)), by=bureau)
    for who in (bureau, chief):
        drawn = sign_in(who).get(url).context["drawn"]
        assert drawn["missing"] == 1
        assert drawn["villages"][village.code]["shade"] == "5"
        assert f"place=village:{village.pk}" in drawn["villages"][village.code]["url"]
    assert sign_in(bureau).get("/reports/map/?by=talks").status_code == 400


def test_what_nobody_has_reported_has_no_shade(village, bureau, sign_in, february):
    compute.fill_month(february)
    towns = sign_in(bureau).get("/reports/map/?month=2026-02&by=five_none").context["towns"]
    assert {one.shade for one in chain.from_iterable(towns.values())} == {"missing"}
    build.attest(village, february)
    compute.fill_month(february)
    towns = sign_in(bureau).get("/reports/map/?month=2026-02&by=five_none").context["towns"]
    assert {one.shade for one in chain.from_iterable(towns.values())} == {"good"}
