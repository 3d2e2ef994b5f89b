"""The chat platforms: one folder each, on the small shared base in connectors/base."""
