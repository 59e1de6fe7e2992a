-- The requests that figures, lists and totals count; read with the rights of whoever asks.
CREATE VIEW counted_requests WITH (security_invoker = true) AS SELECT * FROM residents_request WHERE ledgers_counts(state);
