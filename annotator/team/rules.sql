-- Others' work may be read where nothing is blind, or where the article is adjudicated.
CREATE FUNCTION annotator.is_open(of_document text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = annotator, pg_temp
    AS $$ SELECT coalesce((SELECT value FROM settings WHERE key = 'blind'), 'false') <> 'true'
              OR EXISTS (SELECT 1 FROM heads WHERE annotator = 'gold' AND document = of_document AND status = 'done') $$;

ALTER TABLE annotator.revisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE annotator.heads ENABLE ROW LEVEL SECURITY;
ALTER TABLE annotator.tasks ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_revisions ON annotator.revisions FOR SELECT USING
    (annotator = (SELECT annotator.me()) OR (SELECT annotator.is_lead()) OR annotator.is_open(document));
CREATE POLICY read_heads ON annotator.heads FOR SELECT USING
    (annotator = (SELECT annotator.me()) OR (SELECT annotator.is_lead()) OR annotator.is_open(document));
CREATE POLICY read_tasks ON annotator.tasks FOR SELECT USING
    (annotator = (SELECT annotator.me()) OR (SELECT annotator.is_lead()));
CREATE POLICY add_revisions ON annotator.revisions FOR INSERT WITH CHECK
    (annotator = (SELECT annotator.me()) OR (SELECT annotator.is_lead()));
CREATE POLICY settle_revisions ON annotator.revisions FOR UPDATE USING
    (annotator = (SELECT annotator.me()) OR (SELECT annotator.is_lead()));
CREATE POLICY add_heads ON annotator.heads FOR INSERT WITH CHECK
    (annotator = (SELECT annotator.me()) OR (SELECT annotator.is_lead()));
CREATE POLICY change_heads ON annotator.heads FOR UPDATE USING
    (annotator = (SELECT annotator.me()) OR (SELECT annotator.is_lead()));

-- Save a version made from "expected". Returns the version that stands afterwards, and whether it is the given one;
-- where somebody else saved meanwhile nothing is written and theirs is returned. The same key is never kept twice.
CREATE FUNCTION annotator.save(
    of_document text, of_annotator text, expected integer, made_from integer, number integer, with_status text,
    record text, with_key uuid, OUT standing integer, OUT saved boolean
) LANGUAGE plpgsql SET search_path = annotator, pg_temp AS $$
BEGIN
    INSERT INTO heads (document, annotator, rev, status) VALUES (of_document, of_annotator, 0, '')
        ON CONFLICT DO NOTHING;
    SELECT rev INTO standing FROM heads WHERE document = of_document AND annotator = of_annotator FOR UPDATE;
    IF EXISTS (SELECT 1 FROM revisions WHERE key = with_key) THEN
        saved := true;
        RETURN;
    END IF;
    saved := standing = expected;
    IF NOT saved THEN
        RETURN;
    END IF;
    INSERT INTO revisions (document, annotator, rev, base, status, line, key)
        VALUES (of_document, of_annotator, number, made_from, with_status, record, with_key);
    UPDATE heads SET rev = number, status = with_status WHERE document = of_document AND annotator = of_annotator;
    standing := number;
    PERFORM pg_notify('annotator', json_build_array('saved', of_annotator, of_document, number)::text);
END $$;

-- Take the next articles from the queue. Rows that another session is taking at this moment are passed over.
CREATE FUNCTION annotator.take(for_annotator text, wanted integer) RETURNS SETOF text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = annotator, pg_temp AS $$
BEGIN
    IF for_annotator IS DISTINCT FROM me() AND NOT is_lead() THEN
        RAISE insufficient_privilege USING MESSAGE = 'tasks can only be taken by oneself';
    END IF;
    RETURN QUERY
        WITH next AS (
            SELECT q.document FROM queue q
            WHERE q.places > 0
                AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.annotator = for_annotator AND t.document = q.document)
            ORDER BY q.position LIMIT wanted FOR UPDATE SKIP LOCKED
        ), taken AS (
            UPDATE queue q SET places = q.places - 1 FROM next WHERE q.document = next.document
            RETURNING q.document, q.position
        ), noted AS (
            INSERT INTO tasks (document, annotator) SELECT taken.document, for_annotator FROM taken
        )
        SELECT taken.document FROM taken ORDER BY taken.position;
END $$;
