-- How many protected disputes (domestic violence) the reader's own county accepted in a quarter: the only number that is
-- told of them to those who do not see them (disputes/not_listed.py says why). It runs as the owner, for no policy shows
-- the county a row of them. NULL, so no number at all: before the quarter is over, when a number that grows would tell
-- the day on which one was written down; and in a county of less than ten villages, where few households may be meant.
CREATE FUNCTION disputes_protected_accepted(quarter date)
RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN date_trunc('quarter', quarter) = quarter
        AND quarter + interval '3 months' <= (now() AT TIME ZONE 'Asia/Shanghai')::date
        AND (SELECT count(*) FROM posts_village v JOIN posts_town t ON t.id = v.town_id
             WHERE t.county_id = own.county AND v.closed_on IS NULL) >= 10
    THEN (SELECT count(*) FROM disputes_dispute d
          WHERE d.county_id = own.county AND d.is_protected AND ledgers_counts(d.state)
          AND d.occurred_on >= quarter AND d.occurred_on < quarter + interval '3 months')
    END
    FROM (SELECT nullif(current_setting('app.county', true), '')::bigint AS county) own
$$;
