-- The hazards that figures, lists and totals count; read with the rights of whoever asks.
CREATE VIEW counted_hazards WITH (security_invoker = true) AS SELECT * FROM hazards_hazard WHERE ledgers_counts(state);
