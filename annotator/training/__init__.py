"""Training and evaluation of spaCy models."""
