-- Counties, their stations with one town each, posts, villages, and who serves there.
INSERT INTO posts_county (id, code, name)
SELECT i, 990100 + i, '第' || i || '县' FROM generate_series(1, %(counties)s) i;

INSERT INTO posts_station (id, name, county_id)
SELECT i, '第' || i || '派出所', 1 + (i - 1) * %(counties)s / %(stations)s FROM generate_series(1, %(stations)s) i;

INSERT INTO posts_town (id, code, name, county_id)
SELECT id, 990101000 + id, '第' || id || '镇', county_id FROM posts_station;

INSERT INTO posts_station_towns (station_id, town_id) SELECT id, id FROM posts_station;

INSERT INTO posts_post (id, name, station_id, kind, phone, opened_on)
SELECT i, '第' || i || '警务室', 1 + (i - 1) * %(stations)s / %(posts)s, 'standard', '', %(today)s::date - 1000
FROM generate_series(1, %(posts)s) i;

INSERT INTO posts_village (id, code, name, kind, town_id)
SELECT i, 990101000000 + i, '第' || i || '村村民委员会', 'village', p.station_id
FROM generate_series(1, %(villages)s) i
JOIN posts_post p ON p.id = 1 + (i - 1) * %(posts)s / %(villages)s;

INSERT INTO posts_membership (village_id, post_id, starts_on)
SELECT id, 1 + (id - 1) * %(posts)s / %(villages)s, %(today)s::date - 1000 FROM posts_village;

-- Keys: officers as their posts, then chiefs, then the bureau of each county.
INSERT INTO accounts_user (id, username, name, badge, is_active, created_at, opened_at, confirmed_at,
                           password_changed_at, must_change_password)
SELECT i, 'person' || i, n.name, '', true, now(), now(), now(), now(), false
FROM generate_series(1, %(posts)s + %(stations)s + %(counties)s) i
JOIN dice.name n ON n.number = 1 + dice.draw(i, 1, (SELECT count(*)::int FROM dice.name));

INSERT INTO posts_assignment (user_id, role, post_id, is_responsible, office, starts_on)
SELECT id, 'officer', id, true, '', %(today)s::date - 1000 FROM posts_post;
INSERT INTO posts_assignment (user_id, role, station_id, is_responsible, office, starts_on)
SELECT %(posts)s + id, 'chief', id, false, '', %(today)s::date - 1000 FROM posts_station;
INSERT INTO posts_assignment (user_id, role, county_id, is_responsible, office, starts_on)
SELECT %(posts)s + %(stations)s + id, 'county', id, false, '', %(today)s::date - 1000 FROM posts_county;
