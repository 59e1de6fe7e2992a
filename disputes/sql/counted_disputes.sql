-- The disputes that figures, lists and totals count; read with the rights of whoever asks.
CREATE VIEW counted_disputes WITH (security_invoker = true) AS SELECT * FROM disputes_dispute WHERE ledgers_counts(state);
