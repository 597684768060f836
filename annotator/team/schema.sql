-- One database holds one workspace. Everything of ours lies in the schema "annotator".
CREATE SCHEMA annotator;

CREATE TABLE annotator.settings (
    key text PRIMARY KEY,
    value text NOT NULL
);

-- Whose login writes as which annotator. A lead writes and reads as anybody.
CREATE TABLE annotator.members (
    login text PRIMARY KEY,
    annotator text NOT NULL UNIQUE,
    lead boolean NOT NULL DEFAULT false
);

-- "line" is the article's line of corpus.jsonl; text and not jsonb, which refuses an escaped NUL and forgets the order.
CREATE TABLE annotator.articles (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL UNIQUE,
    text_hash text NOT NULL,
    line text NOT NULL
);

-- Every version that was ever saved. "base" is the version it was made from: a base that is not the version before
-- means that somebody else saved meanwhile, and both are here. "key" lets a save be sent twice and be kept once.
CREATE TABLE annotator.revisions (
    document text NOT NULL REFERENCES annotator.articles (id),
    annotator text NOT NULL,
    rev integer NOT NULL,
    base integer NOT NULL,
    status text NOT NULL,
    line text NOT NULL,
    key uuid NOT NULL UNIQUE,
    login text NOT NULL DEFAULT session_user,
    saved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    settled boolean NOT NULL DEFAULT false,
    PRIMARY KEY (annotator, document, rev)
);
CREATE INDEX revisions_forks ON annotator.revisions (annotator, document) WHERE base <> rev - 1 AND NOT settled;

-- The newest version of each.
CREATE TABLE annotator.heads (
    document text NOT NULL REFERENCES annotator.articles (id),
    annotator text NOT NULL,
    rev integer NOT NULL,
    status text NOT NULL,
    PRIMARY KEY (annotator, document)
);
CREATE INDEX heads_of_document ON annotator.heads (document);

-- The queue: how many more annotators an article still takes, and who has it.
CREATE TABLE annotator.queue (
    document text PRIMARY KEY REFERENCES annotator.articles (id),
    position bigint NOT NULL,
    places integer NOT NULL
);
CREATE INDEX queue_open ON annotator.queue (position) WHERE places > 0;

CREATE TABLE annotator.tasks (
    document text NOT NULL REFERENCES annotator.articles (id),
    annotator text NOT NULL,
    taken_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (annotator, document)
);
CREATE INDEX tasks_of_document ON annotator.tasks (document);

-- Suggestions, so that several machines can make them together.
CREATE TABLE annotator.suggestions (
    source text NOT NULL,
    document text NOT NULL REFERENCES annotator.articles (id),
    line text,
    claimed_until timestamptz,
    PRIMARY KEY (source, document)
);
CREATE INDEX suggestions_open ON annotator.suggestions (source, document) WHERE line IS NULL;

-- The two roles. Logins are made members of one of them.
CREATE FUNCTION annotator.me() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = annotator, pg_temp
    AS $$ SELECT annotator FROM members WHERE login = session_user $$;

CREATE FUNCTION annotator.is_lead() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = annotator, pg_temp
    AS $$ SELECT coalesce((SELECT lead FROM members WHERE login = session_user), false)
              OR session_user = (SELECT nspowner::regrole::text FROM pg_catalog.pg_namespace WHERE nspname = 'annotator') $$;

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
