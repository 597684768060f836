"""What helps the hands of an annotator: all mentions of a name, suggestions, search in the whole corpus."""
