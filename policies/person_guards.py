"""Conditions of policies on rows that belong to a person: somebody of the own county, and of no other."""

from policies.guards import setting

# Assignments with the county in which each is served. Tables of rooms above are named here in SQL alone.
_SERVED = (
    "posts_assignment AS served LEFT JOIN posts_post AS at_post ON at_post.id = served.post_id "
    "LEFT JOIN posts_station AS at_station ON at_station.id = coalesce(served.station_id, at_post.station_id)"
)
_COUNTY = "coalesce(served.county_id, at_station.county_id)"
_GOES_ON = "(served.ends_on IS NULL OR served.ends_on >= (now() AT TIME ZONE 'Asia/Shanghai')::date)"


def of_own_county(person: str) -> str:
    """Does the person with the key ``person`` (a column, with its table) belong to the county of whoever asks?

    As ``of_county`` of administration/views.py: one who serves there or did, or never anywhere; none who serves in
    another.
    """
    of_person = f"SELECT 1 FROM {_SERVED} WHERE served.user_id = {person}"  # noqa: S608 - our own columns
    own = setting("county")
    return (
        f"{own} IS NOT NULL "
        f"AND NOT EXISTS ({of_person} AND {_GOES_ON} AND {_COUNTY} IS DISTINCT FROM {own}) "
        f"AND (NOT EXISTS ({of_person}) OR EXISTS ({of_person} AND {_COUNTY} = {own}))"
    )
