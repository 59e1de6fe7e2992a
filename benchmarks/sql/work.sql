-- Two years of ledger rows and duty days.
INSERT INTO residents_visit (id, household_id, village_id, post_id, station_id, county_id, occurred_on, recorded_at,
                             client_key, state, recorded_by_id, done_by, is_late, reason, outcome, talks, topics, note)
SELECT id, household_id, village_id, post_id, station_id, county_id, occurred_on, recorded_at, client_key, state,
       recorded_by_id, ARRAY[recorded_by_id], dice.draw(id, 22, 50) = 0, '',
       CASE WHEN dice.draw(id, 23, 12) = 0 THEN 'absent' ELSE 'met' END,
       CASE WHEN dice.draw(id, 23, 12) = 0 THEN 0 ELSE 1 + dice.draw(id, 24, 4) END,
       '["fraud"]', '讲了防骗知识，看了电线和煤气，问了外出务工的家人。'
FROM dice.entries(20, %(visits)s, %(households)s, %(today)s, %(days)s);

INSERT INTO residents_service (id, village_id, post_id, station_id, county_id, occurred_on, recorded_at, client_key,
                               state, recorded_by_id, done_by, is_late, reason, kind, quantity, yuan, first_signature,
                               second_signature, note)
SELECT id, village_id, post_id, station_id, county_id, occurred_on, recorded_at, client_key, state, recorded_by_id,
       ARRAY[recorded_by_id],
       false, '',
       (ARRAY['good_deed', 'document', 'bulletin', 'law_talk', 'school', 'enterprise'])
           [1 + dice.draw(id, 32, 6)],
       1 + dice.draw(id, 33, 5), 0, '', '', ''
FROM dice.entries(30, %(visits)s / 4, %(households)s, %(today)s, %(days)s);

INSERT INTO residents_request (id, household_id, village_id, post_id, station_id, county_id, occurred_on, recorded_at,
                               client_key, state, recorded_by_id, done_by, is_late, reason, asked, due_on, answer,
                               outcome, told_how, told_back_on)
SELECT id, household_id, village_id, post_id, station_id, county_id, occurred_on, recorded_at, client_key, state,
       recorded_by_id, ARRAY[recorded_by_id], false, '', '路灯不亮', occurred_on + 15, '',
       CASE WHEN dice.draw(id, 42, 10) > 0 THEN 'done' ELSE '' END,
       CASE WHEN dice.draw(id, 42, 10) > 0 THEN 'face' ELSE '' END,
       CASE WHEN dice.draw(id, 42, 10) > 0 THEN occurred_on + dice.draw(id, 43, 15) END
FROM dice.entries(40, %(visits)s / 20, %(households)s, %(today)s, %(days)s);

INSERT INTO patrols_patrol (id, village_id, post_id, station_id, county_id, occurred_on, recorded_at, client_key,
                            state, recorded_by_id, done_by, is_late, reason, mode, is_joint, starts_at, minutes, people, caught,
                            note, members)
SELECT id, village_id, post_id, station_id, county_id, occurred_on, recorded_at, client_key, state, recorded_by_id,
       ARRAY[recorded_by_id],
       false, '',
       'foot', dice.draw(id, 52, 4) = 0, '20:00', 60, 2, 0, '', '{}'
FROM dice.entries(50, %(visits)s / 25, %(households)s, %(today)s, %(days)s);

INSERT INTO disputes_dispute (id, village_id, post_id, station_id, county_id, occurred_on, recorded_at, client_key,
                              state, recorded_by_id, done_by, is_late, reason, kind, origin, host, procedure,
                              place_handled, violence, act, ground, excluded, may_escalate, parties, summary, stage,
                              agreement, result, handled_on, number_post_id, number_year, number, number_label)
SELECT id, village_id, post_id, station_id, county_id, occurred_on, recorded_at, client_key, state, recorded_by_id,
       ARRAY[recorded_by_id],
       false, '',
       'neighbour', 'found', 'village', 'people', 'post', 'no', '', '', '{}', false, 2, '田埂边界',
       CASE WHEN is_open THEN 'open' ELSE 'agreed' END,
       CASE WHEN is_open THEN '' ELSE 'oral' END, '', CASE WHEN NOT is_open THEN occurred_on + 9 END,
       post_id, year, number, post_id || '〔' || year || '〕' || number || '号'
FROM (SELECT *, dice.draw(id, 62, 20) = 0 AS is_open, extract(year FROM occurred_on)::int AS year,
             row_number() OVER (PARTITION BY post_id, extract(year FROM occurred_on) ORDER BY id) AS number
      FROM dice.entries(60, %(visits)s / 50, %(households)s, %(today)s, %(days)s)) e;

INSERT INTO disputes_disputenumber (post_id, year, last)
SELECT number_post_id, number_year, max(number) FROM disputes_dispute GROUP BY 1, 2;

-- Three days a week in a village of the post.
INSERT INTO duty_dutyday (user_id, village_id, post_id, station_id, county_id, "on", arrived_at)
SELECT p.id, p.village_id, p.id, p.station_id, p.county_id, day, day + interval '9 hours'
FROM (SELECT p.id, p.station_id, s.county_id, min(m.village_id) AS village_id
      FROM posts_post p JOIN posts_station s ON s.id = p.station_id JOIN posts_membership m ON m.post_id = p.id
      GROUP BY p.id, s.id) p
CROSS JOIN (SELECT %(today)s::date - back AS day FROM generate_series(1, %(days)s) back) d
WHERE extract(isodow FROM day) IN (1, 3, 5)
ORDER BY day, p.id;
