"""Agreement between annotators: pure functions on annotation sets."""
