"""What people call the formats: proper names, the same in every language."""

from __future__ import annotations

_TITLES = {
    "jsonl": "annotator JSONL",
    "spacy": "spaCy DocBin (.spacy)",
    "brat": "brat standoff (.txt + .ann)",
    "prodigy": "Prodigy JSONL",
    "doccano": "doccano JSONL",
    "labelstudio": "Label Studio JSON",
    "webanno": "WebAnno TSV 3",
    "cas": "UIMA CAS XMI (INCEpTION)",
    "cas-json": "UIMA CAS JSON (INCEpTION)",
    "conll": "CoNLL BIO",
    "hf": "Hugging Face JSONL",
    "gliner": "GLiNER JSON",
    "spacy-json": "spaCy JSON",
    "factrueval": "FactRuEval-2016",
    "text": "TXT, MD, HTML, DOCX, PDF",
}
ENCODINGS = ("utf-8", "cp1251", "koi8-r", "cp866", "utf-16")


def format_title(name: str) -> str:
    """Return what a format is called; formats of other packages are called by their names."""
    return _TITLES.get(name, name)
