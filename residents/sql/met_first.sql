-- The households that figures count as met from ``first`` to the day before ``until``, whole months: each in the month
-- in which it was first met, once for each village in which it was met then; as the keys of the entries under which it
-- stood there: a household that moved, or was merged, by the end of the month goes on as another entry, and is one. As
-- indicators/sql/fill_month.sql counts. ``in_months`` and ``villages``, of one length: only those met in such a village
-- in such a month; NULL: all. It runs as the owner, for entries in between may lie at another post; it tells keys of the
-- own county; of every one to the owner, who has none.
-- The first meeting under the own entry is found by a window: joined to themselves, the meetings of a year of a county
-- took twenty seconds, for the planner takes each step for a handful of rows. Entries that go on as others are few.
CREATE FUNCTION residents_met_first(first date, until date, in_months date[], villages bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE months AS (
        SELECT m::date AS month, (m + interval '1 month')::date AS ends
        FROM generate_series(first, until - 1, interval '1 month') AS m
    ),
    met AS MATERIALIZED (
        SELECT household_id, village_id, month, min(month) OVER (PARTITION BY household_id) AS own_first
        FROM (
            SELECT DISTINCT v.household_id, v.village_id, date_trunc('month', v.occurred_on)::date AS month
            FROM residents_visit v
            WHERE v.outcome = 'met' AND ledgers_counts(v.state) AND v.occurred_on >= first AND v.occurred_on < until
              AND v.county_id = coalesce(nullif(current_setting('app.county', true), '')::bigint,
                                   CASE WHEN current_setting('role') = 'none' THEN v.county_id END)
        ) AS by_month
    ),
    chain AS (
        SELECT m.month, m.ends, h.id AS entry, h.continued_in_id AS home
        FROM months m JOIN residents_household h ON h.continued_in_id IS NOT NULL AND h.closed_on < m.ends
        UNION ALL
        SELECT c.month, c.ends, c.entry, h.continued_in_id
        FROM chain c JOIN residents_household h ON h.id = c.home
        WHERE h.continued_in_id IS NOT NULL AND h.closed_on < c.ends
    ),
    goes_on AS MATERIALIZED (
        SELECT c.month, c.entry, c.home FROM chain c
        WHERE NOT EXISTS (SELECT 1 FROM chain AS further WHERE further.month = c.month AND further.entry = c.home)
    ),
    -- Of each household that has other entries by the end of a month, when any of them was first met.
    others AS MATERIALIZED (
        SELECT every.month, every.home, min(t.own_first) AS met_first
        FROM (SELECT month, entry, home FROM goes_on UNION SELECT month, home, home FROM goes_on) AS every
        JOIN (SELECT DISTINCT household_id, own_first FROM met) AS t ON t.household_id = every.entry
        GROUP BY 1, 2
    )
    SELECT CASE WHEN h.village_id = t.village_id THEN h.id ELSE max(t.household_id) END
    FROM met t
    LEFT JOIN goes_on g ON g.month = t.month AND g.entry = t.household_id
    LEFT JOIN others o ON o.month = t.month AND o.home = coalesce(g.home, t.household_id)
    JOIN residents_household h ON h.id = coalesce(g.home, t.household_id)
    WHERE t.own_first = t.month AND (o.met_first IS NULL OR o.met_first >= t.month)
      AND (in_months IS NULL OR (t.month, t.village_id) IN (SELECT * FROM unnest(in_months, villages)))
    GROUP BY t.month, t.village_id, h.id, h.village_id
$$;
