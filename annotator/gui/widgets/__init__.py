"""Small widgets that the window is made of."""
