"""What is asked of all lines of an import at once, in SQL: who is in the register already, what stands twice.

Each statement takes the number of the import. imports/checking.py runs them after the field rules, in this order, and
imports/committing.py the two first ones again, to see that the register is still as it was checked.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MATCH_HOUSEHOLDS = """
UPDATE imports_importline AS line SET household_id = household.id
FROM residents_household AS household
WHERE line.owner_id = %(owner)s AND household.village_id = line.village_id
  AND household.number_key = line.number_key AND household.closed_on IS NULL AND line.number_key <> ''
"""
MATCH_RESIDENTS = """
UPDATE imports_importline AS line SET resident_id = found.id
FROM (
    SELECT household_id, name_key, min(id) AS id FROM residents_resident WHERE left_on IS NULL
    GROUP BY household_id, name_key
) AS found
WHERE line.owner_id = %(owner)s AND found.household_id = line.household_id AND found.name_key = line.name_key
  AND line.name_key <> ''
"""
FAULT = """
UPDATE imports_importline AS line
SET faults = faults || jsonb_build_array(jsonb_build_object('field', %(field)s, 'text', %(text)s, 'weight', %(weight)s))
WHERE line.owner_id = %(owner)s AND """


# An earlier line of the file, of another household, that is not refused: it will stand in the register first.
EARLIER = """EXISTS (SELECT 1 FROM imports_importline AS other WHERE other.owner_id = line.owner_id
        AND other.family <> line.family AND NOT other.faults @> '[{"weight": "refused"}]'
        AND (other.sheet, other.number, other.part) < (line.sheet, line.number, line.part) AND """


@dataclass(frozen=True)
class Check:
    """Lines for which ``where`` holds get the sentence beside the field."""

    field: str
    weight: str
    text: str | Promise
    where: str

    @property
    def is_between_lines(self) -> bool:
        return EARLIER in self.where


CHECKS: tuple[Check, ...] = (
    Check(
        "name",
        "refused",
        _("The person stands twice in this household of the sheet."),
        """name_key <> '' AND EXISTS (SELECT 1 FROM imports_importline AS other WHERE other.owner_id = line.owner_id
        AND other.family = line.family AND other.name_key = line.name_key
        AND (other.sheet, other.number, other.part) < (line.sheet, line.number, line.part))""",
    ),
    Check(
        "phone",
        "doubtful",
        _("Another household of the register has this phone. Is it the same one?"),
        """is_head AND household_id IS NULL AND phone_index IS NOT NULL AND EXISTS (
        SELECT 1 FROM residents_household AS known WHERE known.phone_index = line.phone_index
        AND known.closed_on IS NULL)""",
    ),
    Check(
        "phone",
        "doubtful",
        _("Another household of the sheet has this phone. Is it the same one?"),
        f"""is_head AND household_id IS NULL AND phone_index IS NOT NULL
        AND {EARLIER} other.is_head AND other.phone_index = line.phone_index)""",
    ),
    Check(
        "householder",
        "doubtful",
        _("Another household of the village has a householder of this name. Is it the same one?"),
        """is_head AND household_id IS NULL AND EXISTS (SELECT 1 FROM residents_household AS known
        WHERE known.village_id = line.village_id AND known.householder_key = line.name_key
        AND known.closed_on IS NULL AND NOT EXISTS (SELECT 1 FROM residents_resident AS head
        WHERE head.household_id = known.id AND head.left_on IS NULL AND head.name_key = line.name_key
        AND head.birth_year <> line.birth_year))""",
    ),
    Check(
        "householder",
        "doubtful",
        _(
            "Another household of the sheet has a householder of this name in the village. Is it the same one?"
        ),
        f"""is_head AND household_id IS NULL AND name_key <> ''
        AND {EARLIER} other.is_head AND other.village_id = line.village_id AND other.name_key = line.name_key
        AND (other.birth_year = line.birth_year) IS NOT FALSE)""",
    ),
    Check(
        "name",
        "doubtful",
        _(
            "Another household of the village has a person of this name and year of birth. Is it the same one?"
        ),
        """resident_id IS NULL AND birth_year IS NOT NULL AND EXISTS (SELECT 1 FROM residents_resident AS known
        WHERE known.village_id = line.village_id AND known.name_key = line.name_key AND known.left_on IS NULL
        AND known.birth_year = line.birth_year AND known.household_id IS DISTINCT FROM line.household_id)""",
    ),
    Check(
        "name",
        "doubtful",
        _(
            "Another household of the sheet has a person of this name and year of birth in the village. Is it the "
            "same one?"
        ),
        f"""resident_id IS NULL AND birth_year IS NOT NULL AND {EARLIER} other.village_id = line.village_id
        AND other.name_key = line.name_key AND other.birth_year = line.birth_year AND other.outcome <> 'counted')""",
    ),
)
HEAD_REFUSED = Check(
    "householder",
    "refused",
    _("The line of the householder is refused, so the household is not taken over."),
    """NOT is_head AND NOT faults @> '[{"weight": "refused"}]' AND EXISTS (
    SELECT 1 FROM imports_importline AS head WHERE head.owner_id = line.owner_id AND head.family = line.family
    AND head.is_head AND head.faults @> '[{"weight": "refused"}]')""",
)
STATES = """
UPDATE imports_importline AS line SET state = now.state
FROM (
    SELECT id, CASE WHEN faults @> '[{"weight": "refused"}]' THEN 'refused'
        WHEN jsonb_array_length(faults) > 0 THEN 'doubtful' ELSE 'good' END AS state
    FROM imports_importline WHERE owner_id = %(owner)s
) AS now
WHERE line.id = now.id AND line.state <> now.state
"""
GONE = """
SELECT count(*) FROM residents_household AS household
WHERE household.closed_on IS NULL
  AND household.village_id IN (SELECT DISTINCT village_id FROM imports_importline WHERE owner_id = %(owner)s)
  AND NOT EXISTS (SELECT 1 FROM imports_importline AS line
      WHERE line.owner_id = %(owner)s AND line.household_id = household.id)
"""
