"""The bridge to spaCy: tokenizer, corpus reader, entry points."""
