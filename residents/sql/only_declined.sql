-- The households that only ever declined (谢绝) when they were visited from ``first`` to the day before ``until``, as the
-- keys of the entries under which they stand on that day: as indicators/sql/fill_month.sql counts. It runs as the owner,
-- for entries that went on as others may lie at another post; it tells keys of the own county; of every one to the
-- owner, who has none.
CREATE FUNCTION residents_only_declined(first date, until date) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE chain AS (
        SELECT h.id AS entry, h.continued_in_id AS home
        FROM residents_household h WHERE h.continued_in_id IS NOT NULL AND h.closed_on < until
        UNION ALL
        SELECT c.entry, h.continued_in_id
        FROM chain c JOIN residents_household h ON h.id = c.home
        WHERE h.continued_in_id IS NOT NULL AND h.closed_on < until
    ),
    goes_on AS (
        SELECT c.entry, c.home FROM chain c
        WHERE NOT EXISTS (SELECT 1 FROM chain AS further WHERE further.entry = c.home)
    )
    SELECT coalesce(g.home, v.household_id)
    FROM residents_visit v LEFT JOIN goes_on g ON g.entry = v.household_id
    WHERE ledgers_counts(v.state) AND v.occurred_on >= first AND v.occurred_on < until
      AND v.county_id = coalesce(nullif(current_setting('app.county', true), '')::bigint,
                                   CASE WHEN current_setting('role') = 'none' THEN v.county_id END)
    GROUP BY 1
    HAVING bool_and(v.outcome = 'declined')
$$;
