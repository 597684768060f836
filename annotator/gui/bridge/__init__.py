"""Ways in and out of a workspace from the window: import, export, pictures, print."""
