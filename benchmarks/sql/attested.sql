-- What stations attest every month, and one survey round in each county.
INSERT INTO indicators_incidentcount (month, category, count, attested_at, attested_by_id, village_id, post_id,
                                      station_id, county_id)
SELECT month::date, category, (dice.draw(m.village_id, 71, 40) = 0)::int, now(), %(posts)s + p.station_id,
       m.village_id, m.post_id, p.station_id, s.county_id
FROM generate_series(%(first)s::date, %(month)s::date, interval '1 month') month
CROSS JOIN unnest(ARRAY['criminal', 'mass', 'disaster', 'petition', 'cult', 'preventable']) category
CROSS JOIN posts_membership m
JOIN posts_post p ON p.id = m.post_id
JOIN posts_station s ON s.id = p.station_id
ORDER BY month, m.village_id;

INSERT INTO surveys_surveyround (id, name, month, county_id, state, without_reason, drafted_by_id, drafted_on, opened_by_id,
                                 opened_on, closed_by_id, closed_on, counted_by_id, counted_on)
SELECT c.id, '第一轮', %(month)s, c.id, 'counted', '', who.id, %(month)s, who.id, %(month)s, who.id, %(month)s, who.id, %(month)s
FROM posts_county c, LATERAL (SELECT %(posts)s + %(stations)s + c.id AS id) AS who;

INSERT INTO surveys_sample (round_id, village_id, invited)
SELECT t.county_id, v.id, 30 FROM posts_village v JOIN posts_town t ON t.id = v.town_id;

INSERT INTO surveys_answertally (round_id, village_id, channel, question, answer, count)
SELECT t.county_id, v.id, 'paper', 'satisfaction', rating, 1 + dice.draw(v.id, 72, 12)
FROM posts_village v JOIN posts_town t ON t.id = v.town_id
CROSS JOIN unnest(ARRAY['very_satisfied', 'satisfied', 'dissatisfied']) rating;
