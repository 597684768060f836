"""What this computer has and lacks for the program. Imports no Qt, so that it can answer where Qt cannot load."""
