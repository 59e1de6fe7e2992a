-- Does a figure count a row in this state? Not one that was given back or withdrawn. A condition and no more: the
-- planner puts it in place of the call, so that a query reads as if it had been written out.
CREATE FUNCTION ledgers_counts(state text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN state IN ('recorded', 'accepted');
