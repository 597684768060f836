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
