"""The settings as a declared table, and the dialog generated from it."""
