-- Towns and villages show the code, name and town of today (posts/dated.py). Parameter: today.
UPDATE posts_town AS t SET code = d.code, name = d.name FROM posts_towncode AS d
WHERE d.town_id = t.id AND (t.code, t.name) <> (d.code, d.name)
  AND (d.since IS NULL OR d.since <= %(today)s)
  AND (d.until IS NULL OR d.until > %(today)s);
-- Digits 10 to 12 tell the kind (Village.kind_of).
UPDATE posts_village AS v SET code = d.code, town_id = d.town_id,
    kind = CASE WHEN substr(d.code, 10, 3) < '200' THEN 'neighbourhood'
                WHEN substr(d.code, 10, 3) < '400' THEN 'village' ELSE 'similar' END
FROM posts_villagecode AS d
WHERE d.village_id = v.id AND (v.code, v.town_id) <> (d.code, d.town_id)
  AND (d.since IS NULL OR d.since <= %(today)s)
  AND (d.until IS NULL OR d.until > %(today)s);
UPDATE posts_village AS v SET name = d.name FROM posts_villagename AS d
WHERE d.village_id = v.id AND v.name <> d.name
  AND (d.since IS NULL OR d.since <= %(today)s)
  AND (d.until IS NULL OR d.until > %(today)s);
