"""Formats that people bring and take away: one module each, behind one registry."""
