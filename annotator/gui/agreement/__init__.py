"""How far the annotators agree, and where they do not: figures, lists, their layers side by side."""
