-- The meetings that figures, lists and totals count; read with the rights of whoever asks.
CREATE VIEW counted_meetings WITH (security_invoker = true) AS SELECT * FROM meetings_meeting WHERE ledgers_counts(state);
