"""The learner model: what a person can probably do, which wording fits, what to learn and review next. Pure."""
