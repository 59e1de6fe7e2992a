-- Notes which village-months a changed source row touches: they are counted anew (indicators/compute.py).
-- The functions read places and months that the writer of the row may not see, so they run as the owner.
-- A month of a span that was never counted has no figure that could drift, and a bulk load costs next to nothing. What
-- says which villages have figures at all (a third argument: so many months back) touches such a month, too: else the
-- first row of one village would make a month of that village alone.
CREATE FUNCTION indicators_touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    name text;
    source text;
    -- Of a row that went on in the successor of its village, and of its parts, the days before count where it lay.
    carried text := CASE WHEN NOT EXISTS (SELECT 1 FROM posts_carriedrow) THEN NULL
        WHEN TG_TABLE_NAME IN ('disputes_session', 'disputes_duty', 'disputes_followup') THEN 'disputes_dispute'
        ELSE TG_TABLE_NAME END;
BEGIN
    FOREACH source IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY['new_rows'] WHEN 'DELETE' THEN ARRAY['old_rows']
                            ELSE ARRAY['old_rows', 'new_rows'] END LOOP
        FOREACH name IN ARRAY TG_ARGV LOOP
            EXECUTE format(
                'INSERT INTO indicators_touchedmonth (village_id, month) '
                'SELECT DISTINCT village_id, date_trunc(''month'', %1$I)::date FROM %2$I WHERE %1$I IS NOT NULL',
                name, source);
            CONTINUE WHEN carried IS NULL;
            EXECUTE format(
                'INSERT INTO indicators_touchedmonth (village_id, month) '
                'SELECT DISTINCT c.village_id, date_trunc(''month'', r.%1$I)::date FROM %2$I r '
                'JOIN posts_carriedrow c ON c.table_name = %3$L AND c.row_key = r.%4$I WHERE r.%1$I IS NOT NULL',
                name, source, carried, CASE carried WHEN TG_TABLE_NAME THEN 'id' ELSE 'dispute_id' END);
        END LOOP;
    END LOOP;
    RETURN NULL;
END $$;

-- A request that moved with its household counts by the day on which it was told back where it is now, by its other days
-- in the village where it was received.
CREATE FUNCTION indicators_touch_request() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    name text;
    source text;
BEGIN
    FOREACH source IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY['new_rows'] WHEN 'DELETE' THEN ARRAY['old_rows']
                            ELSE ARRAY['old_rows', 'new_rows'] END LOOP
        FOREACH name IN ARRAY TG_ARGV LOOP
            EXECUTE format(
                'INSERT INTO indicators_touchedmonth (village_id, month) '
                'SELECT DISTINCT %1$s, date_trunc(''month'', %2$I)::date FROM %3$I WHERE %2$I IS NOT NULL',
                -- Of a merged village it is due in its successor.
                CASE name WHEN 'told_back_on' THEN 'village_id'
                          WHEN 'due_on' THEN 'posts_successor_on(coalesce(received_in_id, village_id), due_on)'
                          ELSE 'coalesce(received_in_id, village_id)' END,
                name, source);
        END LOOP;
    END LOOP;
    RETURN NULL;
END $$;

CREATE FUNCTION indicators_touch_round() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    source text;
BEGIN
    FOREACH source IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY['new_rows'] WHEN 'DELETE' THEN ARRAY['old_rows']
                            ELSE ARRAY['old_rows', 'new_rows'] END LOOP
        EXECUTE format(
            'INSERT INTO indicators_touchedmonth (village_id, month) '
            'SELECT DISTINCT s.village_id, r.month FROM %I s '
            'JOIN surveys_surveyround r ON r.id = s.round_id WHERE r.state = ''counted''',
            source);
    END LOOP;
    RETURN NULL;
END $$;

