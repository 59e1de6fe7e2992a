-- One number over what was generated; days count back from today, so that it is the same on every day.
SELECT to_hex(abs(sum(line) %% 4294967296)::bigint) FROM (
    SELECT sum(hashtextextended(concat_ws('|', id, village_id, number, householder, pinyin), 0)::numeric) AS line
    FROM residents_household
    UNION ALL
    SELECT sum(hashtextextended(concat_ws('|', id, household_id, name, birth_year), 0)::numeric) FROM residents_resident
    UNION ALL
    SELECT sum(hashtextextended(concat_ws('|', id, household_id, %(today)s::date - occurred_on, outcome, talks, state,
                                          client_key), 0)::numeric)
    FROM residents_visit
) books;
