-- Pairs of registered households that look alike, of which one is in a village or is a household of the parameters:
-- the same phone within the post, unless many share it, or householders of one name and year of birth in one village.
WITH given AS (
    SELECT id, village_id, post_id, phone_index, householder_key
    FROM residents_household
    WHERE closed_on IS NULL AND (village_id = ANY(%(villages)s) OR id = ANY(%(households)s))
),
phones AS (
    SELECT phone_index, post_id FROM residents_household
    WHERE closed_on IS NULL AND phone_index IN (SELECT phone_index FROM given)
    GROUP BY phone_index, post_id HAVING count(*) BETWEEN 2 AND %(most)s
),
alike (one, other, is_same_phone, is_same_name) AS (
    SELECT given.id, other.id, true, false
    FROM given JOIN phones USING (phone_index, post_id) JOIN residents_household other
      ON other.phone_index = given.phone_index AND other.post_id = given.post_id AND other.id <> given.id
    WHERE other.closed_on IS NULL
    UNION ALL
    SELECT given.id, other.household_id, false, true
    FROM given
    JOIN residents_resident head ON head.household_id = given.id AND head.name_key = given.householder_key
    JOIN residents_resident other
      ON other.station_id = head.station_id AND other.name_key = head.name_key AND other.village_id = head.village_id
     AND other.birth_year = head.birth_year AND other.household_id <> given.id
    JOIN residents_household home ON home.id = other.household_id AND home.householder_key = other.name_key
    WHERE head.left_on IS NULL AND other.left_on IS NULL AND home.closed_on IS NULL
),
pairs AS (
    SELECT least(one, other) AS first, greatest(one, other) AS second,
           bool_or(is_same_phone) AS is_same_phone, bool_or(is_same_name) AS is_same_name
    FROM alike GROUP BY 1, 2
)
INSERT INTO residents_duplicate
    (first_id, second_id, is_same_phone, is_same_name, village_id, post_id, station_id, county_id, found_on)
SELECT first, second, is_same_phone, is_same_name, village_id, post_id, station_id, county_id, %(today)s
FROM pairs JOIN residents_household ON residents_household.id = first
ON CONFLICT (first_id, second_id) DO NOTHING
