"""The rows of the tables as the oracle reads them: plain values, every row, as the owner of the tables sees them."""

import json
from typing import Any

from django.db import connection

TABLES = (
    "posts_village", "posts_villagecode", "posts_membership", "posts_post", "posts_station", "posts_assignment",
    "posts_succession", "posts_villageprofile",
    "posts_carriedrow", "patrols_patrolpartner", "patrols_plannedround", "teams_team",
    "teams_member", "training_training", "training_attendance", "duty_leave", "duty_dutyday", "residents_household",
    "residents_pairing", "residents_visit", "residents_service", "residents_request", "disputes_dispute",
    "disputes_session", "disputes_agreement", "disputes_duty", "disputes_followup", "patrols_patrol",
    "meetings_meeting", "hazards_hazard", "indicators_incidentcount", "surveys_surveyround", "surveys_sample",
    "surveys_answertally", "rules_datedvalue",
)  # fmt: skip


def tables() -> dict[str, list[dict[str, Any]]]:
    """``{table: [{column: value}]}``."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column.name for column in cursor.description]
            found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for row in found["posts_carriedrow"]:
        row["was"] = json.loads(row["was"])
    return found