-- A survey round counts from the moment on in which it is counted, with all villages that have answers.
CREATE FUNCTION indicators_touch_counting() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO indicators_touchedmonth (village_id, month)
        SELECT DISTINCT asked.village_id, changed.month
        FROM (
            (SELECT id, month FROM new_rows WHERE state = 'counted'
             EXCEPT SELECT id, month FROM old_rows WHERE state = 'counted')
            UNION ALL
            (SELECT id, month FROM old_rows WHERE state = 'counted'
             EXCEPT SELECT id, month FROM new_rows WHERE state = 'counted')
        ) AS changed
        JOIN (
            SELECT round_id, village_id FROM surveys_sample UNION SELECT round_id, village_id FROM surveys_answertally
        ) AS asked ON asked.round_id = changed.id;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION indicators_touch_span() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    changed text := CASE TG_OP
        WHEN 'INSERT' THEN 'SELECT %1$s FROM new_rows'
        WHEN 'DELETE' THEN 'SELECT %1$s FROM old_rows'
        ELSE '(SELECT %1$s FROM old_rows EXCEPT SELECT %1$s FROM new_rows) UNION ALL '
             '(SELECT %1$s FROM new_rows EXCEPT SELECT %1$s FROM old_rows)' END;
BEGIN
    EXECUTE
        'WITH changed AS (' || format(changed, TG_ARGV[0]) || '), '
        'spans (village_id, first, last) AS (' || TG_ARGV[1] || '), '
        'today AS (SELECT (now() AT TIME ZONE ''Asia/Shanghai'')::date AS day), '
        'months AS (SELECT DISTINCT s.village_id, month::date FROM spans s, today, '
        'generate_series(date_trunc(''month'', greatest(s.first, date ''2000-01-01'')), '
        'least(coalesce(s.last, today.day), today.day), interval ''1 month'') AS month) '
        'INSERT INTO indicators_touchedmonth (village_id, month) SELECT village_id, month FROM months '
        'WHERE month IN (SELECT touched.month FROM (SELECT DISTINCT month FROM months) AS touched '
        'WHERE EXISTS (SELECT 1 FROM indicators_villagemonth v WHERE v.month = touched.month)) '
        'OR month >= (SELECT day FROM today) - make_interval(months => ' || coalesce(TG_ARGV[2], '-1')::int || ')';
    RETURN NULL;
END $$;

-- Statement triggers on each source: bulk writes and SQL by hand are noted as well. Of a book: the columns whose months
-- a row is counted in. Of a register, whose rows hold for a span of days: the columns that matter to figures, and which
-- villages a changed row touches from one day to another.
DO $do$
DECLARE
    one record;
