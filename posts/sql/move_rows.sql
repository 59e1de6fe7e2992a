-- The tables of rows of villages, with the names of their columns: those that have the four access keys, without the
-- histories. Read from the catalogue of the database itself: information_schema checks rights column by column.
-- Called by the functions below, granted to nobody.
CREATE FUNCTION posts_placed_tables() RETURNS TABLE (book text, names text[])
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT c.relname::text, array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
    GROUP BY c.relname
    HAVING array_agg(a.attname::text) @> ARRAY['village_id', 'post_id', 'station_id', 'county_id']
       AND NOT array_agg(a.attname::text) @> ARRAY['pgh_id']
$$;

-- Takes the access keys of all rows of a village to its new post (posts/actions/moving.py, posts/arriving.py).
-- A figure of a past month stays with the post that answers for it, the one of the month's last day: what has a
-- month is a figure (Placed.is_figure); of those the months move whose last day lies in the new membership.
-- The tables are taken in the order of ``lock_order`` (config/lock_order.py), so that no two transactions deadlock.
-- Called by the two functions below, granted to nobody.
CREATE FUNCTION posts_set_keys(moved_village bigint, new_post bigint, since date, lock_order text[])
RETURNS TABLE (book text, moved bigint) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    station bigint;
    county bigint;
    has_month boolean;
BEGIN
    SELECT s.id, s.county_id INTO station, county
    FROM posts_post p JOIN posts_station s ON s.id = p.station_id WHERE p.id = new_post;
    FOR book, has_month IN
        SELECT t.book, 'month' = ANY (t.names) FROM posts_placed_tables() t
        ORDER BY array_position(lock_order, t.book) NULLS LAST, t.book
    LOOP
        EXECUTE format(
            'UPDATE %I SET post_id = $1, station_id = $2, county_id = $3 WHERE village_id = $4', book
        ) || CASE WHEN has_month THEN ' AND month >= $5' ELSE '' END
        USING new_post, station, county, moved_village, date_trunc('month', since)::date;
        GET DIAGNOSTICS moved = ROW_COUNT;
        RETURN NEXT;
    END LOOP;
END $$;

-- Of a village of the own county, to the post that it belongs to today: the county may not change the rows themselves.
CREATE FUNCTION posts_move_rows(moved_village bigint, new_post bigint, lock_order text[])
RETURNS TABLE (book text, moved bigint) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    county bigint;
    today date := (now() AT TIME ZONE 'Asia/Shanghai')::date;
    since date;
    own bigint := nullif(current_setting('app.county', true), '')::bigint;
BEGIN
    SELECT s.county_id INTO county FROM posts_post p JOIN posts_station s ON s.id = p.station_id WHERE p.id = new_post;
    SELECT m.starts_on INTO since FROM posts_membership m
    WHERE m.village_id = moved_village AND m.post_id = new_post
      AND m.starts_on <= today AND (m.ends_on IS NULL OR m.ends_on >= today);
    IF county IS DISTINCT FROM own OR own IS NULL OR NOT EXISTS (
        SELECT 1 FROM posts_village v JOIN posts_town t ON t.id = v.town_id
        WHERE v.id = moved_village AND t.county_id = own
    ) OR since IS NULL THEN
        RAISE EXCEPTION 'only a village of the own county moves, to the post that it belongs to'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT * FROM posts_set_keys(moved_village, new_post, since, lock_order);
END $$;

-- On the day of a planned move, by the job of the minute: the rows follow, once. Returns nothing when they have.
CREATE FUNCTION posts_arrive(planned bigint, lock_order text[])
RETURNS TABLE (book text, moved bigint) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    plan record;
BEGIN
    SELECT * INTO plan FROM posts_membership WHERE id = planned FOR UPDATE;
    IF plan.id IS NULL OR plan.is_arrived OR plan.starts_on > (now() AT TIME ZONE 'Asia/Shanghai')::date THEN
        RETURN;
    END IF;
    UPDATE posts_membership SET is_arrived = true WHERE id = planned;
    RETURN QUERY SELECT * FROM posts_set_keys(plan.village_id, plan.post_id, plan.starts_on, lock_order);
END $$;

-- The last day on which a person of the own county has entered something or was on duty, or of which a row of a post of
-- theirs names them among those who did it, whoever entered it.
CREATE FUNCTION posts_last_entered_by(person bigint) RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    query text;
    found date;
    last date;
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM posts_assignment a LEFT JOIN posts_post p ON p.id = a.post_id
        LEFT JOIN posts_station s ON s.id = coalesce(a.station_id, p.station_id)
        WHERE a.user_id = person
          AND coalesce(a.county_id, s.county_id) = nullif(current_setting('app.county', true), '')::bigint
    ) THEN
        RAISE EXCEPTION 'only of a person of the own county' USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOR query IN
        SELECT asked.of_table FROM posts_placed_tables() t, unnest(ARRAY[
            CASE WHEN t.names @> ARRAY['recorded_by_id', 'recorded_at'] THEN format(
                'SELECT max((recorded_at AT TIME ZONE ''Asia/Shanghai'')::date) FROM %I WHERE recorded_by_id = $1', t.book)
            WHEN t.names @> ARRAY['user_id', 'on'] THEN format(
                'SELECT max("on") FROM %I WHERE user_id = $1', t.book) END,
            CASE WHEN t.names @> ARRAY['done_by', 'occurred_on'] THEN format(
                'SELECT max(occurred_on) FROM %I WHERE $1 = ANY (done_by) AND post_id IN '
                '(SELECT post_id FROM posts_assignment WHERE user_id = $1)', t.book) END
        ]) AS asked (of_table)
        WHERE asked.of_table IS NOT NULL
    LOOP
        EXECUTE query INTO found USING person;
        last := greatest(last, found);
    END LOOP;
    RETURN last;
END $$;

-- The last day, today at the latest, of which something is entered in a village of the own county: a move dated back
-- may not reach behind it. Days that are promised or run ahead say nothing, nor do figures.
CREATE FUNCTION posts_last_entered(of_village bigint) RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    today date := (now() AT TIME ZONE 'Asia/Shanghai')::date;
    book text;
    days text;
    found date;
    last date;
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM posts_village v JOIN posts_town t ON t.id = v.town_id
        WHERE v.id = of_village AND t.county_id = nullif(current_setting('app.county', true), '')::bigint
    ) THEN
        RAISE EXCEPTION 'only of a village of the own county' USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOR book, days IN
        SELECT t.book, string_agg(
            CASE WHEN a.atttypid = 'date'::regtype THEN format('%I', a.attname)
                 ELSE format('(%I AT TIME ZONE ''Asia/Shanghai'')::date', a.attname) END, ', '
        )
        FROM posts_placed_tables() t JOIN pg_catalog.pg_attribute a
          ON a.attrelid = format('public.%I', t.book)::regclass AND a.attnum > 0 AND NOT a.attisdropped
         AND a.atttypid IN ('date'::regtype, 'timestamptz'::regtype) AND a.attname NOT IN (
                'due_on', 'next_visit_on', 'next_on', 'stays_until', 'planned_on', 'planned_until', 'until', 'expires_on',
                'ends_on', 'erased_on'
            )
        WHERE NOT t.names @> ARRAY['month']
        GROUP BY t.book
    LOOP
        EXECUTE format(
            'SELECT max(day) FROM %I, unnest(ARRAY[%s]) AS day WHERE village_id = $1 AND day <= $2', book, days
        ) INTO found USING of_village, today;
        last := greatest(last, found);
    END LOOP;
    RETURN last;
END $$;
