"""The `assistant` command: one file a subcommand, each importing only what it needs."""
