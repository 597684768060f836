"""Settling what the annotators of an article see differently, item by item, into the gold record."""
