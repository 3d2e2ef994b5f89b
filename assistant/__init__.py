"""Trợ lý số: answers everyday digital how-to questions in Vietnamese from a curated knowledge base."""

__version__ = "0.1.0"
__all__ = ["__version__"]