BEGIN
    FOR one IN
        SELECT * FROM (VALUES
        ('residents_visit', 'touch', 'indicators_touch', ARRAY['occurred_on']),
        ('residents_service', 'touch', 'indicators_touch', ARRAY['occurred_on']),
        ('residents_request', 'touch', 'indicators_touch_request', ARRAY['occurred_on', 'due_on', 'told_back_on']),
        ('patrols_patrol', 'touch', 'indicators_touch', ARRAY['occurred_on']),
        ('patrols_patrolpartner', 'touch_span', 'indicators_touch_span', ARRAY[
            'id, partner_village_id, occurred_on, state',
            'SELECT partner_village_id, occurred_on, occurred_on FROM changed'
        ]),
        ('patrols_plannedround', 'touch', 'indicators_touch', ARRAY['occurred_on']),
        ('meetings_meeting', 'touch', 'indicators_touch', ARRAY['occurred_on']),
        ('hazards_hazard', 'touch', 'indicators_touch', ARRAY['occurred_on', 'due_on', 'rectified_on', 'verified_on']),
        ('disputes_dispute', 'touch', 'indicators_touch', ARRAY['occurred_on', 'handled_on']),
        ('disputes_session', 'touch', 'indicators_touch', ARRAY['held_on']),
        ('disputes_duty', 'touch', 'indicators_touch', ARRAY['due_on']),
        ('disputes_followup', 'touch', 'indicators_touch', ARRAY['planned_on']),
        ('duty_dutyday', 'touch', 'indicators_touch', ARRAY['on']),
        ('indicators_incidentcount', 'touch', 'indicators_touch', ARRAY['month']),
        ('surveys_surveyround', 'touch', 'indicators_touch_counting', ARRAY[]::text[]),
        ('surveys_sample', 'touch', 'indicators_touch_round', ARRAY[]::text[]),
        ('surveys_answertally', 'touch', 'indicators_touch_round', ARRAY[]::text[]),
        ('residents_pairing', 'touch_span', 'indicators_touch_span', ARRAY[
            'id, village_id, starts_on, ends_on',
            'SELECT village_id, starts_on, ends_on FROM changed'
        ]),
        -- Of a team the villages that it serves, too. What a register says of a month is counted as it is entered.
        ('teams_team', 'touch_span', 'indicators_touch_span', ARRAY[
            'id, village_id, further_villages, functions, starts_on, ends_on',
            'SELECT unnest(village_id || further_villages), starts_on, NULL::date FROM changed UNION ALL '
            'SELECT unnest(w.village_id || ARRAY(SELECT key::bigint '
            'FROM jsonb_array_elements_text(w.was -> ''further_villages'') AS key)), c.starts_on, NULL::date '
            'FROM changed c JOIN posts_carriedrow w ON w.table_name = ''teams_team'' AND w.row_key = c.id'
        ]),
        ('teams_member', 'touch_span', 'indicators_touch_span', ARRAY[
            'id, team_id, village_id, county_id, starts_on, ends_on, left_for, consent_ended_on',
            'SELECT village_id, starts_on, NULL::date FROM changed UNION ALL '
            'SELECT w.village_id, c.starts_on, NULL::date FROM changed c '
            'JOIN posts_carriedrow w ON w.table_name = ''teams_team'' AND w.row_key = c.team_id'
        ]),
        ('training_attendance', 'touch_span', 'indicators_touch_span', ARRAY[
            'id, training_id, member',
            'SELECT place.village_id, t.held_on, NULL::date FROM changed c JOIN training_training t ON t.id = c.training_id '
            'JOIN teams_member m ON m.id = c.member, LATERAL (SELECT m.village_id UNION SELECT w.village_id '
            'FROM posts_carriedrow w WHERE w.table_name = ''teams_team'' AND w.row_key = m.team_id) AS place'
        ]),
        ('training_training', 'touch_span', 'indicators_touch_span', ARRAY[
            'id, held_on, hours, state',
            'SELECT place.village_id, c.held_on, NULL::date FROM changed c '
            'JOIN training_attendance a ON a.training_id = c.id JOIN teams_member m ON m.id = a.member, '
            'LATERAL (SELECT m.village_id UNION SELECT w.village_id '
            'FROM posts_carriedrow w WHERE w.table_name = ''teams_team'' AND w.row_key = m.team_id) AS place'
        ]),
        ('posts_assignment', 'touch_span', 'indicators_touch_span', ARRAY[
            'id, user_id, post_id, is_responsible, starts_on, ends_on',
            'SELECT m.village_id, c.starts_on, c.ends_on FROM changed c JOIN posts_membership m ON '
            'm.post_id = c.post_id WHERE c.is_responsible'
        ]),
        ('duty_leave', 'touch_span', 'indicators_touch_span', ARRAY[
            'id, user_id, starts_on, ends_on',
            'SELECT m.village_id, c.starts_on, c.ends_on FROM changed c JOIN posts_assignment a ON '
            'a.user_id = c.user_id AND a.is_responsible JOIN posts_membership m ON m.post_id = a.post_id'
        ]),
        -- The targets of a post are shared by its villages, so a village that comes or goes touches the others.
        ('posts_membership', 'touch_span', 'indicators_touch_span', ARRAY[
            'id, village_id, post_id, starts_on, ends_on, is_arrived',
            'SELECT village_id, starts_on, ends_on FROM changed UNION ALL SELECT m.village_id, '
            'c.starts_on, c.ends_on FROM changed c JOIN posts_membership m ON m.post_id = c.post_id',
            '12'
        ]),
        -- The hardest class of its villages decides on the norm of a post, which they share by their households.
        ('posts_villageprofile', 'touch_span', 'indicators_touch_span', ARRAY[
            'id, village_id, since, terrain, households',
            'SELECT m.village_id, c.since, NULL::date FROM changed c JOIN posts_membership o ON o.village_id = c.village_id '
            'JOIN posts_membership m ON m.post_id = o.post_id'
        ]),
        -- What is open in a merged village is open in its successor from the day on.
        ('posts_carriedrow', 'touch_span', 'indicators_touch_span', ARRAY[
            'id, succession_id, village_id, day',
            'SELECT unnest(ARRAY[c.village_id, s.successor_id]), c.day, NULL::date FROM changed c '
            'JOIN posts_succession s ON s.id = c.succession_id'
        ]),
        -- Requests that are due after a merger are due in the successor.
        ('posts_succession', 'touch_span', 'indicators_touch_span', ARRAY[
            'id, village_id, successor_id, kind, day, carried_at',
            'SELECT unnest(ARRAY[village_id, successor_id]), day, NULL::date FROM changed WHERE kind = ''merged'''
        ]),
        -- A village that lies in another town counts there from the day of its code on.
        ('posts_village', 'touch_span', 'indicators_touch_span', ARRAY[
            'id, closed_on, town_id',
            'SELECT id, closed_on, NULL::date FROM changed WHERE closed_on IS NOT NULL UNION ALL '
            'SELECT c.village_id, c.since, c.until FROM changed JOIN posts_villagecode c ON c.village_id = changed.id '
            'WHERE c.since IS NOT NULL UNION ALL '
            'SELECT m.village_id, c.closed_on, NULL::date FROM changed c JOIN posts_membership o ON o.village_id = c.id '
            'JOIN posts_membership m ON m.post_id = o.post_id WHERE c.closed_on IS NOT NULL'
        ]),
        -- Between two days of opening, or of closing, the post has its norm, or none.
        ('posts_post', 'touch_span', 'indicators_touch_span', ARRAY[
            'id, opened_on, closed_on',
            'SELECT m.village_id, c.first, c.last FROM (SELECT id, min(day) AS first, '
            'CASE WHEN count(day) = count(*) THEN max(day) END AS last FROM (SELECT id, opened_on AS day, 1 AS what '
            'FROM changed UNION ALL SELECT id, closed_on, 2 FROM changed) AS days GROUP BY id, what '
            'HAVING count(DISTINCT day) + (count(day) < count(*))::int > 1) AS c '
            'JOIN posts_membership m ON m.post_id = c.id'
        ]),
        -- A day of the last two years, the oldest that is entered; what begins earlier or has no day touches no month
        -- before the last one: the entry of an old household changes for reasons of today.
        ('residents_household', 'touch_span', 'indicators_touch_span', ARRAY[
            'id, village_id, opened_on, closed_on, continued_in_id',
            'SELECT place.village_id, CASE WHEN day >= recent - interval ''24 months'' THEN day ELSE recent END, '
            'NULL::date FROM changed, '
            'LATERAL (SELECT changed.village_id UNION SELECT home.village_id FROM residents_household home '
            'WHERE home.id = changed.continued_in_id) AS place, '
            'LATERAL (VALUES (opened_on), (closed_on)) AS days(day), LATERAL (SELECT '
            '(date_trunc(''month'', now() AT TIME ZONE ''Asia/Shanghai'') - interval ''1 month'')::date) AS '
            'r(recent)'
        ])
        ) AS source (relation, label, function, arguments)
        CROSS JOIN (VALUES
            ('INSERT', 'NEW TABLE AS new_rows'),
            ('UPDATE', 'OLD TABLE AS old_rows NEW TABLE AS new_rows'),
            ('DELETE', 'OLD TABLE AS old_rows')
        ) AS event (operation, transition)
    LOOP
        EXECUTE format(
            'CREATE TRIGGER %I AFTER %s ON %I REFERENCING %s FOR EACH STATEMENT EXECUTE FUNCTION %I(%s)',
            one.label || '_' || lower(one.operation), one.operation, one.relation, one.transition, one.function,
            (SELECT string_agg(quote_literal(argument), ', ' ORDER BY place)
             FROM unnest(one.arguments) WITH ORDINALITY AS a (argument, place))
        );
    END LOOP;
END $do$;
