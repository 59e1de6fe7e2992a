-- The visits that figures, lists and totals count; read with the rights of whoever asks.
CREATE VIEW counted_visits WITH (security_invoker = true) AS SELECT * FROM residents_visit WHERE ledgers_counts(state);
