"""A desktop annotation tool for building Russian news NER and relation datasets."""

__version__ = "0.1.0"
