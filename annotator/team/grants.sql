-- Asked for by a lead or the owner; the two roles are shared by all workspaces of the server.
GRANT USAGE ON SCHEMA annotator TO annotator_member, annotator_lead;
GRANT SELECT ON ALL TABLES IN SCHEMA annotator TO annotator_member, annotator_lead;
GRANT INSERT ON annotator.revisions, annotator.heads TO annotator_member, annotator_lead;
GRANT UPDATE (rev, status) ON annotator.heads TO annotator_member, annotator_lead;
GRANT UPDATE (settled) ON annotator.revisions TO annotator_member, annotator_lead;
GRANT INSERT, UPDATE, DELETE ON annotator.settings, annotator.queue, annotator.tasks, annotator.suggestions TO annotator_lead;
GRANT INSERT, UPDATE ON annotator.articles, annotator.members TO annotator_lead;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA annotator TO annotator_member, annotator_lead;
