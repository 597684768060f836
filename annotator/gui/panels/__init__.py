"""Docks beside the article: documents, labels, relations, entities, notes, guidelines, history."""
