"""The manual inside the program: Markdown pages that can be read in the repository too."""
