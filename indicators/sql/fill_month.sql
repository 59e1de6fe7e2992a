-- One month's counts of every village that belonged to a post in the month while it existed. What happened in the month
-- counts where the village belonged on the last of these days; it is expected (五无, stocks) if that is the month's last.
-- Of the running month the days that were count: a village that is planned to move stays until then.
-- A CTE a source, grouped by village; of a book the rows that count, by its view. NULL in the five-none columns means
-- "not reported".
-- Parameters: first, last, placed (the day that decides on the post), end (day after), today, year, half and quarter (the
-- first day of each), days,
-- villages; norm_counties, norm_days, norm_classes, norm_visits and norm_duty are arrays of one length: what each county
-- expects of an officer on each day by the class of the post; own_posts, own_days, own_visits and own_duty: what it
-- expects of single posts (NULL: as their class); hour_counties, hour_days and norm_hours: the hours of training of a
-- member of a team. functions: how many a village
-- has when all are covered. mediation_months: as a rule
-- people's mediation ends within them (若干规定 33); session_days: a first session within them is in time.
-- {{only}} narrows every source to the given villages, spelled out so that each is read by its index; nothing: all.
WITH RECURSIVE member_villages AS (
    -- The town of the month's last day: a village that went to another town later stays where it was.
    SELECT DISTINCT ON (v.id) v.id AS village_id, m.post_id, p.station_id, s.county_id,
           coalesce((
               SELECT c.town_id FROM posts_villagecode c
               WHERE c.village_id = v.id AND (c.until IS NULL OR c.until > %(last)s)
               ORDER BY c.since NULLS FIRST LIMIT 1
           ), v.town_id) AS town_id,
           (m.ends_on IS NULL OR m.ends_on >= %(placed)s) AND (v.closed_on IS NULL OR v.closed_on >= %(end)s)
               AS is_expected
    FROM posts_village v
    JOIN posts_membership m
      ON m.village_id = v.id AND m.starts_on <= %(placed)s AND (m.ends_on IS NULL OR m.ends_on >= %(first)s)
      AND (v.closed_on IS NULL OR m.starts_on < v.closed_on)
    JOIN posts_post p ON p.id = m.post_id
    JOIN posts_station s ON s.id = p.station_id
    -- Nothing is recorded from ``closed_on`` on in an abolished village.
    WHERE (v.closed_on IS NULL OR v.closed_on > %(first)s) {only}
    ORDER BY v.id, m.starts_on DESC
),
the_month_before AS (
    SELECT village_id, reported_months, met_months, preventable_months, months_since_case
    FROM indicators_villagemonth
    WHERE month = (%(first)s::date - interval '1 month')::date {only}
),
-- What preventable cases the village had in the months before, wherever it belonged: their mean and the deviation of all
-- of them (stddev_pop). NULL while too few are reported.
usual AS (
    SELECT village_id, round(avg(preventable), 4) AS preventable_mean,
           round(stddev_pop(preventable), 4) AS preventable_deviation
    FROM indicators_villagemonth
    WHERE month >= (%(first)s::date - make_interval(months => %(usual_months)s))::date AND month < %(first)s
      AND preventable IS NOT NULL {only}
    GROUP BY village_id
    HAVING count(*) >= %(usual_least)s
),
registered AS (
    SELECT village_id, count(*) AS households, sum(members) AS people
    FROM residents_household
    WHERE (opened_on IS NULL OR opened_on < %(end)s) AND (closed_on IS NULL OR closed_on >= %(end)s) {only}
    GROUP BY village_id
),
paired AS (
    SELECT village_id, count(*) AS pairings
    FROM residents_pairing
    WHERE starts_on <= %(last)s AND (ends_on IS NULL OR ends_on >= %(last)s) {only}
    GROUP BY village_id
),
-- Entries that were merged, or moved inside the county, by the end of the month: the household goes on as another one.
chain (entry, home) AS (
    SELECT id, continued_in_id FROM residents_household WHERE continued_in_id IS NOT NULL AND closed_on < %(end)s
    UNION ALL
    SELECT c.entry, h.continued_in_id
    FROM chain c JOIN residents_household h ON h.id = c.home
    WHERE h.continued_in_id IS NOT NULL AND h.closed_on < %(end)s
),
goes_on AS MATERIALIZED (
    SELECT c.entry, c.home FROM chain c
    WHERE NOT EXISTS (SELECT 1 FROM chain AS further WHERE further.entry = c.home)
),
visits_made AS (
    SELECT village_id,
           count(DISTINCT coalesce(home, household_id)) FILTER (WHERE outcome = 'met') AS households_met,
           count(*) AS visits,
           sum(talks) AS talks,
           count(*) FILTER (WHERE is_priority AND outcome = 'met') AS priority_visits
    FROM counted_visits LEFT JOIN goes_on ON entry = household_id
    WHERE occurred_on >= %(first)s AND occurred_on < %(end)s {only}
    GROUP BY village_id
),
met_here AS (
    SELECT DISTINCT v.village_id, v.household_id, coalesce(g.home, v.household_id) AS home
    FROM counted_visits v LEFT JOIN goes_on g ON g.entry = v.household_id
    WHERE v.occurred_on >= %(first)s AND v.occurred_on < %(end)s AND v.outcome = 'met' {only}
),
met_before AS (
    -- When it was met last before the month, since January; under its own key, and under each entry that goes on as it.
    SELECT h.village_id, h.home,
           greatest(
               (SELECT max(e.occurred_on) FROM counted_visits e
                WHERE e.household_id = h.household_id AND e.outcome = 'met'
                  AND e.occurred_on >= %(year)s AND e.occurred_on < %(first)s),
               (SELECT max(e.occurred_on)
                FROM (SELECT entry, home FROM goes_on UNION SELECT home, home FROM goes_on) AS other
                JOIN counted_visits e ON e.household_id = other.entry
                WHERE other.home = h.home AND e.outcome = 'met'
                  AND e.occurred_on >= %(year)s AND e.occurred_on < %(first)s)
           ) AS met_last
    FROM met_here AS h
),
first_meetings AS (
    SELECT village_id,
           count(DISTINCT home) FILTER (WHERE met_last IS NULL) AS households_met_first,
           count(DISTINCT home) FILTER (WHERE coalesce(met_last < %(half)s, true)) AS households_met_first_of_half,
           count(DISTINCT home) FILTER (WHERE coalesce(met_last < %(quarter)s, true))
               AS households_met_first_of_quarter
    FROM met_before
    GROUP BY village_id
),
-- Households that only ever declined (谢绝) since a day leave the denominator of 见警率: by the entry as which each goes
-- on, the last day on which it declined since January, and the last one of any other outcome.
turned_away AS (
    SELECT coalesce(home, household_id) AS home
    FROM counted_visits LEFT JOIN goes_on ON entry = household_id
    WHERE outcome = 'declined' AND occurred_on >= %(year)s AND occurred_on < %(end)s {only}
    UNION
    SELECT g.home FROM goes_on g JOIN counted_visits v ON v.household_id = g.entry
    WHERE v.outcome = 'declined' AND v.occurred_on >= %(year)s AND v.occurred_on < %(end)s
),
outcomes AS (
    SELECT t.home, max(v.occurred_on) FILTER (WHERE v.outcome = 'declined') AS declined_last,
           max(v.occurred_on) FILTER (WHERE v.outcome <> 'declined') AS other_last
    FROM turned_away t
    CROSS JOIN LATERAL (SELECT t.home AS entry UNION SELECT g.entry FROM goes_on g WHERE g.home = t.home) AS own
    JOIN counted_visits v
      ON v.household_id = own.entry AND v.occurred_on >= %(year)s AND v.occurred_on < %(end)s
    GROUP BY t.home
),
declined AS (
    SELECT village_id,
           count(*) FILTER (WHERE declined_last >= %(first)s AND coalesce(other_last < %(first)s, true))
               AS households_declined,
           count(*) FILTER (WHERE declined_last >= %(quarter)s AND coalesce(other_last < %(quarter)s, true))
               AS households_declined_of_quarter,
           count(*) FILTER (WHERE declined_last >= %(half)s AND coalesce(other_last < %(half)s, true))
               AS households_declined_of_half,
           count(*) FILTER (WHERE coalesce(other_last < %(year)s, true)) AS households_declined_of_year
    FROM outcomes JOIN residents_household h ON h.id = home
    WHERE (opened_on IS NULL OR opened_on < %(end)s) AND (closed_on IS NULL OR closed_on >= %(end)s) {only}
    GROUP BY village_id
),
affected_posts AS (SELECT DISTINCT post_id FROM posts_membership WHERE true {only}),
days AS (SELECT generate_series(%(first)s::date, %(last)s::date, interval '1 day')::date AS day),
-- A post has its norm on each day on which it is open, whether somebody is responsible for it or not; only the leave of
-- the responsible officer takes days off it.
open_days AS (
    SELECT d.day, p.id AS post_id, p.station_id
    FROM days d
    JOIN posts_post p ON p.opened_on <= d.day AND (p.closed_on IS NULL OR p.closed_on > d.day)
    WHERE p.id IN (SELECT post_id FROM affected_posts)
),
responsible AS (
    SELECT d.day, a.post_id,
           EXISTS (
               SELECT 1 FROM duty_leave l WHERE l.user_id = a.user_id AND d.day BETWEEN l.starts_on AND l.ends_on
           ) AS is_on_leave
    FROM days d
    JOIN posts_assignment a
      ON a.is_responsible AND a.starts_on <= d.day AND (a.ends_on IS NULL OR a.ends_on >= d.day)
    WHERE a.post_id IN (SELECT post_id FROM affected_posts)
),
profiles AS (
    SELECT DISTINCT ON (village_id) village_id, terrain, households
    FROM posts_villageprofile WHERE since <= %(placed)s
    ORDER BY village_id, since DESC
),
villages_by_day AS (
    -- The villages share the norm of their post by their published households; evenly while those of one are not known.
    SELECT o.day, o.station_id, m.post_id, m.village_id, coalesce(r.is_on_leave, false) AS is_on_leave,
           CASE WHEN bool_and(coalesce(f.households, 0) > 0) OVER of_post
                THEN f.households::numeric / sum(f.households) OVER of_post
                ELSE 1.0 / count(*) OVER of_post END AS share
    FROM open_days o
    JOIN posts_membership m
      ON m.post_id = o.post_id AND m.starts_on <= o.day AND (m.ends_on IS NULL OR m.ends_on >= o.day)
    JOIN posts_village v ON v.id = m.village_id AND (v.closed_on IS NULL OR v.closed_on > o.day)
    LEFT JOIN responsible r ON r.day = o.day AND r.post_id = o.post_id
    LEFT JOIN profiles f ON f.village_id = m.village_id
    WINDOW of_post AS (PARTITION BY o.day, m.post_id)
),
-- A post has the hardest class among the villages that it has on the last of its days in the month.
post_classes AS (
    SELECT post_id, CASE max(rank) WHEN 3 THEN 'mountain' WHEN 2 THEN 'hill' ELSE 'plain' END AS class
    FROM (
        SELECT m.post_id, CASE f.terrain WHEN 'mountain' THEN 3 WHEN 'hill' THEN 2 ELSE 1 END AS rank,
               ends.day = max(ends.day) OVER (PARTITION BY m.post_id) AS is_last
        FROM posts_membership m
        JOIN posts_village v ON v.id = m.village_id
        LEFT JOIN profiles f ON f.village_id = m.village_id
        CROSS JOIN LATERAL (SELECT least(%(placed)s::date, m.ends_on, v.closed_on - 1) AS day) AS ends
        WHERE m.post_id IN (SELECT post_id FROM affected_posts)
          AND m.starts_on <= ends.day AND ends.day >= %(first)s
    ) AS belonging
    WHERE is_last
    GROUP BY post_id
),
norms AS (
    SELECT s.id AS station_id, n.day, n.class, n.visits, n.duty
    FROM unnest(%(norm_counties)s::bigint[], %(norm_days)s::date[], %(norm_classes)s::text[],
                %(norm_visits)s::numeric[], %(norm_duty)s::numeric[]) AS n (county_id, day, class, visits, duty)
    JOIN posts_station s ON s.county_id = n.county_id
),
own_norms AS (
    SELECT post_id, day, visits, duty
    FROM unnest(%(own_posts)s::bigint[], %(own_days)s::date[], %(own_visits)s::numeric[], %(own_duty)s::numeric[])
        AS n (post_id, day, visits, duty)
),
expected AS (
    SELECT s.village_id,
           round(sum(coalesce(o.visits, n.visits) / %(days)s * s.share), 6) AS visit_target,
           round(sum(coalesce(o.duty, n.duty) / 7 * s.share), 6) AS duty_norm
    FROM villages_by_day s
    LEFT JOIN post_classes c ON c.post_id = s.post_id
    JOIN norms n ON n.day = s.day AND n.station_id = s.station_id AND n.class = coalesce(c.class, 'plain')
    LEFT JOIN own_norms o ON o.day = s.day AND o.post_id = s.post_id
    WHERE NOT s.is_on_leave
    GROUP BY s.village_id
),
-- Days up to today on which a post was open and nobody was responsible for it. They are shared out in whole days among
-- its villages of the month's last day, so that these add up to the days of the post.
vacancies AS (
    SELECT o.post_id, count(*) AS days
    FROM open_days o LEFT JOIN responsible r ON r.day = o.day AND r.post_id = o.post_id
    WHERE r.post_id IS NULL AND o.day <= %(today)s
    GROUP BY o.post_id
),
vacant AS (
    SELECT village_id, days / villages + CASE WHEN place <= days %% villages THEN 1 ELSE 0 END AS vacant_days
    FROM (
        SELECT m.post_id, m.village_id, count(*) OVER (PARTITION BY m.post_id) AS villages,
               row_number() OVER (PARTITION BY m.post_id ORDER BY m.village_id) AS place
        FROM posts_membership m
        JOIN posts_village v ON v.id = m.village_id AND (v.closed_on IS NULL OR v.closed_on >= %(end)s)
        WHERE m.post_id IN (SELECT post_id FROM vacancies)
          AND m.starts_on <= %(last)s AND (m.ends_on IS NULL OR m.ends_on >= %(last)s)
    ) AS sharing
    JOIN vacancies USING (post_id)
),
days_of_duty AS (
    SELECT d.village_id, count(*) AS duty_days
    FROM counted_arrivals d
    WHERE d."on" >= %(first)s AND d."on" < %(end)s
      AND EXISTS (
          SELECT 1 FROM posts_assignment a
          WHERE a.user_id = d.user_id AND a.is_responsible AND a.starts_on <= d."on"
            AND (a.ends_on IS NULL OR a.ends_on >= d."on")
      ) {only}
    GROUP BY d.village_id
),
services AS (
    SELECT village_id,
           sum(quantity) FILTER (WHERE kind = 'good_deed') AS good_deeds,
           sum(quantity) FILTER (WHERE kind = 'document') AS documents,
           sum(quantity) FILTER (WHERE kind = 'bulletin') AS bulletins,
           sum(yuan) FILTER (WHERE kind = 'donation') AS donations,
           sum(quantity) FILTER (WHERE kind = 'law_talk') AS law_talks,
           sum(quantity) FILTER (WHERE kind = 'school') AS school_visits,
           sum(quantity) FILTER (WHERE kind = 'enterprise') AS enterprise_visits
    FROM counted_services
    WHERE occurred_on >= %(first)s AND occurred_on < %(end)s {only}
    GROUP BY village_id
),
-- A request is received and due where it was asked, and answered where its household lives by then; what is due after
-- the village was merged is due in its successor, answered or not. Answered means that whoever asked was told.
request_days AS (
    SELECT coalesce(received_in_id, village_id) AS village_id, occurred_on AS received, NULL::date AS told,
           NULL::date AS due_on, false AS in_time
    FROM counted_requests
    UNION ALL
    SELECT CASE WHEN coalesce(received_in_id, village_id) IN (SELECT village_id FROM posts_succession WHERE kind = 'merged')
                THEN posts_successor_on(coalesce(received_in_id, village_id), due_on)
                ELSE coalesce(received_in_id, village_id) END,
           NULL::date, NULL::date, due_on, coalesce(told_back_on <= due_on, false)
    FROM counted_requests
    WHERE due_on >= %(first)s AND due_on < %(end)s
    UNION ALL
    SELECT village_id, NULL::date, told_back_on, NULL::date, false FROM counted_requests
    WHERE told_back_on IS NOT NULL
),
requests AS (
    SELECT village_id,
           count(*) FILTER (WHERE received >= %(first)s AND received < %(end)s) AS requests_received,
           count(*) FILTER (WHERE told >= %(first)s AND told < %(end)s) AS requests_answered,
           count(*) FILTER (WHERE due_on >= %(first)s AND due_on < %(end)s) AS requests_due,
           count(*) FILTER (WHERE in_time AND due_on >= %(first)s AND due_on < %(end)s) AS requests_in_time
    FROM request_days
    WHERE true {only}
    GROUP BY village_id
),
-- Days from the day on which it was asked to the one on which whoever asked was told, urgent requests apart.
responses AS (
    SELECT village_id,
           round(percentile_cont(0.5) WITHIN GROUP (ORDER BY (told_back_on - occurred_on)::double precision)
                 FILTER (WHERE urgency <> 'urgent')::numeric, 2) AS response_days,
           round(percentile_cont(0.5) WITHIN GROUP (ORDER BY (told_back_on - occurred_on)::double precision)
                 FILTER (WHERE urgency = 'urgent')::numeric, 2) AS response_days_urgent
    FROM counted_requests
    WHERE told_back_on >= %(first)s AND told_back_on < %(end)s {only}
    GROUP BY village_id
),
-- What was open in a merged village goes on in the successor: a dispute or a hazard counts by each of its days where it
-- lay then (posts/models/carried.py). ``since`` and ``until``: the days, the last one outside, on which it lay there.
went_on AS (
    SELECT c.table_name, c.row_key, c.village_id, c.day AS until,
           lag(c.day) OVER (PARTITION BY c.table_name, c.row_key ORDER BY c.day) AS since,
           last_value(s.successor_id) OVER (
               PARTITION BY c.table_name, c.row_key ORDER BY c.day RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
           ) AS now_in
    FROM posts_carriedrow c JOIN posts_succession s ON s.id = c.succession_id
),
disputes_there AS (
    SELECT village_id, since, until, occurred_on, handled_on, stage, procedure, place_handled
    FROM (
        SELECT d.village_id, w.since, NULL::date AS until, d.occurred_on, d.handled_on, d.stage, d.procedure, d.place_handled
        FROM counted_disputes d
        LEFT JOIN (SELECT row_key, now_in, max(until) AS since FROM went_on WHERE table_name = 'disputes_dispute'
                   GROUP BY row_key, now_in) AS w
          ON w.row_key = d.id AND w.now_in = d.village_id
        UNION ALL
        SELECT w.village_id, w.since, w.until, d.occurred_on, d.handled_on, d.stage, d.procedure, d.place_handled
        FROM went_on w JOIN counted_disputes d ON d.id = w.row_key AND d.village_id = w.now_in
        WHERE w.table_name = 'disputes_dispute'
    ) AS placed
    WHERE true {only}
),
disputes AS (
    SELECT village_id,
           count(*) FILTER (WHERE is_accepted) AS disputes_accepted,
           count(*) FILTER (WHERE is_handled) AS disputes_handled,
           count(*) FILTER (WHERE is_handled AND stage = 'agreed') AS disputes_agreed,
           count(*) FILTER (WHERE is_handled AND occurred_on >= %(first)s) AS disputes_done,
           count(*) FILTER (WHERE is_handled AND occurred_on >= %(year)s) AS disputes_done_of_year,
           count(*) FILTER (WHERE is_handled AND occurred_on >= %(half)s) AS disputes_done_of_half,
           count(*) FILTER (WHERE is_handled AND occurred_on >= %(quarter)s) AS disputes_done_of_quarter,
           count(*) FILTER (WHERE is_handled AND place_handled = 'station') AS disputes_at_station,
           count(*) FILTER (WHERE is_handled AND procedure = 'people') AS people_mediated,
           count(*) FILTER (WHERE is_handled AND procedure = 'people'
                            AND handled_on <= occurred_on + make_interval(months => %(mediation_months)s))
               AS people_mediated_in_time,
           count(*) FILTER (WHERE is_there_at_the_end AND occurred_on < %(end)s
                            AND (handled_on IS NULL OR handled_on >= %(end)s)) AS disputes_open
    FROM (
        SELECT *,
               occurred_on >= %(first)s AND occurred_on < %(end)s AND (since IS NULL OR occurred_on >= since)
               AND (until IS NULL OR occurred_on < until) AS is_accepted,
               handled_on >= %(first)s AND handled_on < %(end)s AND (since IS NULL OR handled_on >= since)
               AND (until IS NULL OR handled_on < until) AS is_handled,
               (since IS NULL OR %(last)s >= since) AND (until IS NULL OR %(last)s < until) AS is_there_at_the_end
        FROM disputes_there
    ) AS by_day
    GROUP BY village_id
),
-- A dispute counts in the month of its first session.
first_held AS (
    SELECT village_id, dispute_id, held_on FROM (
        SELECT posts_village_on('disputes_dispute', dispute_id, village_id, held_on) AS village_id, dispute_id, held_on
        FROM disputes_session AS held
        WHERE held_on >= %(first)s AND held_on < %(end)s
          AND NOT EXISTS (
              SELECT 1 FROM disputes_session AS earlier
              WHERE earlier.dispute_id = held.dispute_id AND (earlier.held_on, earlier.id) < (held.held_on, held.id)
          )
    ) AS placed
    WHERE true {only}
),
sessions AS (
    SELECT held.village_id, count(*) AS first_sessions,
           count(*) FILTER (WHERE held.held_on - d.occurred_on <= %(session_days)s) AS first_sessions_in_time
    FROM first_held AS held JOIN counted_disputes d ON d.id = held.dispute_id
    GROUP BY held.village_id
),
-- Duties of final agreements; one whose agreement was replaced goes on in the new one, or was settled under the old one.
-- Of an agreement that ended with its dispute nobody owes what would have been due later.
promised AS (
    SELECT village_id, agreement_id, dispute_id, state, due_on, settled_on FROM (
        SELECT posts_village_on('disputes_dispute', dispute_id, village_id, due_on) AS village_id, agreement_id, dispute_id,
               state, due_on, settled_on
        FROM disputes_duty WHERE due_on >= %(first)s AND due_on < %(end)s
    ) AS placed
    WHERE true {only}
),
duties AS (
    SELECT p.village_id, count(*) AS duties_due,
           count(*) FILTER (WHERE p.state = 'performed' AND p.settled_on <= p.due_on) AS duties_performed
    FROM promised AS p
    JOIN counted_disputes d ON d.id = p.dispute_id
    JOIN disputes_agreement a ON a.id = p.agreement_id AND a.is_final
     AND (a.replaced_on IS NULL OR p.state <> 'pending' OR p.due_on <= a.replaced_on)
    GROUP BY p.village_id
),
planned AS (
    SELECT village_id, dispute_id, planned_on, made_on FROM (
        SELECT posts_village_on('disputes_dispute', dispute_id, village_id, planned_on) AS village_id, dispute_id,
               planned_on, made_on
        FROM disputes_followup
        WHERE planned_on >= %(first)s AND planned_on < %(end)s AND (dropped_on IS NULL OR dropped_on > planned_on)
    ) AS placed
    WHERE true {only}
),
follow_ups AS (
    SELECT p.village_id, count(*) AS follow_ups_due,
           count(*) FILTER (WHERE p.made_on <= p.planned_on) AS follow_ups_made
    FROM planned AS p JOIN counted_disputes d ON d.id = p.dispute_id
    GROUP BY p.village_id
),
patrols_made AS (
    SELECT village_id, count(*) AS patrols, count(*) FILTER (WHERE is_joint) AS joint_patrols,
           sum(caught) AS people_caught
    FROM counted_patrols
    WHERE occurred_on >= %(first)s AND occurred_on < %(end)s {only}
    GROUP BY village_id
),
-- Of a joint patrol that another post has walked the part of this one; the patrol itself counts where it was walked.
parts_taken AS (
    SELECT village_id, count(*) AS partnered_patrols
    FROM (SELECT partner_village_id AS village_id, occurred_on, state FROM patrols_patrolpartner) AS parts
    WHERE state = 'joined' AND occurred_on >= %(first)s AND occurred_on < %(end)s {only}
    GROUP BY village_id
),
-- Rounds of days that are over, and what is walked of today; the points of all of them, and those that were passed.
rounds AS (
    SELECT village_id, count(*) AS rounds_planned, count(*) FILTER (WHERE is_walked) AS rounds_walked,
           sum(points_planned) AS points_planned,
           coalesce(sum(points_passed) FILTER (WHERE is_walked), 0) AS points_passed
    FROM (
        SELECT r.village_id, r.occurred_on, r.points_planned, r.points_passed,
               EXISTS (SELECT 1 FROM counted_patrols p WHERE p.id = r.patrol_id) AS is_walked
        FROM patrols_plannedround r
    ) AS planned_rounds
    WHERE occurred_on >= %(first)s AND occurred_on < %(end)s AND (occurred_on < %(today)s OR is_walked) {only}
    GROUP BY village_id
),
-- Hours from the end of one patrol to the end of the next, both of the month; none of a village with fewer than two.
patrol_ends AS (
    SELECT village_id, occurred_on + starts_at + make_interval(mins => minutes) AS ended
    FROM counted_patrols
    WHERE occurred_on >= %(first)s AND occurred_on < %(end)s {only}
),
patrol_gaps AS (
    SELECT village_id, extract(epoch FROM ended - lag(ended) OVER (PARTITION BY village_id ORDER BY ended)) / 3600 AS hours
    FROM patrol_ends
),
intervals AS (
    SELECT village_id, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY hours)::numeric, 2) AS patrol_interval
    FROM patrol_gaps
    WHERE hours IS NOT NULL
    GROUP BY village_id
),
meetings_held AS (
    SELECT village_id, count(*) AS meetings, 1 AS meetings_held
    FROM counted_meetings
    WHERE occurred_on >= %(first)s AND occurred_on < %(end)s {only}
    GROUP BY village_id
),
-- A hazard is found, due, put right and verified by a day each; what is not verified by the end of the month in which it
-- was due stays overdue in that month, so that a later day changes no month between.
hazard_days AS (
    SELECT posts_village_on('hazards_hazard', h.id, h.village_id, at.day) AS village_id, at.*, h.verified_on
    FROM counted_hazards h, LATERAL (
        VALUES ('found', occurred_on), ('rectified', rectified_on), ('verified', verified_on), ('due', due_on)
    ) AS at (step, day)
    WHERE at.day >= %(first)s AND at.day < %(end)s
),
hazards AS (
    SELECT village_id,
           count(*) FILTER (WHERE step = 'found') AS hazards_found,
           count(*) FILTER (WHERE step = 'rectified') AS hazards_rectified,
           count(*) FILTER (WHERE step = 'verified') AS hazards_verified,
           count(*) FILTER (WHERE step = 'due') AS hazards_due,
           count(*) FILTER (WHERE step = 'due' AND verified_on <= day) AS hazards_in_time,
           count(*) FILTER (WHERE step = 'due' AND day <= %(today)s AND (verified_on IS NULL OR verified_on >= %(end)s))
               AS hazards_overdue
    FROM hazard_days
    WHERE true {only}
    GROUP BY village_id
),
-- Teams and members as their register says of the month's last day (of the running month: of today); those of a merged
-- village lay there until then. A further village is served by a team while it belongs to the same post as the team's own
-- one (teams/sql/numbers.sql says the same).
teams_there AS (
    SELECT village_id, functions FROM (
        SELECT village_id, functions FROM teams_on(%(placed)s)
        UNION ALL
        SELECT served.key AS village_id, t.functions
        FROM teams_on(%(placed)s) t
        CROSS JOIN LATERAL unnest(t.further_villages) AS served (key)
        JOIN posts_membership own ON own.village_id = t.village_id
         AND own.starts_on <= %(placed)s AND (own.ends_on IS NULL OR own.ends_on >= %(placed)s)
        JOIN posts_membership of_served ON of_served.village_id = served.key AND of_served.post_id = own.post_id
         AND of_served.starts_on <= %(placed)s AND (of_served.ends_on IS NULL OR of_served.ends_on >= %(placed)s)
    ) AS serving
    WHERE true {only}
),
functions_there AS (
    SELECT village_id, count(DISTINCT function) AS functions_covered
    FROM teams_there CROSS JOIN LATERAL unnest(functions) AS covers (function)
    GROUP BY village_id
),
-- How many hours of training each member has had by that day, and how many the rule of the day asks for.
members_there AS (
    SELECT village_id, count(*) AS members,
           count(*) FILTER (WHERE (
               SELECT coalesce(sum(held.hours), 0) FROM training_attendance came
               JOIN training_training held ON held.id = came.training_id
               WHERE came.member = m.id AND held.state = 'held' AND held.held_on <= %(placed)s
           ) >= (
               SELECT n.hours FROM unnest(%(hour_counties)s::bigint[], %(hour_days)s::date[], %(norm_hours)s::numeric[])
                   AS n (county_id, day, hours)
               WHERE n.county_id = m.county_id AND n.day = %(placed)s
           )) AS members_trained
    FROM (
        SELECT id, county_id, starts_on, ends_on, left_for, consent_ended_on,
               CASE WHEN team_id IN (SELECT row_key FROM posts_carriedrow WHERE table_name = 'teams_team')
                    THEN posts_village_on('teams_team', team_id, village_id, %(placed)s) ELSE village_id END AS village_id
        FROM teams_member
    ) AS m
    WHERE m.starts_on <= %(placed)s AND (m.ends_on IS NULL OR m.ends_on >= %(placed)s) AND m.left_for <> 'mistake'
      AND (m.consent_ended_on IS NULL OR m.consent_ended_on > %(placed)s) {only}
    GROUP BY village_id
),
attested AS (
    SELECT village_id,
           max(count) FILTER (WHERE category = 'criminal') AS criminal,
           max(count) FILTER (WHERE category = 'mass') AS mass,
           max(count) FILTER (WHERE category = 'disaster') AS disaster,
           max(count) FILTER (WHERE category = 'petition') AS petition,
           max(count) FILTER (WHERE category = 'cult') AS cult,
           max(count) FILTER (WHERE category = 'preventable') AS preventable
    FROM indicators_incidentcount
    WHERE month = %(first)s {only}
    GROUP BY village_id
),
-- Of survey rounds that were counted.
invitations AS (
    SELECT s.village_id, sum(s.invited) AS invited
    FROM surveys_sample s JOIN surveys_surveyround r ON r.id = s.round_id
    WHERE r.month = %(first)s AND r.state = 'counted' {only}
    GROUP BY s.village_id
),
answers AS (
    SELECT t.village_id,
           sum(t.count) FILTER (WHERE t.question = 'satisfaction' AND t.answer = 'very_satisfied') AS very_satisfied,
           sum(t.count) FILTER (WHERE t.question = 'satisfaction' AND t.answer = 'satisfied') AS satisfied,
           sum(t.count) FILTER (WHERE t.question = 'satisfaction' AND t.answer = 'basically') AS basically,
           sum(t.count) FILTER (WHERE t.question = 'satisfaction' AND t.answer = 'dissatisfied') AS dissatisfied,
           sum(t.count) FILTER (WHERE t.question = 'satisfaction' AND t.answer = 'very_dissatisfied') AS very_dissatisfied,
           sum(t.count) FILTER (WHERE t.question = 'satisfaction' AND t.answer = 'unknown') AS unknown,
           sum(t.count) FILTER (WHERE t.question = 'satisfaction' AND t.answer = 'refused') AS refused,
           sum(t.count) FILTER (WHERE t.question = 'saw_officer' AND t.answer = 'yes') AS saw_officer,
           sum(t.count) FILTER (WHERE t.question = 'saw_officer' AND t.answer = 'no') AS saw_no_officer,
           sum(t.count) FILTER (WHERE t.question = 'feels_safe' AND t.answer = 'yes') AS felt_safe,
           sum(t.count) FILTER (WHERE t.question = 'feels_safe' AND t.answer = 'no') AS felt_unsafe,
           sum(t.count) FILTER (WHERE t.question = 'knows_officer' AND t.answer = 'yes') AS knows_officer,
           sum(t.count) FILTER (WHERE t.question = 'knows_officer' AND t.answer = 'no') AS knows_no_officer
    FROM surveys_answertally t JOIN surveys_surveyround r ON r.id = t.round_id
    WHERE r.month = %(first)s AND r.state = 'counted' {only}
    GROUP BY t.village_id
),
counted AS (
    SELECT member_villages.*,
           CASE WHEN is_expected THEN coalesce(households, 0) ELSE 0 END AS households,
           CASE WHEN is_expected THEN coalesce(people, 0) ELSE 0 END AS people,
           CASE WHEN is_expected THEN coalesce(households_declined, 0) ELSE 0 END AS households_declined,
           CASE WHEN is_expected THEN coalesce(households_declined_of_quarter, 0) ELSE 0 END
               AS households_declined_of_quarter,
           CASE WHEN is_expected THEN coalesce(households_declined_of_half, 0) ELSE 0 END AS households_declined_of_half,
           CASE WHEN is_expected THEN coalesce(households_declined_of_year, 0) ELSE 0 END AS households_declined_of_year,
           CASE WHEN is_expected THEN coalesce(pairings, 0) ELSE 0 END AS pairings,
           CASE WHEN is_expected THEN coalesce(disputes_open, 0) ELSE 0 END AS disputes_open,
           CASE WHEN is_expected THEN coalesce(members, 0) ELSE 0 END AS members,
           CASE WHEN is_expected THEN coalesce(members_trained, 0) ELSE 0 END AS members_trained,
           CASE WHEN is_expected THEN coalesce(functions_covered, 0) ELSE 0 END AS functions_covered,
           CASE WHEN is_expected THEN %(functions)s ELSE 0 END AS functions_due,
           coalesce(households_met, 0) AS households_met,
           coalesce(households_met_first, 0) AS households_met_first,
           coalesce(households_met_first_of_half, 0) AS households_met_first_of_half,
           coalesce(households_met_first_of_quarter, 0) AS households_met_first_of_quarter,
           coalesce(visits, 0) AS visits, coalesce(talks, 0) AS talks, coalesce(priority_visits, 0) AS priority_visits,
           coalesce(duty_days, 0) AS duty_days,
           coalesce(good_deeds, 0) AS good_deeds, coalesce(documents, 0) AS documents,
           coalesce(bulletins, 0) AS bulletins, coalesce(donations, 0) AS donations,
           coalesce(law_talks, 0) AS law_talks, coalesce(meetings, 0) AS meetings,
           coalesce(meetings_held, 0) AS meetings_held, CASE WHEN is_expected THEN 1 ELSE 0 END AS meetings_due,
           coalesce(hazards_found, 0) AS hazards_found, coalesce(hazards_rectified, 0) AS hazards_rectified,
           coalesce(hazards_verified, 0) AS hazards_verified, coalesce(hazards_due, 0) AS hazards_due,
           coalesce(hazards_in_time, 0) AS hazards_in_time, coalesce(hazards_overdue, 0) AS hazards_overdue,
           coalesce(school_visits, 0) AS school_visits, coalesce(enterprise_visits, 0) AS enterprise_visits,
           coalesce(requests_received, 0) AS requests_received,
           coalesce(requests_answered, 0) AS requests_answered,
           coalesce(requests_due, 0) AS requests_due,
           coalesce(requests_in_time, 0) AS requests_in_time,
           response_days, response_days_urgent,
           coalesce(disputes_accepted, 0) AS disputes_accepted,
           coalesce(disputes_handled, 0) AS disputes_handled, coalesce(disputes_agreed, 0) AS disputes_agreed,
           coalesce(disputes_done, 0) AS disputes_done,
           coalesce(disputes_done_of_year, 0) AS disputes_done_of_year,
           coalesce(disputes_done_of_half, 0) AS disputes_done_of_half,
           coalesce(disputes_done_of_quarter, 0) AS disputes_done_of_quarter,
           coalesce(disputes_at_station, 0) AS disputes_at_station,
           coalesce(people_mediated, 0) AS people_mediated,
           coalesce(people_mediated_in_time, 0) AS people_mediated_in_time,
           coalesce(first_sessions, 0) AS first_sessions,
           coalesce(first_sessions_in_time, 0) AS first_sessions_in_time,
           coalesce(duties_due, 0) AS duties_due, coalesce(duties_performed, 0) AS duties_performed,
           coalesce(follow_ups_due, 0) AS follow_ups_due, coalesce(follow_ups_made, 0) AS follow_ups_made,
           coalesce(patrols, 0) AS patrols, coalesce(joint_patrols, 0) AS joint_patrols,
           coalesce(people_caught, 0) AS people_caught,
           coalesce(partnered_patrols, 0) AS partnered_patrols,
           coalesce(rounds_planned, 0) AS rounds_planned, coalesce(rounds_walked, 0) AS rounds_walked,
           coalesce(points_planned, 0) AS points_planned, coalesce(points_passed, 0) AS points_passed,
           patrol_interval,
           coalesce(visit_target, 0) AS visit_target, coalesce(duty_norm, 0) AS duty_norm,
           coalesce(vacant_days, 0) AS vacant_days,
           criminal, mass, disaster, petition, cult, preventable,
           coalesce(invited, 0) AS invited,
           coalesce(very_satisfied, 0) AS very_satisfied, coalesce(satisfied, 0) AS satisfied,
           coalesce(basically, 0) AS basically, coalesce(dissatisfied, 0) AS dissatisfied,
           coalesce(very_dissatisfied, 0) AS very_dissatisfied, coalesce(unknown, 0) AS unknown,
           coalesce(refused, 0) AS refused, coalesce(saw_officer, 0) AS saw_officer,
           coalesce(saw_no_officer, 0) AS saw_no_officer,
           coalesce(felt_safe, 0) AS felt_safe, coalesce(felt_unsafe, 0) AS felt_unsafe,
           coalesce(knows_officer, 0) AS knows_officer, coalesce(knows_no_officer, 0) AS knows_no_officer,
           CASE WHEN num_nulls(criminal, mass, disaster, petition, cult) = 0
                THEN 1 + coalesce(reported_months, 0) ELSE 0 END AS reported_months,
           CASE WHEN (criminal, mass, disaster, petition, cult) = (0, 0, 0, 0, 0)
                THEN 1 + coalesce(met_months, 0) ELSE 0 END AS met_months,
           CASE WHEN preventable IS NOT NULL THEN 1 + coalesce(preventable_months, 0) ELSE 0 END
               AS preventable_months,
           CASE WHEN greatest(criminal, mass, disaster, petition, cult) > 0 THEN 0 ELSE 1 + months_since_case END
               AS months_since_case,
           preventable_mean, preventable_deviation
    FROM member_villages
    LEFT JOIN the_month_before USING (village_id)
    LEFT JOIN usual USING (village_id)
    LEFT JOIN registered USING (village_id)
    LEFT JOIN declined USING (village_id)
    LEFT JOIN paired USING (village_id)
    LEFT JOIN visits_made USING (village_id)
    LEFT JOIN first_meetings USING (village_id)
    LEFT JOIN expected USING (village_id)
    LEFT JOIN vacant USING (village_id)
    LEFT JOIN days_of_duty USING (village_id)
    LEFT JOIN services USING (village_id)
    LEFT JOIN requests USING (village_id)
    LEFT JOIN responses USING (village_id)
    LEFT JOIN disputes USING (village_id)
    LEFT JOIN sessions USING (village_id)
    LEFT JOIN duties USING (village_id)
    LEFT JOIN follow_ups USING (village_id)
    LEFT JOIN patrols_made USING (village_id)
    LEFT JOIN parts_taken USING (village_id)
    LEFT JOIN rounds USING (village_id)
    LEFT JOIN intervals USING (village_id)
    LEFT JOIN meetings_held USING (village_id)
    LEFT JOIN hazards USING (village_id)
    LEFT JOIN functions_there USING (village_id)
    LEFT JOIN members_there USING (village_id)
    LEFT JOIN attested USING (village_id)
    LEFT JOIN invitations USING (village_id)
    LEFT JOIN answers USING (village_id)
),
removed AS (
    DELETE FROM indicators_villagemonth
    WHERE month = %(first)s AND village_id NOT IN (SELECT village_id FROM member_villages) {only}
    RETURNING 1
),
written AS (
    INSERT INTO indicators_villagemonth AS stored
        (village_id, month, town_id, post_id, station_id, county_id, computed_at, {columns})
    SELECT village_id, %(first)s, town_id, post_id, station_id, county_id, now(), {columns}
    FROM counted
    ON CONFLICT (month, village_id) DO UPDATE SET {updates}
    WHERE ({old}) IS DISTINCT FROM ({new})
    RETURNING 1
)
SELECT (SELECT count(*) FROM written) + (SELECT count(*) FROM removed),
       -- Villages whose next month, counted already, goes on from other months in a row than before.
       ARRAY(
           SELECT village_id
           FROM (
               SELECT village_id, reported_months, met_months, preventable_months, months_since_case FROM counted
           ) AS now
           FULL JOIN (
               SELECT village_id, reported_months, met_months, preventable_months, months_since_case
               FROM indicators_villagemonth WHERE month = %(first)s {only}
           ) AS was USING (village_id)
           WHERE (coalesce(now.reported_months, 0), coalesce(now.met_months, 0), coalesce(now.preventable_months, 0),
                  now.months_since_case)
                 IS DISTINCT FROM
                 (coalesce(was.reported_months, 0), coalesce(was.met_months, 0), coalesce(was.preventable_months, 0),
                  was.months_since_case)
             AND EXISTS (
                 SELECT 1 FROM indicators_villagemonth AS next
                 WHERE next.village_id = coalesce(now.village_id, was.village_id) AND next.month = %(end)s
             )
       )
