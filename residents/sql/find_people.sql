-- Pairs of residents that look alike, of which one lives in a village or a household of the parameters: one name and
-- year of birth in one village, or one phone in two households of the post, unless many share it. Where their two
-- households are a pair to decide, that is decided first.
WITH given AS (
    SELECT id, household_id, village_id, post_id, station_id, name_key, birth_year, phone_index
    FROM residents_resident
    WHERE left_on IS NULL AND (village_id = ANY(%(villages)s) OR household_id = ANY(%(households)s))
),
phones AS (
    SELECT phone_index, post_id FROM residents_resident
    WHERE left_on IS NULL AND phone_index IN (SELECT phone_index FROM given)
    GROUP BY phone_index, post_id HAVING count(DISTINCT household_id) BETWEEN 2 AND %(most)s
),
alike (one, home, other, other_home, is_same_phone, is_same_name) AS (
    SELECT given.id, given.household_id, other.id, other.household_id, false, true
    FROM given JOIN residents_resident other
      ON other.station_id = given.station_id AND other.name_key = given.name_key AND other.village_id = given.village_id
     AND other.post_id = given.post_id AND other.birth_year = given.birth_year AND other.id <> given.id
    WHERE other.left_on IS NULL
    UNION ALL
    SELECT given.id, given.household_id, other.id, other.household_id, true, false
    FROM given JOIN phones USING (phone_index, post_id) JOIN residents_resident other
      ON other.phone_index = given.phone_index AND other.post_id = given.post_id
     AND other.household_id <> given.household_id
    WHERE other.left_on IS NULL
),
pairs AS (
    SELECT least(one, other) AS first, greatest(one, other) AS second,
           bool_or(is_same_phone) AS is_same_phone, bool_or(is_same_name) AS is_same_name
    FROM alike
    WHERE NOT EXISTS (
        SELECT 1 FROM residents_duplicate known
        WHERE known.state = 'open' AND known.first_id = least(home, other_home)
          AND known.second_id = greatest(home, other_home)
    )
    GROUP BY 1, 2
)
INSERT INTO residents_duplicate
    (first_person_id, second_person_id, is_same_phone, is_same_name, village_id, post_id, station_id, county_id, found_on)
SELECT first, second, is_same_phone, is_same_name, village_id, post_id, station_id, county_id, %(today)s
FROM pairs JOIN residents_resident ON residents_resident.id = first
ON CONFLICT (first_person_id, second_person_id) DO NOTHING
