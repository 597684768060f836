"""The guidelines: examples of each label from the annotations, and writing them in place."""
