"""What a checkpoint lacks is a hazard: from its page one click leads to the form, with village, kind and place
filled in (hazards/apps.py). The address names the checkpoint; its words are read again by the form.
"""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from hazards.models.choices import Kind
from pages import addresses
from patrols.models import Checkpoint

GAP = "gap"  # in the address, beside the key of the checkpoint
LIGHT, CAMERA = "light", "camera"


def buttons(point: Checkpoint, user: User) -> list[dict[str, Any]]:
    """A button for each thing that it lacks, and one for anything else."""
    if point.ends_on is not None or not may(user, "record_hazard"):
        return []
    offered = (
        (LIGHT, _("Report: no lighting"), point.lacks_light),
        (CAMERA, _("Report: no camera"), point.lacks_camera),
        ("", _("Found a hazard"), True),
    )
    return [
        {
            "url": f"{reverse('hazards:hazard-create')}?{urlencode(_asked(point, gap))}",
            "label": label,
            "style": "quiet",
        }
        for gap, label, is_offered in offered
        if is_offered
    ]


def _asked(point: Checkpoint, gap: str) -> dict[str, Any]:
    return {"checkpoint": point.pk} | ({GAP: gap} if gap else {})


def given(query: Any, user: User) -> dict[str, Any]:
    """What the form begins with, for an address that names a checkpoint; nothing where the person does not see it."""
    key = addresses.number(query.get("checkpoint"))
    point = Checkpoint.objects.visible_to(user).filter(pk=key).first() if key else None
    if point is None:
        return {}
    found = {"village": point.village_id, "place": f"{point.name} {point.place}".strip()}
    if query.get(GAP) == LIGHT:
        return found | {"kind": Kind.LIGHT, "what": _("no lighting")}
    if query.get(GAP) == CAMERA:
        return found | {"kind": Kind.OTHER, "what": _("no camera")}
    return found
