-- The village whose figures count what a row says of a day: the one in which it lay then, if it has gone on in the
-- successor of its village since (posts_carriedrow), else its own. Who puts it into a third village puts all of it there.
CREATE FUNCTION posts_village_on(of_table text, of_row bigint, own bigint, day date) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce((
        SELECT c.village_id FROM posts_carriedrow c
        WHERE c.table_name = of_table AND c.row_key = of_row AND c.day > posts_village_on.day
          AND own = (
              SELECT s.successor_id FROM posts_carriedrow l JOIN posts_succession s ON s.id = l.succession_id
              WHERE l.table_name = of_table AND l.row_key = of_row ORDER BY l.day DESC LIMIT 1
          )
        ORDER BY c.day LIMIT 1
    ), own)
$$;
