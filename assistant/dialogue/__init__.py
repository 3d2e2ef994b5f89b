"""What to say next: pure decisions over an explicit state, in Vietnamese from one catalogue."""
