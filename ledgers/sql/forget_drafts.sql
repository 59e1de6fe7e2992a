-- Deletes what anybody has typed about a saved row of a book (ledgers/drafts.py): from now on only few may see that row.
-- It runs as the owner, for a draft belongs to who typed it, and tells nothing of what it deletes.
CREATE FUNCTION ledgers_forget_drafts(book text, row_key bigint)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM ledgers_draft
    WHERE form = book AND split_part(subject, ':', 2) = row_key::text
      AND user_id IS DISTINCT FROM nullif(current_setting('app.user', true), '')::bigint
$$;
