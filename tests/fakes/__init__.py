"""Stand-ins of the platforms over real HTTP, and of the assistant. They refuse what the real ones refuse."""
