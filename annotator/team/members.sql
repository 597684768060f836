-- Who is asking, and letting logins in and out. Run when a workspace is made, and again when its owner opens one of an earlier version.
-- Privileges are given to each login, in this database alone: a lead of one workspace is nobody in the next. Leads change
-- them through these functions, which run as the owner, so that there is one grantor and a removal removes everything.
-- Who is asking.
CREATE OR REPLACE FUNCTION annotator.me() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = annotator, pg_temp
    AS $$ SELECT annotator FROM members WHERE login = session_user $$;

CREATE OR REPLACE FUNCTION annotator.owner() RETURNS text LANGUAGE sql STABLE SET search_path = annotator, pg_temp
    AS $$ SELECT pg_catalog.pg_get_userbyid(nspowner)::text FROM pg_catalog.pg_namespace WHERE nspname = 'annotator' $$;

CREATE OR REPLACE FUNCTION annotator.is_lead() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = annotator, pg_temp
    AS $$ SELECT coalesce((SELECT lead FROM members WHERE login = session_user), false) OR session_user = owner() $$;

CREATE OR REPLACE FUNCTION annotator.grant_to(of_login text, leads boolean) RETURNS void
    LANGUAGE plpgsql SET search_path = annotator, pg_temp AS $$
DECLARE
    shared constant text := 'INSERT, UPDATE, DELETE ON annotator.settings, annotator.queue, annotator.tasks, annotator.suggestions';
BEGIN
    IF of_login = owner() THEN
        RETURN;
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA annotator TO %I', of_login);
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA annotator TO %I', of_login);
    EXECUTE format('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA annotator TO %I', of_login);
    EXECUTE format('GRANT INSERT ON annotator.revisions, annotator.heads TO %I', of_login);
    EXECUTE format('GRANT UPDATE (rev, status) ON annotator.heads TO %I', of_login);
    EXECUTE format('GRANT UPDATE (settled) ON annotator.revisions TO %I', of_login);
    IF leads THEN
        EXECUTE format('GRANT %s TO %I', shared, of_login);
        EXECUTE format('GRANT INSERT ON annotator.articles TO %I', of_login);
    ELSE
        EXECUTE format('REVOKE %s FROM %I', shared, of_login);
        EXECUTE format('REVOKE INSERT ON annotator.articles FROM %I', of_login);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION annotator.require_lead() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = annotator, pg_temp AS $$
BEGIN
    IF NOT is_lead() THEN
        RAISE insufficient_privilege USING MESSAGE = 'only a lead changes who belongs to the team';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('annotator:members', 0));
END $$;

-- Logins that are made from here carry a mark, and leads may give them another password; all others, and those that
-- have come to be more than a login, are their administrator's.
CREATE OR REPLACE FUNCTION annotator.mark() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = annotator, pg_temp
    AS $$ SELECT 'made for the annotator workspace ' || value FROM settings WHERE key = 'id' $$;

CREATE OR REPLACE FUNCTION annotator.made_here(of_login text) RETURNS boolean LANGUAGE sql STABLE SET search_path = annotator, pg_temp
    AS $$ SELECT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = of_login AND shobj_description(oid, 'pg_authid') = mark()
          AND NOT (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)) $$;

-- Let a login in, or give it another name or role. With a verifier ("SCRAM-SHA-256$…", never the password itself) the
-- login is made first, which takes an owner who may make logins.
CREATE OR REPLACE FUNCTION annotator.admit(of_login text, of_annotator text, leads boolean, verifier text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = annotator, pg_temp AS $$
BEGIN
    PERFORM require_lead();
    IF verifier IS NOT NULL THEN
        IF verifier NOT LIKE 'SCRAM-SHA-256$%' THEN
            RAISE invalid_parameter_value USING MESSAGE = 'no verifier';
        END IF;
        EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L', of_login, verifier);
        EXECUTE format('COMMENT ON ROLE %I IS %L', of_login, mark());
    END IF;
    INSERT INTO members (login, annotator, lead) VALUES (of_login, of_annotator, leads)
        ON CONFLICT (login) DO UPDATE SET annotator = excluded.annotator, lead = excluded.lead;
    PERFORM grant_to(of_login, leads);
    PERFORM pg_notify('annotator', '["members"]');
END $$;

-- Shut a login out of this workspace. Its records stay, and so does the login: it may be wanted elsewhere.
CREATE OR REPLACE FUNCTION annotator.dismiss(of_login text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = annotator, pg_temp AS $$
BEGIN
    PERFORM require_lead();
    DELETE FROM members WHERE login = of_login;
    IF of_login <> owner() AND EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = of_login) THEN
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA annotator FROM %I', of_login);
        EXECUTE format('REVOKE ALL ON ALL FUNCTIONS IN SCHEMA annotator FROM %I', of_login);
        EXECUTE format('REVOKE ALL ON SCHEMA annotator FROM %I', of_login);
    END IF;
    PERFORM pg_notify('annotator', '["members"]');
END $$;

CREATE OR REPLACE FUNCTION annotator.set_password(of_login text, verifier text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = annotator, pg_temp AS $$
BEGIN
    PERFORM require_lead();
    IF verifier NOT LIKE 'SCRAM-SHA-256$%' OR NOT made_here(of_login)
        OR NOT EXISTS (SELECT FROM members WHERE login = of_login) THEN
        RAISE insufficient_privilege USING MESSAGE = 'this login is not one that was made here';
    END IF;
    EXECUTE format('ALTER ROLE %I PASSWORD %L', of_login, verifier);
END $$;

-- Whether the owner may make logins; if not, they are the server administrator's to make.
CREATE OR REPLACE FUNCTION annotator.makes_logins() RETURNS boolean LANGUAGE sql STABLE SET search_path = annotator, pg_temp
    AS $$ SELECT rolsuper OR rolcreaterole FROM pg_catalog.pg_roles
          WHERE oid = (SELECT nspowner FROM pg_catalog.pg_namespace WHERE nspname = 'annotator') $$;

-- A lead deals tasks out, whoever owns the table.
DROP POLICY IF EXISTS deal_tasks ON annotator.tasks;
CREATE POLICY deal_tasks ON annotator.tasks USING ((SELECT annotator.is_lead())) WITH CHECK ((SELECT annotator.is_lead()));

SELECT annotator.grant_to(login, lead) FROM annotator.members;
