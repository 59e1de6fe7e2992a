-- The services that figures, lists and totals count; read with the rights of whoever asks.
CREATE VIEW counted_services WITH (security_invoker = true) AS SELECT * FROM residents_service WHERE ledgers_counts(state);
