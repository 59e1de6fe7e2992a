"""Guards that follow the places: the conditions of policies that name stations, posts, villages and memberships."""

from policies.guards import (
    DELETE,
    OWN_COUNTY,
    OWN_POST,
    OWN_STATION,
    PLACE_LEVELS,
    READ_WRITE,
    SELECT,
    UPDATE,
    Guard,
    Rule,
    setting,
)

STATIONS = f"SELECT id FROM posts_station WHERE county_id = {setting('county')}"
CODE_OF_OWN_COUNTY = f"county = (SELECT code FROM posts_county WHERE id = {setting('county')})"
STATION_OF_OWN_COUNTY = f"station_id IN ({STATIONS})"
POST_OF_OWN_COUNTY = f"post_id IN (SELECT id FROM posts_post WHERE {STATION_OF_OWN_COUNTY})"
# Of an assignment: it names one of the three.
SERVED_IN_OWN_COUNTY = f"county_id = {setting('county')} OR {STATION_OF_OWN_COUNTY} OR {POST_OF_OWN_COUNTY}"
AT_STATION = (
    f"station_id = {setting('station')}"  # OWN_STATION for a query inside a policy, which may use an index
)
POSTS = f"SELECT id FROM posts_post WHERE {AT_STATION}"
POST_OF_STATION = f"post_id IN ({POSTS})"
# Two queries instead of OR, which reads the assignments of all counties and years.
PERSON_OF_STATION = (
    f"user_id IN (SELECT user_id FROM posts_assignment WHERE {AT_STATION} "
    f"UNION ALL SELECT user_id FROM posts_assignment WHERE post_id IN ({POSTS}))"
)
# An officer may have two posts and works at one: what waits at the other one is theirs as well.
POST_OF_RESPONSIBLE = (
    f"post_id IN (SELECT post_id FROM posts_assignment WHERE user_id = {setting('user')} AND is_responsible "
    "AND starts_on <= (now() AT TIME ZONE 'Asia/Shanghai')::date "
    "AND (ends_on IS NULL OR ends_on >= (now() AT TIME ZONE 'Asia/Shanghai')::date))"
)
IS_OWN_COUNTY = f"id = {setting('county')}"
TOWN_OF_OWN_COUNTY = f"town_id IN (SELECT id FROM posts_town WHERE county_id = {setting('county')})"
VILLAGE_OF_OWN_COUNTY = (
    "village_id IN (SELECT village.id FROM posts_village AS village JOIN posts_town AS town "
    f"ON town.id = village.town_id WHERE town.county_id = {setting('county')})"
)
# When the village belongs to the post in the row's key: since it joined last, or on the last day of its month. Between
# midnight and the minute in which the rows of a planned move follow (posts/arriving.py), both posts are right.
LATEST_MEMBERSHIP = (
    "(membership.is_arrived OR membership.starts_on <= (now() AT TIME ZONE 'Asia/Shanghai')::date) "
    "AND NOT EXISTS (SELECT 1 FROM posts_membership AS later WHERE later.village_id = membership.village_id "
    "AND later.starts_on > membership.starts_on AND later.is_arrived)"
)
MEMBERSHIP_AT_MONTH_END = (
    "membership.starts_on < month + interval '1 month' "
    "AND (membership.ends_on IS NULL OR membership.ends_on >= month + interval '1 month' - interval '1 day')"
)


def written_in(level: str, when: str = LATEST_MEMBERSHIP) -> str:
    """What is written names places that belong together: the village to the post, all of them to the own place.

    Figures are counted by village; a row with the own keys and a foreign village would count for the foreign village.
    """
    of_place = {
        "post": f"membership.post_id = {setting('post')}",
        "station": f"membership.post_id IN (SELECT id FROM posts_post WHERE station_id = {setting('station')})",
    }
    own_village = (
        "(village_id, post_id) IN (SELECT membership.village_id, membership.post_id "
        f"FROM posts_membership AS membership WHERE {of_place[level]} AND {when})"
    )
    return f"{OWN_STATION} AND {OWN_COUNTY} AND {own_village}"


# What somebody of another place changes still names a village and the post that it belongs to.
KEYS_THAT_FIT = (
    "(village_id, post_id) IN (SELECT membership.village_id, membership.post_id "
    f"FROM posts_membership AS membership WHERE {LATEST_MEMBERSHIP})"
)


def by_place(*writers: str, rights: tuple[str, ...] = READ_WRITE, when: str = LATEST_MEMBERSHIP) -> Guard:
    """Rows with the access keys post, station and county: seen in the own place, written by the levels ``writers``."""
    return (
        Rule(("post",), rights if "post" in writers else (SELECT,), OWN_POST, (), written_in("post", when)),
        Rule(
            ("station",),
            rights if "station" in writers else (SELECT,),
            OWN_STATION,
            (),
            written_in("station", when),
        ),
        Rule(("county",), rights if "county" in writers else (SELECT,), OWN_COUNTY),
        Rule(("compute",), (SELECT,)),
        Rule(("housekeeping",), (SELECT, UPDATE, DELETE)),
    )


BY_PLACE = by_place("post", "station")


def seen_up_to(widest: str, *, rights: tuple[str, ...] = READ_WRITE) -> Guard:
    """Rows by place that no level wider than ``widest`` sees; written by post and station with ``rights``."""
    hidden = PLACE_LEVELS[PLACE_LEVELS.index(widest) + 1 :]
    rules = by_place("post", "station", rights=rights)
    return tuple(rule for rule in rules if not set(rule.levels) & set(hidden))
