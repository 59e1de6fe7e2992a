-- The check rounds that count; read with the rights of whoever asks.
CREATE VIEW counted_rounds WITH (security_invoker = true) AS SELECT * FROM disputes_checkround WHERE ledgers_counts(state);
