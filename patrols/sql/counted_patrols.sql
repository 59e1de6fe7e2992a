-- The patrols that figures, lists and totals count; read with the rights of whoever asks.
CREATE VIEW counted_patrols WITH (security_invoker = true) AS SELECT * FROM patrols_patrol WHERE ledgers_counts(state);
