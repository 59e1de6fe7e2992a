-- What a county expects of an officer (compute._norms), in a class of posts or at one post, touches the months since the day from which it holds.
DO $do$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT * FROM (VALUES
        ('INSERT', 'NEW TABLE AS new_rows'),
        ('UPDATE', 'OLD TABLE AS old_rows NEW TABLE AS new_rows'),
        ('DELETE', 'OLD TABLE AS old_rows')
    ) AS event (operation, transition)
    LOOP
        EXECUTE format(
            'CREATE TRIGGER %I AFTER %s ON rules_datedvalue REFERENCING %s FOR EACH STATEMENT '
            'EXECUTE FUNCTION indicators_touch_span(%L, %L)',
            'touch_norms_' || lower(one.operation), one.operation, one.transition,
            'code, county, value, valid_from, valid_until',
            'SELECT v.id, c.valid_from, c.valid_until FROM changed c JOIN posts_county y ON c.county IN ('''', y.code) '
            'JOIN posts_town t ON t.county_id = y.id JOIN posts_village v ON v.town_id = t.id '
            'WHERE c.code ~ ''^(visit[.]households_a_month|duty[.]days_a_week)([.@]|$)'' OR c.code = ''member.hours_least'''
        );
    END LOOP;
END $do$;
