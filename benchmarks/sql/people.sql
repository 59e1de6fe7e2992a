-- Households village by village, three people in each.
INSERT INTO residents_household (id, village_id, post_id, station_id, county_id, number, householder, members,
                                 children_under_14, is_hardship, note, pinyin, initials, householder_key, given_key,
                                 number_key, number_order, phone_tail)
SELECT i, m.village_id, m.post_id, p.station_id, s.county_id, i / 32 || '组' || i %% 32 || '号', n.name,
       3, 0, dice.draw(i, 11, 80) = 0, '', n.pinyin, n.initials, n.name, n.given, i / 32 || '组' || i %% 32,
       lpad((i / 32)::text, 8, '0') || '组' || lpad((i %% 32)::text, 8, '0'), tail.household
FROM generate_series(1, %(households)s) i
JOIN posts_membership m ON m.village_id = 1 + (i - 1)::bigint * %(villages)s / %(households)s
JOIN posts_post p ON p.id = m.post_id
JOIN posts_station s ON s.id = p.station_id
JOIN dice.name n ON n.number = 1 + dice.draw(i, 12, (SELECT count(*)::int FROM dice.name))
JOIN dice.tail tail ON tail.number = dice.draw(i, 15, 10000)
ORDER BY i;

INSERT INTO residents_resident (id, household_id, village_id, post_id, station_id, county_id, name, residence,
                                birth_year, pinyin, initials, name_key, given_key, entered_on, phone_tail)
SELECT i, h.id, h.village_id, h.post_id, h.station_id, h.county_id, n.name, 'permanent',
       1940 + dice.draw(i, 13, 65), n.pinyin, n.initials, n.name, n.given, %(today)s::date - 1000, tail.resident
FROM generate_series(1, 3 * %(households)s) i
JOIN residents_household h ON h.id = 1 + (i - 1) / 3
JOIN dice.name n ON n.number = 1 + dice.draw(i, 14, (SELECT count(*)::int FROM dice.name))
JOIN dice.tail tail ON tail.number = dice.draw(i, 16, 10000)
ORDER BY i;

INSERT INTO residents_pairing (household_id, officer_id, village_id, post_id, station_id, county_id, starts_on)
SELECT id, post_id, village_id, post_id, station_id, county_id, %(today)s::date - 300
FROM residents_household WHERE is_hardship;
