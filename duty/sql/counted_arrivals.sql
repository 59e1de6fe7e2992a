-- The duty days that figures, lists and totals count: an arrival entered later counts once the chief has confirmed it,
-- one to be withdrawn until then. Read with the rights of whoever asks.
CREATE VIEW counted_arrivals WITH (security_invoker = true) AS SELECT * FROM duty_dutyday WHERE state IN ('noted', 'to_withdraw');
