"""Offsets, graphemes, tokens and sentences of an article: pure functions on strings."""
