"""The overview of a workspace: all documents, everybody's progress, statistics."""
