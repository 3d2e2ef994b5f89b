"""Trains Rasa's model from config.yml, domain.yml and nlu_data/, unless it is up to date."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from assistant.errors import AssistantError
from assistant.paths import Project

__all__ = ["RasaModelUnusable", "current_model", "train_rasa"]

_REMEDY = "Chạy 'assistant train' để huấn luyện lại."


class RasaModelUnusable(AssistantError):
    """Rasa's model is missing or was trained from other data."""


def _version(project: Project) -> str:
    digest = sha256()
    files = [project.root / "config.yml", project.root / "domain.yml", *sorted(project.nlu_data.glob("*.yml"))]
    files += [Path(__file__).with_name(name) for name in ("tokenizer.py", "entities.py")]  # the pipeline's own parts
    files.append(project.knowledge / "lexicon" / "entities.yml")
    for file in files:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _model(project: Project) -> Path:
    return project.models / f"rasa-{_version(project)}.tar.gz"


def current_model(project: Project) -> Path:
    """The model trained from the present data.

    Raises:
        RasaModelUnusable: there is none, or it is older than the data.
    """
    model = _model(project)
    if model.is_file():
        return model
    found = list(project.models.glob("rasa-*.tar.gz"))
    reason = "mô hình Rasa cũ hơn dữ liệu" if found else "chưa có mô hình Rasa"
    raise RasaModelUnusable(reason, remedy=_REMEDY, file=model)


def train_rasa(project: Project, progress: Callable[[str], None], *, force: bool = False) -> bool:
    """Train unless up to date; whether anything was trained.

    Raises:
        RasaModelUnusable: training failed; the old model is kept.
    """
    model = _model(project)
    if model.is_file() and not force:
        return False
    from assistant.nlu.talk import quiet

    quiet()
    progress("ý định và thực thể (Rasa)")
    import rasa.model_training

    project.models.mkdir(parents=True, exist_ok=True)
    here = Path.cwd()
    shown = io.StringIO()
    try:
        os.chdir(project.root)  # Rasa resolves its cache and component paths from the working folder
        files = [str(file) for file in sorted(project.nlu_data.glob("*.yml"))]
        with contextlib.redirect_stdout(shown):
            result = rasa.model_training.train(
                domain="domain.yml",
                config="config.yml",
                training_files=files,
                output=str(project.models),
                fixed_model_name=f".{model.name.removesuffix('.tar.gz')}",
                force_training=force,
            )
    finally:
        os.chdir(here)
    built = Path(result.model) if result.model else None
    if result.code != 0 or built is None or not built.is_file():
        raise RasaModelUnusable("huấn luyện Rasa không thành", remedy=shown.getvalue().strip()[-300:])
    os.replace(built, model)
    for old in project.models.glob("rasa-*.tar.gz"):
        if old != model:
            old.unlink()
    return True
