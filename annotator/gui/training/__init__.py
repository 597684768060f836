"""Training, the models of a workspace, and their evaluation, in the window. All heavy work is done by processes."""
