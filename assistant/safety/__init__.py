"""Protects the people who write: personal data, danger signs, scam messages, wrongdoing. Pure; loads nothing heavy."""

__all__: list[str] = []
