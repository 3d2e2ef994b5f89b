"""credentials.yml: names of variables only; secrets that do not show; clear errors."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from assistant.errors import DataError, UsageError
from connectors.base.connector import Refused, Tools
from connectors.base.credentials import ChannelConfig, Secret, read_credentials
from connectors.base.registry import build_connectors
from tests.fakes.host import CREDENTIALS


def _tools() -> Tools:
    return Tools(None, None, None, None, str)  # type: ignore[arg-type]


def _read(tmp_path: Path, text: str, environment: dict[str, str] | None = None) -> dict[str, ChannelConfig]:
    file = tmp_path / "credentials.yml"
    file.write_text(text, encoding="utf-8")
    return read_credentials(file, environment or {})


def test_the_projects_file_starts_nothing_without_variables() -> None:
    configs = read_credentials(CREDENTIALS, {})
    assert set(configs) == {"rest", "media", "telegram", "zalo_oa", "zalo_bot"}
    assert build_connectors(configs, _tools()) == {}


@pytest.mark.parametrize(
    "text",
    ["telegram:\n  token: 123456:abc\n", "telegram:\n  token_env: 123456:abc\n", "x:\n  oa_secret: s3cret-value\n"],
)
def test_a_secret_in_the_file_is_refused_without_repeating_it(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError) as fault:
        _read(tmp_path, text)
    assert "abc" not in str(fault.value) and "s3cret" not in str(fault.value) and ":2:" in str(fault.value)


def test_half_a_channel_names_the_missing_variable(tmp_path: Path) -> None:
    environment = {"ZALO_OA_APP_ID": "1", "ZALO_OA_APP_SECRET": "very-secret"}
    configs = read_credentials(CREDENTIALS, environment)
    with pytest.raises(UsageError, match="ZALO_OA_SECRET_KEY") as fault:
        build_connectors(configs, _tools())
    assert "very-secret" not in str(fault.value)


@pytest.mark.parametrize(
    ("text", "match"),
    [("nochannel:\n  token_env: A\n", "nochannel"), ("telegram: 5\n", "telegram"), ("telegram:\n  - a\n", "telegram")],
)
def test_unknown_channels_and_wrong_shapes_are_named(tmp_path: Path, text: str, match: str) -> None:
    with pytest.raises(DataError, match=match):
        build_connectors(_read(tmp_path, text, {"A": "x"}), _tools())


def test_a_word_that_is_none_of_the_choices_lists_them(tmp_path: Path) -> None:
    config = _read(tmp_path, "telegram:\n  mode: pull\n")["telegram"]
    with pytest.raises(DataError, match="polling, webhook"):
        config.choice("mode", ("polling", "webhook"))


def test_secrets_do_not_show() -> None:
    secret = Secret("s3cret-value")
    assert "s3cret" not in f"{secret} {secret!r} {[secret]} {vars(Secret)}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    assert secret.matches("s3cret-value") and not secret.matches("s3cret-valuf") and not secret.matches("é\udcff")


def test_refusals_cross_process_borders() -> None:
    again = pickle.loads(pickle.dumps(Refused(403, "secret")))
    assert (again.status, again.reason) == (403, "secret")
