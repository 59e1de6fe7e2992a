-- The teams of a day, each with its village, its further villages and its functions. Those of a merged village lay there,
-- and served what they served, until the day of the merger (posts/models/carried.py).
CREATE FUNCTION teams_on(day date)
RETURNS TABLE (id bigint, county_id bigint, village_id bigint, further_villages bigint[], functions text[])
LANGUAGE sql STABLE AS $$
    SELECT t.id, t.county_id, coalesce(before.village_id, t.village_id),
           CASE WHEN before.was ? 'further_villages'
                THEN ARRAY(SELECT key::bigint FROM jsonb_array_elements_text(before.was -> 'further_villages') AS key)
                ELSE t.further_villages END,
           t.functions::text[]
    FROM teams_team t
    LEFT JOIN LATERAL (
        SELECT c.village_id, c.was FROM posts_carriedrow c
        WHERE c.table_name = 'teams_team' AND c.row_key = t.id AND c.day > $1
          AND posts_village_on('teams_team', t.id, t.village_id, $1) = c.village_id
        ORDER BY c.day LIMIT 1
    ) AS before ON true
    WHERE t.starts_on <= $1 AND (t.ends_on IS NULL OR t.ends_on >= $1)
$$;
-- By village of the reader's own county: the teams that serve it on a day, the functions that they have there, the
-- members of its teams, and those of them who have had the least hours of training by then. A further village is served
-- while it belongs to the same post as the team's own one. It runs as the owner, for no policy shows the county a
-- member, or a post the teams of a village that has moved away: numbers alone are told. The figures count the same
-- (indicators/sql/fill_month.sql).
CREATE FUNCTION teams_numbers(day date, needed numeric)
RETURNS TABLE (village bigint, teams bigint, functions text[], members bigint, trained bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH own AS (
        SELECT nullif(current_setting('app.county', true), '')::bigint AS county
    ), places AS (
        SELECT village_id, post_id FROM posts_membership WHERE starts_on <= $1 AND (ends_on IS NULL OR ends_on >= $1)
    ), running AS (
        SELECT t.* FROM teams_on($1) t, own WHERE t.county_id = own.county
    ), serving AS (
        SELECT village_id, id, functions FROM running
        UNION ALL
        SELECT of_served.village_id, t.id, t.functions
        FROM running t JOIN places home ON home.village_id = t.village_id
        JOIN places of_served ON of_served.post_id = home.post_id AND of_served.village_id = ANY (t.further_villages)
    ), of_teams AS (
        SELECT s.village_id, count(DISTINCT s.id) AS teams, array_agg(DISTINCT covers.function) AS functions
        FROM serving s CROSS JOIN LATERAL unnest(s.functions) AS covers (function) GROUP BY s.village_id
    ), of_members AS (
        SELECT posts_village_on('teams_team', m.team_id, m.village_id, $1) AS village_id, count(*) AS members,
               count(*) FILTER (WHERE training_hours_of_member(m.id, $1) >= $2) AS trained
        FROM teams_member m, own
        WHERE m.county_id = own.county
        AND m.starts_on <= $1 AND (m.ends_on IS NULL OR m.ends_on >= $1) AND m.left_for <> 'mistake'
        AND (m.consent_ended_on IS NULL OR m.consent_ended_on > $1)
        GROUP BY 1
    )
    SELECT village_id, coalesce(teams, 0), coalesce(functions, '{}'), coalesce(members, 0), coalesce(trained, 0)
    FROM of_teams FULL JOIN of_members USING (village_id)
$$;
