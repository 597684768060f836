"""The label scheme, edited: labels, names, colours, keys, what may stand at the ends of a relation."""
