"""By which day a hazard is to be put right and verified: by its kind and urgency, as the rules of the county say."""

from collections.abc import Callable
from datetime import date, timedelta

import rules
from calendars.working_days import next_working_day, table_of
from hazards.models.choices import Kind, Urgency
from rules import holidays

# Each rule is asked for by its name, where a search finds it.
WITHIN: dict[str, Callable[[date, str], timedelta]] = {
    Kind.FIRE: lambda on, county: rules.days("hazard.fire_days", on=on, county=county),
    Kind.ROAD: lambda on, county: rules.days("hazard.road_days", on=on, county=county),
    Kind.EXPLOSIVE: lambda on, county: rules.days("hazard.explosive_days", on=on, county=county),
    Kind.POWER: lambda on, county: rules.days("hazard.power_days", on=on, county=county),
    Kind.LIGHT: lambda on, county: rules.days("hazard.light_days", on=on, county=county),
    Kind.WATER: lambda on, county: rules.days("hazard.water_days", on=on, county=county),
    Kind.HOUSE: lambda on, county: rules.days("hazard.house_days", on=on, county=county),
    Kind.ANIMAL: lambda on, county: rules.days("hazard.animal_days", on=on, county=county),
    Kind.OTHER: lambda on, county: rules.days("hazard.other_days", on=on, county=county),
}


def due_day(kind: str, urgency: str, found_on: date, county: str) -> date:
    """The last day. One that falls on a day off goes on to the next working day, when bodies answer again; what is
    urgent does not wait for it.
    """
    if urgency == Urgency.URGENT:
        return found_on + rules.days("hazard.urgent_days", on=found_on, county=county)
    last = found_on + WITHIN[kind](found_on, county)
    return next_working_day(last, table_of(holidays.notices(county=county).values()))
