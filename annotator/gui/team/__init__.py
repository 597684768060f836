"""The window on a team's server: connecting, following what others do, working on without a connection."""
