"""Suggesters: models, patterns and all mentions of a name."""
