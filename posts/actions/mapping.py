"""The county brings a file of the outlines of its villages; the newest one is drawn (reports/village_map.py)."""

from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from posts import map_files, places
from posts.models import CountyMap, Village


@transaction.atomic
def bring_map(content: bytes, *, by: User) -> CountyMap:
    """Keep the outlines of the person's own villages; those of others in the file are left out.

    ValidationError for a file that is no GeoJSON within its bounds, in which no village is known, and the same once
    more.
    """
    county = places.county_of(by)
    if not may(by, "arrange_organisation") or county is None:
        raise PermissionDenied
    found = map_files.read(content)
    known = set(Village.objects.filter(town__county=county).values_list("code", flat=True))
    outlines: map_files.Outlines = {}
    for code, polygons in found.items():
        own = next((one for one in (code, code[: map_files.LENGTH]) if one in known), "")
        if own:
            outlines.setdefault(own, []).extend(polygons)
    if not outlines:
        raise ValidationError(_("None of the codes in the file is one of your villages."))
    digest = sha256(content).hexdigest()
    newest = CountyMap.objects.filter(county=county).order_by("-pk").first()
    if newest is not None and newest.sha256 == digest and newest.villages == len(outlines):
        raise ValidationError(_("This file is in use already."))
    made = CountyMap(county=county, outlines=outlines, villages=len(outlines), sha256=digest, brought_by=by)
    made.save(force_insert=True)
    trail.record(
        "bring_map", made, by=by, villages=len(outlines), left_out=len(found) - len(outlines), sha256=digest
    )
    return made
