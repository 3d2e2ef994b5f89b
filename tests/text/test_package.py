from __future__ import annotations

import importlib
import pkgutil

import pytest

import assistant.text

MODULES = [f"assistant.text.{module.name}" for module in pkgutil.iter_modules(assistant.text.__path__)]


@pytest.mark.parametrize("name", ["assistant.text", "assistant.errors", *MODULES])
def test_module_says_what_is_public_and_what_it_is_for(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__
    for public in module.__all__:
        assert hasattr(module, public)
