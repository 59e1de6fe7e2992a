-- The village that has on the day what the village had: itself, or the last of those into which it has been merged by then,
-- one after the other.
CREATE FUNCTION posts_successor_on(village bigint, day date) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH RECURSIVE chain (village_id, step) AS (
        SELECT $1, 0
        UNION ALL
        SELECT s.successor_id, c.step + 1
        FROM chain c JOIN posts_succession s ON s.village_id = c.village_id AND s.kind = 'merged' AND s.day <= $2
        WHERE c.step < 100
    )
    SELECT village_id FROM chain ORDER BY step DESC LIMIT 1
$$;
