-- Planned rounds with whether each was walked: finished with a patrol that counts. Read with the rights of whoever asks.
CREATE VIEW counted_planned_rounds WITH (security_invoker = true) AS
SELECT r.*, coalesce(ledgers_counts(p.state), false) AS is_walked
FROM patrols_plannedround r LEFT JOIN patrols_patrol p ON p.id = r.patrol_id;
