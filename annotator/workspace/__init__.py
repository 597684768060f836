"""The workspace folder: durable records, one file per annotator."""
